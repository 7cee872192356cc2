package dev.pankou.clients;

import dev.pankou.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Checks JSON against the schemas of an OpenAPI document: required fields, types, enums, patterns. Fields the schema does
 * not know are allowed, and null counts as absent, as all clients take them. A keyword of our own, {@code absent}, names
 * fields that must not be there.
 */
final class Schema {
    private final JsonNode document;

    private Schema(JsonNode document) {
        this.document = document;
    }

    /** @param document the document's JSON */
    static Schema of(String document) {
        return new Schema(Json.tree(document));
    }

    /** @param name a file of the test resources' folder contract */
    static Schema load(String name) {
        try (var file = Schema.class.getResourceAsStream("/contract/" + name)) {
            if (file == null) {
                throw new IllegalStateException("no test resource contract/" + name);
            }
            return of(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Whether the document describes the JSON answer of this operation. */
    boolean describes(String method, String path) {
        return !answer(method, path).isMissingNode();
    }

    /** What is wrong with an answer of this operation, a sentence each. */
    List<String> problemsOfAnswer(String method, String path, JsonNode value) {
        var schema = answer(method, path);
        if (schema.isMissingNode()) {
            throw new IllegalStateException("the document does not describe " + method + " " + path);
        }
        return problems(schema, value);
    }

    /** What is wrong with a value of this named schema, a sentence each. */
    List<String> problemsOf(String name, JsonNode value) {
        return problems(resolve("#/components/schemas/" + name), value);
    }

    private JsonNode answer(String method, String path) {
        return document.path("paths")
                .path(path)
                .path(method.toLowerCase(Locale.ROOT))
                .path("responses")
                .path("200")
                .path("content")
                .path("application/json")
                .path("schema");
    }

    private List<String> problems(JsonNode schema, JsonNode value) {
        var found = new ArrayList<String>();
        check(schema, value, "$", found);
        return found;
    }

    private void check(JsonNode given, JsonNode value, String at, List<String> found) {
        var schema = given.has("$ref") ? resolve(given.get("$ref").stringValue()) : given;
        var type = schema.path("type").asString("");
        if (!type.isEmpty() && !isOf(type, value)) {
            found.add(at + " must be of type " + type + ", not " + value.getNodeType());
            return;
        }
        if (schema.has("enum") && !contains(schema.get("enum"), value)) {
            found.add(at + " must be one of " + schema.get("enum") + ", not " + value);
        }
        if (schema.has("pattern") && !value.stringValue().matches(schema.get("pattern").stringValue())) {
            found.add(at + " must match " + schema.get("pattern").stringValue());
        }
        if (value.isObject()) {
            object(schema, value, at, found);
        } else if (value.isArray() && schema.has("items")) {
            for (var i = 0; i < value.size(); i++) {
                check(schema.get("items"), value.get(i), at + "[" + i + "]", found);
            }
        }
    }

    private void object(JsonNode schema, JsonNode value, String at, List<String> found) {
        for (var name : schema.path("required")) {
            if (present(value.get(name.stringValue())) == null) {
                found.add(at + "." + name.stringValue() + " is missing");
            }
        }
        for (var forbidden : schema.path("absent")) {
            if (value.has(forbidden.stringValue())) {
                found.add(at + "." + forbidden.stringValue() + " must not be there");
            }
        }
        for (var property : schema.path("properties").properties()) {
            var field = present(value.get(property.getKey()));
            if (field != null) {
                check(property.getValue(), field, at + "." + property.getKey(), found);
            }
        }
        var others = schema.path("additionalProperties");
        if (others.isObject()) {
            for (var field : value.properties()) {
                if (!schema.path("properties").has(field.getKey())) {
                    check(others, field.getValue(), at + "." + field.getKey(), found);
                }
            }
        }
    }

    private static @Nullable JsonNode present(@Nullable JsonNode field) {
        return field == null || field.isNull() ? null : field;
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> throw new IllegalStateException("unknown type " + type);
        };
    }

    private static boolean contains(JsonNode values, JsonNode value) {
        for (var allowed : values) {
            if (allowed.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private JsonNode resolve(String reference) {
        var found = document.at(reference.substring(1));
        if (found.isMissingNode()) {
            throw new IllegalStateException("the document has no " + reference);
        }
        return found;
    }
}
