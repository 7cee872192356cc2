package dev.pankou.workflow.node;

import dev.pankou.workflow.value.Type;
import dev.pankou.workflow.value.Values;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the reply to an input node, in every form that clients send: a JSON object of the fields; lines {@code key:value};
 * either of them as the text {@code input} of a JSON object; a file alone, as {@code {"file_id": …}}, when one is asked for.
 */
record InputReply(Type.ObjectType fields) {
    private static final String WRAPPER = "input";
    private static final String FILE = "file_id";

    /** The fields as they were given, not yet converted; null when nothing can be read. */
    @Nullable Map<String, @Nullable Object> read(String reply) {
        return read(reply, true);
    }

    private @Nullable Map<String, @Nullable Object> read(String reply, boolean mayBeWrapped) {
        var object = Parsed.object(reply);
        if (object == null) {
            return lines(reply);
        }
        if (mayBeWrapped && object.size() == 1 && object.containsKey(WRAPPER) && !fields.fields().containsKey(WRAPPER)) {
            return read(Values.text(object.get(WRAPPER)), false);
        }
        var file = object.containsKey(FILE) && !fields.fields().containsKey(FILE) ? onlyFile() : null;
        if (file == null) {
            return object;
        }
        var values = new LinkedHashMap<String, @Nullable Object>();
        values.put(file, Values.json(Map.of(FILE, Values.text(object.get(FILE)))));
        return values;
    }

    /** The name of the only field that is a file, or null. */
    private @Nullable String onlyFile() {
        String only = null;
        for (var field : fields.fields().values()) {
            if (field.type() instanceof Type.Scalar scalar && scalar.isFile()) {
                if (only != null) {
                    return null;
                }
                only = field.name();
            }
        }
        return only;
    }

    /** Lines that begin with no field's name belong to the value above them. */
    private @Nullable Map<String, @Nullable Object> lines(String reply) {
        var texts = new LinkedHashMap<String, StringBuilder>();
        StringBuilder present = null;
        for (var line : reply.lines().toList()) {
            var colon = colon(line);
            var key = colon < 0 ? "" : line.substring(0, colon).strip();
            if (fields.fields().containsKey(key) && !texts.containsKey(key)) {
                present = new StringBuilder(line.substring(colon + 1).strip());
                texts.put(key, present);
            } else if (present != null) {
                present.append('\n').append(line);
            }
        }
        if (texts.isEmpty()) {
            return null;
        }
        var values = new LinkedHashMap<String, @Nullable Object>();
        texts.forEach((key, text) -> values.put(key, text.toString().strip()));
        return values;
    }

    /** The first ":" of either width. */
    private static int colon(String line) {
        var narrow = line.indexOf(':');
        var wide = line.indexOf('：');
        return narrow < 0 ? wide : wide < 0 ? narrow : Math.min(narrow, wide);
    }
}
