package dev.pankou.workflow.value;

import dev.pankou.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A declared input, output or field. {@code defaultValue} is as the canvas has it, mostly a string, and counts on Start only;
 * null is none.
 */
public record Variable(
        String name,
        Type type,
        boolean required,
        @Nullable String description,
        @Nullable Object defaultValue,
        boolean readOnly) {

    public static Variable of(String name, Type type) {
        return new Variable(name, type, false, null, null, false);
    }

    /** The same, and it must be given. */
    public Variable asRequired() {
        return new Variable(name, type, true, description, defaultValue, readOnly);
    }

    public Variable withDefault(@Nullable Object value) {
        return new Variable(name, type, required, description, value, readOnly);
    }

    /** A Variable or Param of a canvas. @throws ValueException SCHEMA for a type that cannot be */
    public static Variable of(JsonNode declared) {
        var input = declared.path("input");
        return of(declared.path("name").asString(""), declared, Type.of(input.has("type") ? input : declared));
    }

    static Variable of(String name, JsonNode declared, Type type) {
        var description = declared.path("description");
        return new Variable(
                name,
                type,
                declared.path("required").asBoolean(false),
                description.isString() ? description.stringValue() : null,
                declared.has("defaultValue") ? Values.of(declared.path("defaultValue")) : null,
                declared.path("readOnly").asBoolean(false));
    }

    /** The error output that a node's exception setting adds; no declared output. */
    public boolean isErrorBody() {
        return readOnly && name.equals("errorBody");
    }

    /** The Variable of a canvas; members that say nothing are left out. */
    public ObjectNode toJson() {
        var json = type.toJson().put("name", name);
        if (required) {
            json.put("required", true);
        }
        if (description != null) {
            json.put("description", description);
        }
        if (defaultValue != null) {
            json.set("defaultValue", Json.tree(Values.json(defaultValue)));
        }
        if (readOnly) {
            json.put("readOnly", true);
        }
        return json;
    }
}
