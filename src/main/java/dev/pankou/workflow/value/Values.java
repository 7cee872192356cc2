package dev.pankou.workflow.value;

import dev.pankou.json.Json;
import dev.pankou.json.SoundText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/** What can be asked of values of every type; the package's page says what a value is. */
public final class Values {
    /** How many lists and objects may be inside each other in a converted value; what is deeper becomes null. */
    public static final int MAX_DEPTH = 64;

    /** Deeper than this nothing is read, written or compared at all: a recursion has to end before the stack does. */
    static final int MAX_NESTING = 500;

    private static final double EXACT_WHOLE = 1L << 53;

    private Values() {}

    /**
     * The value of one JSON text. Numbers with a fraction or an exponent, or beyond 64 bits, are Double; of equal keys the
     * last counts; characters no store can hold become U+FFFD.
     *
     * @throws ValueException NOT_JSON, also when nested deeper than 500 levels or a number is not finite
     */
    public static @Nullable Object parse(String text) {
        try (var parser = Json.mapper().createParser(text)) {
            var first = parser.nextToken();
            if (first == null) {
                throw notJson("it is empty");
            }
            var value = read(parser, first, 0);
            if (parser.nextToken() != null) {
                throw notJson("more follows the value");
            }
            return value;
        } catch (JacksonException wrong) {
            throw notJson(reason(wrong));
        }
    }

    /** The value of a tree; null for a missing node. @throws ValueException NOT_JSON when nested deeper than 500 levels or a number is not finite */
    public static @Nullable Object of(JsonNode node) {
        if (node.isMissingNode()) {
            return null;
        }
        try (var parser = Json.mapper().treeAsTokens(node)) {
            var first = parser.nextToken();
            return first == null ? null : read(parser, first, 0);
        } catch (JacksonException wrong) {
            throw notJson(reason(wrong));
        }
    }

    private static @Nullable Object read(JsonParser parser, JsonToken token, int depth) {
        if (depth > MAX_NESTING) {
            throw notJson("it is nested deeper than " + MAX_NESTING + " levels");
        }
        return switch (token) {
            case START_OBJECT -> {
                var map = new LinkedHashMap<String, @Nullable Object>();
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    var key = SoundText.of(parser.currentName());
                    map.put(key, read(parser, parser.nextToken(), depth + 1));
                }
                yield Collections.unmodifiableMap(map);
            }
            case START_ARRAY -> {
                var list = new ArrayList<@Nullable Object>();
                for (var next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    list.add(read(parser, next, depth + 1));
                }
                yield Collections.unmodifiableList(list);
            }
            case VALUE_STRING -> SoundText.of(parser.getString());
            case VALUE_NUMBER_INT ->
                switch (parser.getNumberType()) {
                    case INT, LONG -> parser.getLongValue();
                    case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> finite(parser.getDoubleValue());
                };
            case VALUE_NUMBER_FLOAT -> finite(parser.getDoubleValue());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME -> throw notJson("no value");
        };
    }

    private static Double finite(double number) {
        if (!Double.isFinite(number)) {
            throw notJson("a number is too large");
        }
        return number + 0.0; // one zero, not two
    }

    /** The parser's words without the place, which tells a reader nothing. */
    private static String reason(JacksonException wrong) {
        return wrong.getOriginalMessage().replaceAll(" \\(start marker at .*", "");
    }

    private static ValueException notJson(String why) {
        return new ValueException(ValueException.NOT_JSON, "not JSON: " + why);
    }

    /**
     * Compact JSON, keys in their order, numbers as {@link #text} has them.
     *
     * @throws ValueException EXECUTION when nested deeper than 500 levels
     */
    public static String json(@Nullable Object value) {
        return JsonText.of(value, false);
    }

    /**
     * What a template prints: a string as it is, numbers as decimals without exponent or trailing zeros, null as "", lists
     * and objects as compact JSON with sorted keys.
     *
     * @throws ValueException EXECUTION when nested deeper than 500 levels
     */
    public static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case String text -> text;
            case Number number -> decimal(number);
            default -> JsonText.of(value, true);
        };
    }

    static String decimal(Number number) {
        if (number instanceof Double || number instanceof Float) {
            var real = number.doubleValue();
            if (Math.abs(real) < EXACT_WHOLE && real == Math.rint(real)) {
                return Long.toString((long) real);
            }
            return Double.isFinite(real)
                    ? new BigDecimal(Double.toString(real)).stripTrailingZeros().toPlainString()
                    : "null";
        }
        return number.toString();
    }

    /** A Long or a finite Double, without a negative zero; null where {@code number} is not finite. */
    static @Nullable Number plain(Number number) {
        return switch (number) {
            case Long whole -> whole;
            case Integer whole -> whole.longValue();
            case Short whole -> whole.longValue();
            case Byte whole -> whole.longValue();
            case BigInteger whole when whole.bitLength() < Long.SIZE -> whole.longValue();
            default -> {
                var real = number.doubleValue();
                if (!Double.isFinite(real)) {
                    yield null;
                }
                yield number instanceof Double same && Double.doubleToRawLongBits(real) != Long.MIN_VALUE
                        ? same
                        : (Number) Double.valueOf(real + 0.0);
            }
        };
    }

    /** Deep equality; an integer and a float compare as floats, the order of keys does not count. */
    public static boolean equal(@Nullable Object left, @Nullable Object right) {
        return equal(left, right, 0);
    }

    private static boolean equal(@Nullable Object left, @Nullable Object right, int depth) {
        if (left == right) {
            return true;
        }
        if (left == null || right == null) {
            return false;
        }
        if (depth > MAX_NESTING) {
            throw tooDeep();
        }
        if (left instanceof Number one && right instanceof Number other) {
            return (one instanceof Long && other instanceof Long)
                    ? one.equals(other)
                    : one.doubleValue() == other.doubleValue();
        }
        if (left instanceof List<?> one && right instanceof List<?> other) {
            if (one.size() != other.size()) {
                return false;
            }
            var others = other.iterator();
            for (var element : one) {
                if (!equal(element, others.next(), depth + 1)) {
                    return false;
                }
            }
            return true;
        }
        if (left instanceof Map<?, ?> one && right instanceof Map<?, ?> other) {
            if (one.size() != other.size()) {
                return false;
            }
            for (var entry : one.entrySet()) {
                if (!other.containsKey(entry.getKey())
                        || !equal(entry.getValue(), other.get(entry.getKey()), depth + 1)) {
                    return false;
                }
            }
            return true;
        }
        return left.equals(right);
    }

    /** Operators 9 and 10 of the selector: null, "", "None", [], {}, 0 and false are empty. */
    public static boolean isEmpty(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case String text -> text.isEmpty() || text.equals("None");
            case List<?> list -> list.isEmpty();
            case Map<?, ?> map -> map.isEmpty();
            case Number number -> number.doubleValue() == 0;
            case Boolean flag -> !flag;
            default -> false;
        };
    }

    static ValueException tooDeep() {
        return new ValueException(
                ValueException.EXECUTION, "a value is nested deeper than " + MAX_NESTING + " levels");
    }
}
