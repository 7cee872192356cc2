package dev.pankou.workflow.node;

import dev.pankou.json.Json;
import dev.pankou.workflow.value.Type;
import dev.pankou.workflow.value.ValueException;
import dev.pankou.workflow.value.Values;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** JSON between nodes and models: the schema that is asked for, and what is made of the answer. */
public final class ModelJson {
    private ModelJson() {}

    /** JSON schema of an object with these fields, their descriptions too. */
    public static ObjectNode schema(Type.ObjectType fields) {
        var schema = Json.object().put("type", "object");
        if (fields.isFreeForm()) {
            return schema;
        }
        var properties = schema.putObject("properties");
        var required = Json.array();
        for (var field : fields.fields().values()) {
            var property = schema(field.type());
            var description = field.description();
            if (description != null && !description.isBlank()) {
                property.put("description", description);
            }
            properties.set(field.name(), property);
            if (field.required()) {
                required.add(field.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema;
    }

    private static ObjectNode schema(Type type) {
        return switch (type) {
            case Type.Scalar scalar -> Json.object().put("type", scalar.isText() ? "string" : scalar.apiName());
            case Type.ObjectType object -> schema(object);
            case Type.ListType list -> {
                var schema = Json.object().put("type", "array");
                if (list.element() != null) {
                    schema.set("items", schema(list.element()));
                }
                yield schema;
            }
        };
    }

    /** The object in an answer: alone, in a code fence, after the word "json" or among other words; null when there is none. */
    static @Nullable Map<String, @Nullable Object> object(String answer) {
        return value(answer) instanceof Map<?, ?> map ? Parsed.object(map) : null;
    }

    /** As {@link #object}, and lists and scalars that stand alone. */
    static @Nullable Object value(String answer) {
        var bare = unfenced(answer);
        try {
            return Values.parse(bare);
        } catch (ValueException notAlone) {
            var open = bare.indexOf('{');
            if (open < 0) {
                return null;
            }
            var among = between(bare, open, bare.lastIndexOf('}'));
            return among != null ? among : between(bare, open, bare.indexOf('}', open));
        }
    }

    private static @Nullable Map<String, @Nullable Object> between(String text, int open, int close) {
        return close < open ? null : Parsed.object(text.substring(open, close + 1));
    }

    private static String unfenced(String answer) {
        var text = answer.strip();
        if (text.startsWith("```")) {
            text = text.substring(3);
            text = (text.endsWith("```") ? text.substring(0, text.length() - 3) : text).strip();
        }
        return text.regionMatches(true, 0, "json", 0, 4) ? text.substring(4).strip() : text;
    }

    /** The only whole number in an answer, or null when there is none or more than one. */
    static @Nullable Long number(String answer) {
        Long found = null;
        for (var at = 0; at < answer.length(); at++) {
            if (!isDigit(answer.charAt(at))) {
                continue;
            }
            var end = at;
            while (end < answer.length() && isDigit(answer.charAt(end))) {
                end++;
            }
            if (found != null || end - at > 9) {
                return null;
            }
            var number = Long.parseLong(answer.substring(at, end));
            found = at > 0 && answer.charAt(at - 1) == '-' ? -number : number;
            at = end;
        }
        return found;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** A whole number that a model may have written as text or with a fraction of zero; null for everything else. */
    static @Nullable Long whole(@Nullable Object value) {
        return switch (value) {
            case Long number -> number;
            case Double number when number == Math.rint(number) && Math.abs(number) < 1e9 -> number.longValue();
            case String text -> number(text);
            case null, default -> null;
        };
    }
}
