package dev.pankou.plugin.mcp;

import dev.pankou.egress.EgressResponse;
import dev.pankou.egress.SseReader;
import dev.pankou.json.Json;
import dev.pankou.plugin.tool.Attached;
import dev.pankou.plugin.tool.ToolException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON-RPC messages. */
final class McpMessages {
    private static final int MOST_SHOWN = 1000;

    private McpMessages() {}

    static ObjectNode request(long id, String method, ObjectNode params) {
        var message = Json.object().put("jsonrpc", "2.0").put("id", id).put("method", method);
        message.set("params", params);
        return message;
    }

    static ObjectNode notification(String method) {
        return Json.object().put("jsonrpc", "2.0").put("method", method);
    }

    static ObjectNode initialize(long id) {
        var params = Json.object().put("protocolVersion", McpProtocol.newest());
        params.putObject("capabilities");
        params.putObject("clientInfo").put("name", "pankou").put("title", "Pankou 盘扣").put("version", "1");
        return request(id, "initialize", params);
    }

    /** What we say to a request of the server: a ping is answered, everything else is not for us. */
    static ObjectNode reply(JsonNode request) {
        var reply = Json.object().put("jsonrpc", "2.0");
        reply.set("id", request.get("id"));
        if (request.path("method").asString("").equals("ping")) {
            reply.putObject("result");
        } else {
            reply.putObject("error").put("code", McpProtocol.METHOD_NOT_FOUND).put("message", "not supported");
        }
        return reply;
    }

    /** The message of this id in a body, which may be a batch; null: it is not there. */
    static @Nullable JsonNode find(JsonNode body, long id) {
        if (body.isArray()) {
            for (var one : body) {
                var found = find(one, id);
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
        return body.isObject() && !body.has("method") && body.path("id").asString("").equals(Long.toString(id)) ? body : null;
    }

    /** Reads events up to the answer of this id. @param requests hears what the server asks meanwhile */
    static JsonNode await(SseReader events, long id, Consumer<JsonNode> requests) {
        while (events.next()) {
            var message = parse(Arrays.copyOf(events.data(), events.length()));
            var found = find(message, id);
            if (found != null) {
                return found;
            }
            if (message.has("method") && message.has("id")) {
                requests.accept(message);
            }
        }
        throw new ToolException(ToolException.REMOTE, "The MCP server ended its stream without an answer.");
    }

    static JsonNode parse(byte[] bytes) {
        try {
            return Json.mapper().readTree(bytes);
        } catch (JacksonException notJson) {
            throw new ToolException(ToolException.REMOTE, "The MCP server sent something that is not JSON.");
        }
    }

    /** The result of an answer. @throws ToolException when it is an error */
    static JsonNode result(JsonNode answer, Attached attached) {
        var error = answer.get("error");
        if (error != null && !error.isNull()) {
            var code = error.path("code").asInt(0);
            throw new ToolException(
                    code == McpProtocol.INVALID_PARAMS ? ToolException.INVALID_ARGUMENT : ToolException.REMOTE,
                    "The MCP server says: " + shown(attached.scrub(error.path("message").asString("error " + code))));
        }
        return answer.path("result");
    }

    static String shown(String text) {
        return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text;
    }

    /** What a status that is no success means. */
    static ToolException refused(EgressResponse response, Attached attached) {
        var text = attached.scrub(new String(response.bytes(), java.nio.charset.StandardCharsets.UTF_8)).strip();
        var message = "The MCP server answered with status " + response.status() + (text.isEmpty() ? "" : ": " + shown(text));
        return response.status() == 401 ? ToolException.rejected(message) : new ToolException(ToolException.REMOTE, message);
    }
}
