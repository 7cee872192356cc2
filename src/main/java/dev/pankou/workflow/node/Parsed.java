package dev.pankou.workflow.node;

import dev.pankou.workflow.value.ValueException;
import dev.pankou.workflow.value.Values;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON objects out of texts that others wrote. */
final class Parsed {
    private Parsed() {}

    /** The object that {@code text} spells, or null when it is no JSON or no object. */
    static @Nullable Map<String, @Nullable Object> object(String text) {
        try {
            return Values.parse(text) instanceof Map<?, ?> map ? object(map) : null;
        } catch (ValueException notJson) {
            return null;
        }
    }

    @SuppressWarnings("unchecked") // every map among values has strings as keys
    static Map<String, @Nullable Object> object(Map<?, ?> value) {
        return (Map<String, @Nullable Object>) value;
    }
}
