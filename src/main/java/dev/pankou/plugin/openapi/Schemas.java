package dev.pankou.plugin.openapi;

import dev.pankou.json.Json;
import dev.pankou.plugin.tool.Remark;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Schemas of a document as plain JSON Schema without references. What refers to itself is cut where it does; a tool whose schema
 * grows beyond all use is refused. One for each reading of a document.
 */
final class Schemas {
    private static final String KEPT = "type title description format enum const default minimum maximum exclusiveMinimum"
            + " exclusiveMaximum multipleOf minLength maxLength pattern minItems maxItems uniqueItems minProperties"
            + " maxProperties";
    private static final List<String> KEPT_WORDS = List.of(KEPT.split(" "));
    private static final int MOST_VALUES = 5000;

    private final JsonNode document;
    private final List<Remark> remarks;
    private int values;

    Schemas(JsonNode document, List<Remark> remarks) {
        this.document = document;
        this.remarks = remarks;
    }

    /** A tool that cannot be described in a bearable size. */
    static final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private TooLargeException() {
            super("its schemas are larger than " + MOST_VALUES + " parts", null, false, false);
        }
    }

    /** Counts anew, for the next tool. */
    void begin() {
        values = 0;
    }

    /** What a reference of this document points at, through any number of references; the node itself when it is none. */
    JsonNode resolve(JsonNode node, String at) {
        var found = node;
        for (var hops = 0; found.path("$ref").isString(); hops++) {
            var target = hops < 20 ? target(found.path("$ref").stringValue()) : null;
            if (target == null) {
                remarks.add(Remark.skipped(at, "the reference " + found.path("$ref").stringValue() + " leads nowhere in this document"));
                return Json.object();
            }
            found = target;
        }
        return found;
    }

    private @Nullable JsonNode target(String reference) {
        if (!reference.startsWith("#/")) {
            return null;
        }
        var found = document;
        for (var step : reference.substring(2).split("/")) {
            var name = unescaped(step);
            var next = found.isArray() && name.matches("[0-9]{1,6}") ? found.get(Integer.parseInt(name)) : found.get(name);
            if (next == null) {
                return null;
            }
            found = next;
        }
        return found;
    }

    private static String unescaped(String step) {
        var plain = step;
        try {
            plain = java.net.URLDecoder.decode(step.replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            // then it stands for itself
        }
        return plain.replace("~1", "/").replace("~0", "~");
    }

    /** A schema of what is sent: without what only answers have. */
    ObjectNode input(JsonNode schema, String at) {
        return inline(schema, at, "readOnly", new HashSet<>());
    }

    /** A schema of what comes back: without what only requests have. */
    ObjectNode output(JsonNode schema, String at) {
        return inline(schema, at, "writeOnly", new HashSet<>());
    }

    private ObjectNode inline(JsonNode schema, String at, String left, Set<String> open) {
        if (++values > MOST_VALUES) {
            throw new TooLargeException();
        }
        if (schema.isBoolean()) {
            return Json.object(); // "anything", or "nothing" where nobody means it
        }
        var reference = schema.path("$ref");
        if (!reference.isString()) {
            return plain(schema, at, left, open);
        }
        var name = reference.stringValue();
        var target = target(name);
        if (target == null) {
            remarks.add(Remark.skipped(at, "the reference " + name + " leads nowhere in this document; anything is taken there"));
            return Json.object();
        }
        if (!open.add(name)) {
            remarks.add(Remark.changed(at, "the schema " + name + " holds itself; it is cut where it does"));
            return Json.object().put("type", "object");
        }
        var found = inline(target, at, left, open);
        open.remove(name);
        if (schema.path("description").isString()) {
            found.set("description", schema.get("description"));
        }
        return found;
    }

    private ObjectNode plain(JsonNode schema, String at, String left, Set<String> open) {
        var found = Json.object();
        for (var word : KEPT_WORDS) {
            var value = schema.get(word);
            if (value != null) {
                found.set(word, value);
            }
        }
        properties(found, schema, at, left, open);
        if (schema.path("items").isObject()) {
            found.set("items", inline(schema.get("items"), at, left, open));
        }
        var others = schema.path("additionalProperties");
        if (others.isBoolean()) {
            found.set("additionalProperties", others);
        } else if (others.isObject()) {
            found.set("additionalProperties", inline(others, at, left, open));
        }
        if (schema.path("allOf").isArray()) {
            schema.get("allOf").forEach(part -> merge(found, inline(part, at, left, open)));
        }
        for (var word : List.of("oneOf", "anyOf")) {
            if (schema.path(word).isArray()) {
                var choices = found.putArray(word);
                schema.get(word).forEach(part -> choices.add(inline(part, at, left, open)));
            }
        }
        nullable(found, schema);
        return found;
    }

    private void properties(ObjectNode found, JsonNode schema, String at, String left, Set<String> open) {
        if (!schema.path("properties").isObject()) {
            return;
        }
        var properties = found.putObject("properties");
        for (var property : schema.get("properties").properties()) {
            var inner = resolve(property.getValue(), at);
            if (!inner.path(left).asBoolean(false)) {
                properties.set(property.getKey(), inline(property.getValue(), at, left, open));
            }
        }
        if (!found.has("type")) {
            found.put("type", "object");
        }
        var required = Json.array();
        schema.path("required").forEach(name -> {
            if (properties.has(name.asString())) {
                required.add(name.asString());
            }
        });
        if (!required.isEmpty()) {
            found.set("required", required);
        }
    }

    /** OpenAPI 3.0's word for what JSON Schema says with a list of types. */
    private static void nullable(ObjectNode found, JsonNode schema) {
        if (!schema.path("nullable").asBoolean(false)) {
            return;
        }
        if (found.path("type").isString()) {
            var type = found.get("type").stringValue();
            found.putArray("type").add(type).add("null");
        }
        if (found.path("enum").isArray()) {
            var choices = Json.array();
            found.get("enum").forEach(choices::add);
            choices.addNull();
            found.set("enum", choices);
        }
    }

    /** Adds a part of allOf: fields of both, the first word of either. */
    private static void merge(ObjectNode whole, ObjectNode part) {
        for (var entry : part.properties()) {
            var key = entry.getKey();
            if (key.equals("properties") && whole.path(key) instanceof ObjectNode known) {
                entry.getValue().properties().forEach(property -> known.set(property.getKey(), property.getValue()));
            } else if (key.equals("required") && whole.path(key).isArray()) {
                var names = new java.util.LinkedHashSet<String>();
                whole.get(key).forEach(name -> names.add(name.asString()));
                entry.getValue().forEach(name -> names.add(name.asString()));
                var all = whole.putArray(key);
                names.forEach(all::add);
            } else if (!whole.has(key)) {
                whole.set(key, entry.getValue());
            }
        }
    }
}
