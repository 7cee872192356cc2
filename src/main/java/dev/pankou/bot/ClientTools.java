package dev.pankou.bot;

import dev.pankou.api.ApiError;
import dev.pankou.bot.BotConfig.ClientTool;
import dev.pankou.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads {@code client_tools}, an extension: tools that the caller of a chat runs itself. */
final class ClientTools {
    private static final int MAX_TOOLS = 64;
    private static final int MAX_DESCRIPTION = 2000;
    private static final int MAX_SCHEMA = 32_768;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private ClientTools() {}

    /** @throws dev.pankou.api.ApiException 4000 that names the place */
    static List<ClientTool> read(JsonNode given) {
        if (!given.isArray()) {
            throw ApiError.field("client_tools", "must be an array");
        }
        if (given.size() > MAX_TOOLS) {
            throw ApiError.field("client_tools", "0 to " + MAX_TOOLS + " entries");
        }
        var found = new ArrayList<ClientTool>();
        var names = new HashSet<String>();
        for (var i = 0; i < given.size(); i++) {
            var tool = tool(given.get(i), "client_tools[" + i + "]");
            if (!names.add(tool.name())) {
                throw ApiError.field("client_tools[" + i + "].name", tool.name() + " is there twice");
            }
            found.add(tool);
        }
        return found;
    }

    private static ClientTool tool(JsonNode given, String at) {
        if (!given.isObject()) {
            throw ApiError.field(at, "must be an object");
        }
        storable(given, at);
        var name = text(given.get("name"), at + ".name");
        if (!NAME.matcher(name).matches()) {
            throw ApiError.field(at + ".name", "1 to 64 letters, digits, - and _");
        }
        var description = text(given.get("description"), at + ".description");
        if (description.codePointCount(0, description.length()) > MAX_DESCRIPTION) {
            throw ApiError.field(at + ".description", "0 to " + MAX_DESCRIPTION + " characters");
        }
        var parameters = given.get("parameters");
        if (parameters == null || parameters.isNull()) {
            parameters = Json.object().put("type", "object").set("properties", Json.object());
        }
        var type = parameters.get("type");
        var properties = parameters.get("properties");
        if (!parameters.isObject()
                || type == null
                || !type.isString()
                || !type.stringValue().equals("object")
                || (properties != null && !properties.isObject())) {
            throw ApiError.field(at + ".parameters", "must be a JSON Schema of type object");
        }
        if (Json.text(parameters).length() > MAX_SCHEMA) {
            throw ApiError.field(at + ".parameters", "at most " + MAX_SCHEMA + " characters of JSON");
        }
        return new ClientTool(name, description, parameters);
    }

    /** Half a surrogate pair or U+0000 is nothing that stores, models and clients agree on. */
    static void storable(JsonNode node, String at) {
        var text = Json.text(node);
        if (text.contains("\\u0000") || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw ApiError.field(at, "has a character that cannot be stored");
        }
    }

    private static String text(@Nullable JsonNode node, String at) {
        if (node == null || node.isNull()) {
            return "";
        }
        if (!node.isString()) {
            throw ApiError.field(at, "must be a string");
        }
        return node.stringValue();
    }
}
