package dev.pankou.workflow.value;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a ref points inside a value: keys from the outside in; none means the value itself. */
public record Path(List<String> keys) {
    public Path {
        keys = List.copyOf(keys);
    }

    /** The path that {@code name} of a block-output ref spells: {@code output}, {@code obj.f1}; "" is the whole. */
    public static Path of(String name) {
        return new Path(name.isEmpty() ? List.of() : List.of(name.split("\\.", -1)));
    }

    /** The path without its first key. */
    public Path rest() {
        return new Path(keys.subList(1, keys.size()));
    }

    /**
     * What is there. On the way a list stands for its first element; what the path ends at is taken whole. A missing key, or
     * null on the way, is absent as long as no list was passed.
     *
     * @throws ValueException EXECUTION when a list on the way is empty, or the path breaks off behind one
     */
    public Found in(@Nullable Object root) {
        var value = root;
        var behindList = false;
        for (var at = 0; at < keys.size(); at++) {
            while (value instanceof List<?> list) {
                if (list.isEmpty()) {
                    throw failed("trying to drill down from an array of length 0: " + upTo(at));
                }
                behindList = true;
                value = list.getFirst();
            }
            if (!(value instanceof Map<?, ?> map) || !map.containsKey(keys.get(at))) {
                if (behindList) {
                    throw failed("field " + keys.get(at) + " not found along from path: " + upTo(at + 1));
                }
                return Found.ABSENT;
            }
            value = map.get(keys.get(at));
        }
        return Found.of(value);
    }

    private String upTo(int end) {
        return String.join(".", keys.subList(0, end));
    }

    private static ValueException failed(String message) {
        return new ValueException(ValueException.EXECUTION, message);
    }

    @Override
    public String toString() {
        return upTo(keys.size());
    }
}
