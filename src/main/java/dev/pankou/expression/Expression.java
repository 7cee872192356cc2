package dev.pankou.expression;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands in a tag. Everything is a string; conditions hold for strings that are not empty. */
sealed interface Expression {
    /** How deep parentheses and blocks may nest. */
    int MAX_DEPTH = 32;

    String TRUE = "True";
    String FALSE = "";

    /** The value; no step of it may be longer than {@code maxLength} characters. */
    String text(Map<String, String> values, int maxLength);

    default boolean holds(Map<String, String> values, int maxLength) {
        return !text(values, maxLength).isEmpty();
    }

    record Literal(String value) implements Expression {
        @Override
        public String text(Map<String, String> values, int maxLength) {
            return value;
        }
    }

    /** A number stays as it is written; zero is false. */
    record Number(String value) implements Expression {
        @Override
        public String text(Map<String, String> values, int maxLength) {
            return value;
        }

        @Override
        public boolean holds(Map<String, String> values, int maxLength) {
            return !value.matches("-?0*(\\.0*)?");
        }
    }

    record Variable(String name) implements Expression {
        @Override
        public String text(Map<String, String> values, int maxLength) {
            return values.getOrDefault(name, "");
        }
    }

    record Filtered(Expression inner, Filter filter, List<String> arguments) implements Expression {
        @Override
        public String text(Map<String, String> values, int maxLength) {
            var value = inner.text(values, maxLength);
            return switch (filter) {
                case UPPER -> value.toUpperCase(Locale.ROOT);
                case LOWER -> value.toLowerCase(Locale.ROOT);
                case TRIM -> value.strip();
                case LENGTH -> Integer.toString(value.codePointCount(0, value.length()));
                case TITLE -> title(value, true);
                case CAPITALIZE -> title(value, false);
                case DEFAULT -> isMissing(values, value) ? arguments.getFirst() : value;
                case REPLACE -> replace(value, maxLength);
            };
        }

        /** Jinja2: only an undefined value is replaced, an empty one with a second argument of true. */
        private boolean isMissing(Map<String, String> values, String value) {
            var undefined = inner instanceof Variable variable && !values.containsKey(variable.name());
            return undefined || (arguments.size() == 2 && value.isEmpty());
        }

        private String replace(String value, int maxLength) {
            var from = arguments.get(0);
            var to = arguments.get(1);
            if (from.isEmpty()) {
                return value;
            }
            var out = new StringBuilder();
            var start = 0;
            for (var at = value.indexOf(from); at >= 0; at = value.indexOf(from, start)) {
                out.append(value, start, at).append(to);
                start = at + from.length();
                if (out.length() > maxLength) {
                    throw new TemplateException("the text would be longer than " + maxLength + " characters");
                }
            }
            return out.append(value, start, value.length()).toString();
        }

        private static String title(String value, boolean everyWord) {
            var out = new StringBuilder(value.length());
            var atStart = true;
            for (var i = 0; i < value.length(); i++) {
                var c = value.charAt(i);
                out.append(atStart ? Character.toUpperCase(c) : Character.toLowerCase(c));
                atStart = everyWord && !Character.isLetterOrDigit(c) && c != '\'';
            }
            return out.toString();
        }
    }

    record Not(Expression inner) implements Expression {
        @Override
        public String text(Map<String, String> values, int maxLength) {
            return inner.holds(values, maxLength) ? FALSE : TRUE;
        }
    }

    /** Two sides; and/or give the side that decides, as Jinja2 does. */
    record Binary(Operator operator, Expression left, Expression right) implements Expression {
        @Override
        public String text(Map<String, String> values, int maxLength) {
            return switch (operator) {
                case AND -> (left.holds(values, maxLength) ? right : left).text(values, maxLength);
                case OR -> (left.holds(values, maxLength) ? left : right).text(values, maxLength);
                case EQUAL, NOT_EQUAL, IN, NOT_IN -> holds(values, maxLength) ? TRUE : FALSE;
            };
        }

        @Override
        public boolean holds(Map<String, String> values, int maxLength) {
            return switch (operator) {
                case AND -> left.holds(values, maxLength) && right.holds(values, maxLength);
                case OR -> left.holds(values, maxLength) || right.holds(values, maxLength);
                case EQUAL -> left.text(values, maxLength).equals(right.text(values, maxLength));
                case NOT_EQUAL -> !left.text(values, maxLength).equals(right.text(values, maxLength));
                case IN -> right.text(values, maxLength).contains(left.text(values, maxLength));
                case NOT_IN -> !right.text(values, maxLength).contains(left.text(values, maxLength));
            };
        }
    }

    enum Operator {
        AND,
        OR,
        EQUAL,
        NOT_EQUAL,
        IN,
        NOT_IN
    }

    /** The filters and how many arguments each takes. */
    enum Filter {
        UPPER(0, 0),
        LOWER(0, 0),
        TRIM(0, 0),
        LENGTH(0, 0),
        TITLE(0, 0),
        CAPITALIZE(0, 0),
        DEFAULT(1, 2),
        REPLACE(2, 2);

        final int fewest;
        final int most;

        Filter(int fewest, int most) {
            this.fewest = fewest;
            this.most = most;
        }
    }

    /** The expression that {@code text} spells, or null when it is none. */
    static @Nullable Expression parse(String text) {
        try {
            return new ExpressionParser(text).whole();
        } catch (ExpressionParser.NotAnExpression notOurs) {
            return null;
        }
    }
}
