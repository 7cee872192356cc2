package dev.pankou.plugin;

import dev.pankou.access.Permission;
import dev.pankou.api.Call;
import dev.pankou.api.Operation;
import dev.pankou.api.RateGroup;
import dev.pankou.api.Required;
import dev.pankou.egress.CancelSignal;
import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.plugin.mcp.McpProtocol;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Each plugin as an MCP server (EXTRAS 6: mcp_json): streamable HTTP without sessions and without a stream of our own. Tools that
 * the client executes are not shown.
 */
final class McpEndpoint {
    private static final long MOST_BYTES = 4 << 20;
    private static final int MOST_BATCH = 50;

    private final PluginService plugins;

    McpEndpoint(PluginService plugins) {
        this.plugins = plugins;
    }

    Operation<?, ?> declared() {
        return Operation.post("PankouPluginMcp", "/v1/plugins/{plugin_id}")
                .permission(Permission.CALL_TOOL)
                .summary("The plugin as an MCP server (streamable HTTP): JSON-RPC in, JSON-RPC out")
                .rate(RateGroup.PLUGIN)
                .body(Operation.Body.RAW)
                .doneOf(Target.class, this::answer);
    }

    record Target(@Required Id pluginId) {}

    /** An error of JSON-RPC. */
    private static final class RpcException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int code;

        private RpcException(int code, String message) {
            super(message, null, false, false);
            this.code = code;
        }
    }

    private Operation.Nothing answer(Call call, Target target) {
        var usable = plugins.require(call.caller(), target.pluginId());
        var body = reply(call, usable);
        if (body == null) {
            call.exchange().answer(202, "application/json", new byte[0]);
        } else {
            call.exchange().answer(200, "application/json", Json.bytes(body));
        }
        return new Operation.Nothing();
    }

    /** Null: nothing was asked. */
    private @Nullable JsonNode reply(Call call, PluginService.Usable usable) {
        JsonNode body;
        try {
            body = Json.mapper().readTree(call.exchange().body(MOST_BYTES));
        } catch (JacksonException notJson) {
            return error(null, McpProtocol.PARSE_ERROR, "the body is not JSON");
        }
        if (!body.isArray()) {
            return one(call, usable, body);
        }
        if (body.isEmpty() || body.size() > MOST_BATCH) {
            return error(null, McpProtocol.INVALID_REQUEST, "a batch has 1 to " + MOST_BATCH + " messages");
        }
        var all = Json.array();
        for (var message : body) {
            var answer = one(call, usable, message);
            if (answer != null) {
                all.add(answer);
            }
        }
        return all.isEmpty() ? null : all;
    }

    private @Nullable JsonNode one(Call call, PluginService.Usable usable, JsonNode message) {
        var id = message.get("id");
        var method = message.path("method");
        if (!message.isObject() || !message.path("jsonrpc").asString("").equals("2.0")) {
            return error(null, McpProtocol.INVALID_REQUEST, "not a message of JSON-RPC 2.0");
        }
        if (!method.isString()) {
            // an answer to something we never asked
            return message.has("result") || message.has("error") ? null : error(id, McpProtocol.INVALID_REQUEST, "method is missing");
        }
        if (id == null || id.isNull()) {
            return null; // a notification
        }
        try {
            var result = result(call, usable, method.stringValue(), message.path("params"));
            var answer = Json.object().put("jsonrpc", "2.0");
            answer.set("id", id);
            answer.set("result", result);
            return answer;
        } catch (RpcException refused) {
            return error(id, refused.code, String.valueOf(refused.getMessage()));
        }
    }

    private JsonNode result(Call call, PluginService.Usable usable, String method, JsonNode params) {
        return switch (method) {
            case "initialize" -> hello(usable, params.path("protocolVersion").asString(""));
            case "ping" -> Json.object();
            case "tools/list" -> tools(usable);
            case "tools/call" -> called(call, usable, params);
            default -> throw new RpcException(McpProtocol.METHOD_NOT_FOUND, "method " + method + " is not supported");
        };
    }

    private static ObjectNode hello(PluginService.Usable usable, String version) {
        var hello = Json.object()
                .put("protocolVersion", McpProtocol.VERSIONS.contains(version) ? version : McpProtocol.newest());
        hello.putObject("capabilities").putObject("tools").put("listChanged", false);
        hello.putObject("serverInfo")
                .put("name", "pankou_plugin_" + usable.plugin().id())
                .put("title", usable.definition().name())
                .put("version", Long.toString(Math.max(usable.plugin().publishedAt(), usable.plugin().updatedAt())));
        if (!usable.definition().description().isEmpty()) {
            hello.put("instructions", usable.definition().description());
        }
        return hello;
    }

    private static ObjectNode tools(PluginService.Usable usable) {
        var result = Json.object();
        var list = result.putArray("tools");
        if (usable.plugin().kind() == Plugin.Kind.CLIENT) {
            return result;
        }
        for (var tool : usable.definition().tools()) {
            // No outputSchema: clients refuse results that are not of it, and many servers do not keep to theirs.
            var shown = list.addObject().put("name", tool.name()).put("description", tool.description());
            shown.set("inputSchema", tool.input());
            shown.putObject("annotations").put("readOnlyHint", tool.safe());
        }
        return result;
    }

    private ObjectNode called(Call call, PluginService.Usable usable, JsonNode params) {
        var tool = usable.definition().tool(params.path("name").asString(""));
        if (tool == null || usable.plugin().kind() == Plugin.Kind.CLIENT) {
            throw new RpcException(McpProtocol.INVALID_PARAMS, "Unknown tool: " + params.path("name").asString(""));
        }
        var caller = call.caller();
        var who = new ToolCaller(plugins.workspaceOf(caller, usable.plugin()), caller.user(), "", CatalogOperations.API, null);
        return switch (plugins.call(who, usable, tool, params.path("arguments"), new CancelSignal())) {
            case ToolAnswer.Done(var kept) when usable.plugin().kind() == Plugin.Kind.MCP && kept.path("content").isArray() -> {
                var result = Json.object(); // pictures and the like, as the server behind gave them
                result.set("content", kept.get("content"));
                yield result.put("isError", false);
            }
            case ToolAnswer.Done done -> {
                var result = content(done.text(), false);
                if (done.result().isObject()) {
                    result.set("structuredContent", done.result());
                }
                yield result;
            }
            case ToolAnswer.Failed(var code, var message) -> content(message, true);
            case ToolAnswer.NeedsAuthorization(var url) -> content(
                    "The plugin needs to be allowed to act for you. Open this address, then try again: " + url, true);
        };
    }

    private static ObjectNode content(String text, boolean isError) {
        var result = Json.object();
        result.putArray("content").addObject().put("type", "text").put("text", text);
        return result.put("isError", isError);
    }

    private static ObjectNode error(@Nullable JsonNode id, int code, String message) {
        var answer = Json.object().put("jsonrpc", "2.0");
        answer.set("id", id == null ? Json.mapper().nullNode() : id);
        answer.putObject("error").put("code", code).put("message", message);
        return answer;
    }
}
