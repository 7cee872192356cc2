package dev.pankou.plugin.openapi;

import dev.pankou.json.Json;
import dev.pankou.plugin.openapi.HttpBinding.Body;
import dev.pankou.plugin.openapi.HttpBinding.Field;
import dev.pankou.plugin.openapi.HttpBinding.Parameter;
import dev.pankou.plugin.openapi.HttpBinding.Place;
import dev.pankou.plugin.openapi.HttpBinding.Style;
import dev.pankou.json.WireText;
import dev.pankou.plugin.tool.Remark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Gathers what an operation takes into one object of arguments. One for each operation. */
final class OpenApiInputs {
    /** Set by us or by the credentials. */
    private static final Set<String> OURS = Set.of(
            "accept", "content-type", "authorization", "host", "content-length", "transfer-encoding", "connection", "expect",
            "cookie", "accept-encoding", "te", "upgrade", "trailer", "proxy-authorization");

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String MULTIPART = "multipart/form-data";
    private static final String WHOLE = "body";

    private final Schemas schemas;
    private final List<Remark> remarks;
    private final String at;
    private final ObjectNode properties = Json.object();
    private final List<String> required = new ArrayList<>();
    private final List<Parameter> parameters = new ArrayList<>();
    private @Nullable Body body;

    OpenApiInputs(Schemas schemas, List<Remark> remarks, String at) {
        this.schemas = schemas;
        this.remarks = remarks;
        this.at = at;
    }

    List<Parameter> parameters() {
        return parameters;
    }

    @Nullable Body body() {
        return body;
    }

    /** The schema of all arguments together. */
    ObjectNode schema() {
        var schema = Json.object().put("type", "object");
        schema.set("properties", properties);
        if (!required.isEmpty()) {
            var names = schema.putArray("required");
            required.forEach(names::add);
        }
        return schema;
    }

    static boolean isJson(String mediaType) {
        var type = plain(mediaType);
        return type.equals("application/json") || type.endsWith("+json") || type.equals("*/*");
    }

    private static String plain(String mediaType) {
        return mediaType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    }

    /** Those of the path, then those of the operation, which come in the place of equal ones. */
    void parameters(JsonNode ofPath, JsonNode ofOperation, String path) {
        var all = new LinkedHashMap<String, JsonNode>();
        for (var list : List.of(ofPath, ofOperation)) {
            for (var given : list) {
                var parameter = schemas.resolve(given, at);
                all.put(parameter.path("in").asString("") + " " + parameter.path("name").asString(""), parameter);
            }
        }
        all.values().forEach(parameter -> parameter(parameter, path));
    }

    private void parameter(JsonNode given, String path) {
        var name = given.path("name").asString("");
        var place = WireText.find(Place.class, given.path("in").asString(""));
        var where = at + ".parameters." + name;
        if (name.isEmpty() || place == null) {
            remarks.add(Remark.skipped(where, "a parameter needs a name and a place that we know"));
            return;
        }
        if (place == Place.HEADER && (OURS.contains(name.toLowerCase(Locale.ROOT)) || !HttpText.isHeaderName(name))) {
            remarks.add(Remark.skipped(where, "this header is not an argument; credentials are set with auth"));
            return;
        }
        if (place == Place.PATH && !path.contains("{" + name + "}")) {
            remarks.add(Remark.skipped(where, "the path has no place {" + name + "}"));
            return;
        }
        var style = style(given, place, where);
        var explode = given.has("explode") ? given.path("explode").asBoolean(false) : place == Place.QUERY || place == Place.COOKIE;
        var argument = argument(name, WireText.of(place));
        parameters.add(new Parameter(argument, name, place, style, explode));
        var shape = given.path("content").isObject() && !given.path("content").isEmpty()
                ? given.path("content").properties().iterator().next().getValue().path("schema")
                : given.path("schema");
        var schema = schemas.input(shape, where);
        if (given.path("description").isString()) {
            schema.set("description", given.get("description"));
        }
        put(argument, schema, given.path("required").asBoolean(false) || place == Place.PATH);
    }

    private Style style(JsonNode given, Place place, String where) {
        if (given.path("content").isObject() && !given.path("content").isEmpty()) {
            return Style.JSON;
        }
        var usual = place == Place.QUERY || place == Place.COOKIE ? "form" : "simple";
        var style = given.path("style").asString(usual);
        return switch (style) {
            case "spaceDelimited" -> Style.SPACES;
            case "pipeDelimited" -> Style.PIPES;
            case "deepObject" -> Style.DEEP;
            default -> {
                if (!style.equals(usual)) {
                    remarks.add(Remark.changed(where, "style " + style + " is not known; it is sent as " + usual));
                }
                yield Style.PLAIN;
            }
        };
    }

    /** A free name for an argument. */
    private String argument(String name, String suffix) {
        var free = name;
        while (properties.has(free)) {
            free = free + "_" + suffix;
        }
        if (!free.equals(name)) {
            remarks.add(Remark.changed(at, "two inputs are called " + name + "; the one of the " + suffix + " is " + free));
        }
        return free;
    }

    private void put(String argument, ObjectNode schema, boolean isRequired) {
        properties.set(argument, schema);
        if (isRequired) {
            required.add(argument);
        }
    }

    /** Null when it is understood; else why it is not. */
    @Nullable String body(JsonNode given) {
        var request = schemas.resolve(given, at);
        if (!request.path("content").isObject() || request.path("content").isEmpty()) {
            return null;
        }
        var isRequired = request.path("required").asBoolean(false);
        var content = request.path("content").properties();
        for (var entry : content) {
            if (isJson(entry.getKey())) {
                var type = plain(entry.getKey()).equals("*/*") ? "application/json" : plain(entry.getKey());
                return fields(type, entry.getValue(), isRequired);
            }
        }
        for (var entry : content) {
            var type = plain(entry.getKey());
            if (type.equals(FORM) || type.equals(MULTIPART)) {
                return fields(type, entry.getValue(), isRequired);
            }
        }
        for (var entry : content) {
            var type = plain(entry.getKey());
            if (type.startsWith("text/") || type.equals("application/xml")) {
                whole(type, Json.object().put("type", "string"), isRequired, false);
                return null;
            }
            if (type.equals("application/octet-stream") || type.startsWith("image/") || type.startsWith("audio/")) {
                whole(type, file(), isRequired, true);
                return null;
            }
        }
        return "a body of type " + content.iterator().next().getKey() + " cannot be sent";
    }

    private @Nullable String fields(String type, JsonNode media, boolean isRequired) {
        var schema = schemas.input(media.path("schema"), at + ".requestBody");
        var inner = schema.path("properties");
        var flat = schema.path("type").asString("").equals("object")
                && !inner.isEmpty()
                && !schema.has("oneOf")
                && !schema.has("anyOf")
                && !isOpen(schema.path("additionalProperties"));
        if (!flat) {
            if (!type.equals(FORM) && !type.equals(MULTIPART) || schema.path("type").asString("object").equals("object")) {
                whole(type, schema, isRequired, false);
                return null;
            }
            return "a form must be an object";
        }
        var needed = new ArrayList<String>();
        schema.path("required").forEach(name -> needed.add(name.asString()));
        var fields = new ArrayList<Field>();
        for (Map.Entry<String, JsonNode> property : inner.properties()) {
            var name = property.getKey();
            var argument = argument(name, WHOLE);
            var isFile = type.equals(MULTIPART) && isFile(property.getValue());
            fields.add(new Field(argument, name, isFile));
            var shape = isFile ? fileShape(property.getValue()) : (ObjectNode) property.getValue();
            put(argument, shape, isRequired && needed.contains(name));
        }
        body = new Body(type, null, fields);
        return null;
    }

    private static boolean isOpen(JsonNode others) {
        return others.isObject() || others.isBoolean() && others.booleanValue();
    }

    private void whole(String type, ObjectNode schema, boolean isRequired, boolean isFile) {
        var argument = argument(WHOLE, WHOLE);
        body = new Body(type, argument, isFile ? List.of(new Field(argument, WHOLE, true)) : List.of());
        put(argument, schema, isRequired);
    }

    private static boolean isFile(JsonNode schema) {
        var one = schema.path("type").asString("").equals("array") ? schema.path("items") : schema;
        return one.path("format").asString("").equals("binary");
    }

    private static ObjectNode fileShape(JsonNode schema) {
        var shape = file();
        if (schema.path("description").isString()) {
            shape.put("description", schema.get("description").stringValue() + " (address of a file)");
        }
        if (schema.path("type").asString("").equals("array")) {
            var list = Json.object().put("type", "array");
            list.set("items", shape);
            return list;
        }
        return shape;
    }

    private static ObjectNode file() {
        return Json.object().put("type", "string").put("format", "uri").put("description", "Address of a file");
    }
}
