package dev.pankou.expression;

import dev.pankou.expression.Expression.Filter;
import dev.pankou.expression.Expression.Operator;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads what stands in a tag by recursive descent, from "or" down to literals. For one text. */
final class ExpressionParser {
    private static final Set<String> WORDS = Set.of("and", "or", "not", "in", "if", "else", "is");

    /** Carries no trace: text that is no expression is common in prompts. */
    static final class NotAnExpression extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        private NotAnExpression() {
            super(null, null, false, false);
        }
    }

    private final String text;
    private int at;
    private int depth;

    ExpressionParser(String text) {
        this.text = text;
    }

    Expression whole() {
        var expression = or();
        skipSpace();
        if (at < text.length()) {
            throw new NotAnExpression();
        }
        return expression;
    }

    private Expression or() {
        if (++depth > Expression.MAX_DEPTH) {
            throw new NotAnExpression();
        }
        var left = and();
        while (takeWord("or")) {
            left = new Expression.Binary(Operator.OR, left, and());
        }
        depth--;
        return left;
    }

    private Expression and() {
        var left = not();
        while (takeWord("and")) {
            left = new Expression.Binary(Operator.AND, left, not());
        }
        return left;
    }

    private Expression not() {
        var negated = false;
        while (takeWord("not")) {
            negated = !negated;
        }
        var inner = comparison();
        return negated ? new Expression.Not(inner) : inner;
    }

    private Expression comparison() {
        var left = filtered();
        if (take("==")) {
            return new Expression.Binary(Operator.EQUAL, left, filtered());
        }
        if (take("!=")) {
            return new Expression.Binary(Operator.NOT_EQUAL, left, filtered());
        }
        if (takeWord("in")) {
            return new Expression.Binary(Operator.IN, left, filtered());
        }
        var before = at;
        if (takeWord("not")) {
            if (takeWord("in")) {
                return new Expression.Binary(Operator.NOT_IN, left, filtered());
            }
            at = before;
        }
        return left;
    }

    private Expression filtered() {
        var value = primary();
        while (take("|")) {
            var name = name();
            Filter filter;
            try {
                filter = Filter.valueOf(name.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException unknown) {
                throw new NotAnExpression();
            }
            var arguments = take("(") ? arguments() : List.<String>of();
            if (arguments.size() < filter.fewest || arguments.size() > filter.most) {
                throw new NotAnExpression();
            }
            value = new Expression.Filtered(value, filter, arguments);
        }
        return value;
    }

    private List<String> arguments() {
        var arguments = new ArrayList<String>();
        if (take(")")) {
            return arguments;
        }
        do {
            skipSpace();
            if (takeWord("true")) {
                arguments.add("true");
            } else {
                arguments.add(isQuote() ? string() : number());
            }
        } while (take(","));
        if (!take(")")) {
            throw new NotAnExpression();
        }
        return List.copyOf(arguments);
    }

    private Expression primary() {
        if (take("(")) {
            var inner = or();
            if (!take(")")) {
                throw new NotAnExpression();
            }
            return inner;
        }
        skipSpace();
        if (isQuote()) {
            return new Expression.Literal(string());
        }
        if (at < text.length() && (text.charAt(at) == '-' || isDigit(text.charAt(at)))) {
            return new Expression.Number(number());
        }
        var name = name();
        if (WORDS.contains(name)) {
            throw new NotAnExpression();
        }
        return new Expression.Variable(name);
    }

    private boolean isQuote() {
        return at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'');
    }

    private String string() {
        var quote = text.charAt(at++);
        var out = new StringBuilder();
        while (at < text.length()) {
            var c = text.charAt(at++);
            if (c == quote) {
                return out.toString();
            }
            if (c == '\\' && at < text.length()) {
                var escaped = text.charAt(at++);
                c = escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped;
            }
            out.append(c);
        }
        throw new NotAnExpression();
    }

    private String number() {
        var from = at;
        if (at < text.length() && text.charAt(at) == '-') {
            at++;
        }
        var digits = at;
        while (at < text.length() && (isDigit(text.charAt(at)) || (text.charAt(at) == '.' && at > digits))) {
            at++;
        }
        var number = text.substring(from, at);
        if (!number.matches("-?[0-9]+(\\.[0-9]+)?")) {
            throw new NotAnExpression();
        }
        return number;
    }

    private String name() {
        skipSpace();
        var from = at;
        if (at < text.length() && (Character.isLetter(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
            while (at < text.length() && isWord(text.charAt(at))) {
                at++;
            }
        }
        if (at == from) {
            throw new NotAnExpression();
        }
        return text.substring(from, at);
    }

    private boolean take(String sign) {
        skipSpace();
        if (!text.startsWith(sign, at)) {
            return false;
        }
        at += sign.length();
        return true;
    }

    private boolean takeWord(String word) {
        skipSpace();
        var end = at + word.length();
        if (!text.startsWith(word, at) || (end < text.length() && isWord(text.charAt(end)))) {
            return false;
        }
        at = end;
        return true;
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }
}
