package dev.pankou.workflow.node;

import dev.pankou.workflow.value.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Operators of a selector by their number (WORKFLOW 8.8). Lengths count characters (code points) where the open implementation
 * counts bytes; an integer and a float compare as floats where it refuses them.
 */
enum Comparison {
    EQUAL(1),
    NOT_EQUAL(2),
    LONGER(3),
    LONGER_OR_SAME(4),
    SHORTER(5),
    SHORTER_OR_SAME(6),
    CONTAINS(7),
    NOT_CONTAINS(8),
    EMPTY(9),
    NOT_EMPTY(10),
    TRUE(11),
    FALSE(12),
    GREATER(13),
    GREATER_OR_EQUAL(14),
    LESS(15),
    LESS_OR_EQUAL(16);

    private static final Map<String, Comparison> BY_NUMBER =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(one -> one.number, Function.identity()));

    private final String number;

    Comparison(int number) {
        this.number = Integer.toString(number);
    }

    /** The operator of that number, or null. */
    static @Nullable Comparison of(String number) {
        return BY_NUMBER.get(number);
    }

    /** Whether it looks at the left side alone. */
    boolean isUnary() {
        return switch (this) {
            case EMPTY, NOT_EMPTY, TRUE, FALSE -> true;
            case EQUAL, NOT_EQUAL, LONGER, LONGER_OR_SAME, SHORTER, SHORTER_OR_SAME, CONTAINS, NOT_CONTAINS, GREATER,
                    GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL -> false;
        };
    }

    /** @throws NodeException when the operator does not know values of such a type */
    boolean holds(@Nullable Object left, @Nullable Object right) {
        return switch (this) {
            case EQUAL -> equal(left, right);
            case NOT_EQUAL -> !equal(left, right);
            case LONGER -> lengths(left, right) > 0;
            case LONGER_OR_SAME -> lengths(left, right) >= 0;
            case SHORTER -> lengths(left, right) < 0;
            case SHORTER_OR_SAME -> lengths(left, right) <= 0;
            case CONTAINS -> left != null && contains(left, right);
            case NOT_CONTAINS -> left != null && !contains(left, right);
            case EMPTY -> Values.isEmpty(left);
            case NOT_EMPTY -> !Values.isEmpty(left);
            case TRUE -> flag(left);
            case FALSE -> !flag(left);
            case GREATER -> numbers(left, right) > 0;
            case GREATER_OR_EQUAL -> numbers(left, right) >= 0;
            case LESS -> numbers(left, right) < 0;
            case LESS_OR_EQUAL -> numbers(left, right) <= 0;
        };
    }

    private boolean equal(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return left == right;
        }
        var comparable = left instanceof String && right instanceof String
                || left instanceof Number && right instanceof Number
                || left instanceof Boolean && right instanceof Boolean;
        if (!comparable) {
            throw unfit(left, right);
        }
        return Values.equal(left, right);
    }

    private int lengths(@Nullable Object left, @Nullable Object right) {
        var length = switch (left) {
            case null -> 0;
            case String text -> text.codePointCount(0, text.length());
            case List<?> list -> list.size();
            default -> throw unfit(left, right);
        };
        return switch (right) {
            case null -> Integer.compare(length, 0); // a length that nobody gave is 0, as on the left
            case Long wanted -> Long.compare(length, wanted);
            case Number wanted -> Double.compare(length, wanted.doubleValue());
            default -> throw unfit(left, right);
        };
    }

    private boolean contains(Object left, @Nullable Object right) {
        return switch (left) {
            case String text when right == null -> false;
            case String text when right instanceof String part -> text.contains(part);
            case List<?> list -> list.stream().anyMatch(element -> Values.equal(element, right));
            case Map<?, ?> map when right == null -> false;
            case Map<?, ?> map when right instanceof String key -> map.containsKey(key);
            default -> throw unfit(left, right);
        };
    }

    private boolean flag(@Nullable Object left) {
        return switch (left) {
            case null -> false;
            case Boolean flag -> flag;
            default -> throw unfit(left, null);
        };
    }

    /** Null is smaller than every number and equal to null. */
    private int numbers(@Nullable Object left, @Nullable Object right) {
        if (!(left == null || left instanceof Number) || !(right == null || right instanceof Number)) {
            throw unfit(left, right);
        }
        if (left == null || right == null) {
            return Boolean.compare(left != null, right != null);
        }
        return left instanceof Long one && right instanceof Long other
                ? Long.compare(one, other)
                : Double.compare(((Number) left).doubleValue(), ((Number) right).doubleValue());
    }

    private NodeException unfit(@Nullable Object left, @Nullable Object right) {
        var operator = name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        return new NodeException(
                NodeException.EXECUTION,
                "operator " + number + " (" + operator + ") cannot compare " + kind(left)
                        + (isUnary() ? "" : " with " + kind(right)));
    }

    private static String kind(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String text -> "string";
            case Boolean flag -> "boolean";
            case Long whole -> "integer";
            case Number number -> "float";
            case List<?> list -> "list";
            default -> "object";
        };
    }
}
