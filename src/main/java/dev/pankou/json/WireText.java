package dev.pankou.json;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Enum constants on the wire and in the store: the constant's name in lower case, {@code IN_PROGRESS} is "in_progress". */
public final class WireText {
    private WireText() {}

    public static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** The constant that {@code text} spells, or null. */
    public static <E extends Enum<E>> @Nullable E find(Class<E> type, String text) {
        for (var constant : type.getEnumConstants()) {
            if (of(constant).equals(text)) {
                return constant;
            }
        }
        return null;
    }

    /** The constant of a text that we wrote ourselves. */
    public static <E extends Enum<E>> E parse(Class<E> type, String text) {
        var found = find(type, text);
        if (found == null) {
            throw new IllegalStateException("no " + type.getSimpleName() + " is written \"" + text + "\"");
        }
        return found;
    }

    /** The wire name of a Java name, {@code toolCallId} is "tool_call_id": what the mapper does with record components. */
    public static String snake(String javaName) {
        var text = new StringBuilder(javaName.length() + 4);
        for (var i = 0; i < javaName.length(); i++) {
            var c = javaName.charAt(i);
            if (Character.isUpperCase(c) && i > 0) {
                text.append('_');
            }
            text.append(Character.toLowerCase(c));
        }
        return text.toString();
    }
}
