package dev.pankou.workflow.value;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/** Writes values as compact JSON: numbers without exponents, which the mapper would write. Used by one call. */
final class JsonText {
    private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

    private final StringBuilder out = new StringBuilder();
    private final boolean sorted;

    private JsonText(boolean sorted) {
        this.sorted = sorted;
    }

    static String of(@Nullable Object value, boolean sorted) {
        var writer = new JsonText(sorted);
        writer.value(value, 0);
        return writer.out.toString();
    }

    private void value(@Nullable Object value, int depth) {
        if (depth > Values.MAX_NESTING) {
            throw Values.tooDeep();
        }
        switch (value) {
            case null -> out.append("null");
            case String text -> string(text);
            case Number number -> out.append(Values.decimal(number));
            case Boolean flag -> out.append(flag.booleanValue());
            case List<?> list -> list(list, depth);
            case Map<?, ?> map -> map(sorted ? sorted(map) : map, depth);
            default -> throw new IllegalArgumentException("no workflow value: " + value.getClass());
        }
    }

    private void list(List<?> list, int depth) {
        out.append('[');
        var first = true;
        for (var element : list) {
            if (!first) {
                out.append(',');
            }
            first = false;
            value(element, depth + 1);
        }
        out.append(']');
    }

    private void map(Map<?, ?> map, int depth) {
        out.append('{');
        var first = true;
        for (var entry : map.entrySet()) {
            if (!first) {
                out.append(',');
            }
            first = false;
            string(String.valueOf(entry.getKey()));
            out.append(':');
            value(entry.getValue(), depth + 1);
        }
        out.append('}');
    }

    private static Map<?, ?> sorted(Map<?, ?> map) {
        var sorted = new TreeMap<String, @Nullable Object>();
        map.forEach((key, value) -> sorted.put(String.valueOf(key), value));
        return sorted;
    }

    private void string(String text) {
        out.append('"');
        ENCODER.quoteAsString(text, out);
        out.append('"');
    }
}
