package dev.pankou.workflow.value;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rows of the conversion table for types without parts. */
final class Scalars {
    // Grammars of their own: Java also takes "1f", "0x1p3", " 1" and digits of other scripts. Possessive, so in linear time.
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]++");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(?:[0-9]++(?:\\.[0-9]*+)?|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?");

    private Scalars() {}

    /** The value as {@code type}; null where it does not fit. */
    static @Nullable Object as(Object value, Type.Scalar type) {
        return switch (type) {
            case INTEGER -> integer(value);
            case FLOAT -> real(value);
            case BOOLEAN -> flag(value);
            case STRING, TIME, FILE, IMAGE, DOC, CODE, PPT, TXT, EXCEL, AUDIO, ZIP, VIDEO, SVG, VOICE -> string(value);
        };
    }

    private static @Nullable Object string(Object value) {
        return switch (value) {
            case String text -> text;
            case Boolean flag -> flag.toString();
            case Number number -> {
                var plain = Values.plain(number);
                yield plain == null ? null : Values.decimal(plain);
            }
            case List<?> list -> jsonOf(list);
            case Map<?, ?> map -> jsonOf(map);
            default -> null;
        };
    }

    private static @Nullable Object jsonOf(Object container) {
        try {
            return Values.json(container);
        } catch (ValueException | IllegalArgumentException unfit) { // too deep, or no value of ours inside
            return null;
        }
    }

    private static @Nullable Object integer(Object value) {
        try {
            return switch (value) {
                case Long whole -> whole;
                case Number number ->
                    switch (Values.plain(number)) {
                        case Long whole -> whole;
                        case Double real when real >= -0x1p63 && real < 0x1p63 -> real.longValue();
                        case null, default -> null;
                    };
                case String text when INTEGER.matcher(text).matches() -> Long.parseLong(text);
                default -> null;
            };
        } catch (NumberFormatException beyond64Bits) {
            return null;
        }
    }

    private static @Nullable Object real(Object value) {
        var number =
                switch (value) {
                    case Number given -> given;
                    case String text when DECIMAL.matcher(text).matches() -> Double.valueOf(text);
                    default -> null;
                };
        var plain = number == null ? null : Values.plain(number);
        return switch (plain) {
            case Double real -> real;
            case Long whole -> whole.doubleValue();
            case null, default -> null;
        };
    }

    private static @Nullable Object flag(Object value) {
        return switch (value) {
            case Boolean flag -> flag;
            case String text ->
                switch (text) {
                    case "1", "t", "T", "TRUE", "true", "True" -> true;
                    case "0", "f", "F", "FALSE", "false", "False" -> false;
                    default -> null;
                };
            default -> null;
        };
    }
}
