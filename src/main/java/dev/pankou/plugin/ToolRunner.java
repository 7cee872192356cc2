package dev.pankou.plugin;

import dev.pankou.egress.CancelSignal;
import dev.pankou.id.Id;
import dev.pankou.plugin.builtin.BuiltIns;
import dev.pankou.plugin.mcp.McpClient;
import dev.pankou.plugin.mcp.McpServer;
import dev.pankou.plugin.openapi.OpenApiCaller;
import dev.pankou.plugin.tool.Attached;
import dev.pankou.plugin.tool.ToolException;
import dev.pankou.plugin.tool.ToolSpec;
import java.net.URI;
import tools.jackson.databind.JsonNode;

/** Sends a call where the plugin's kind has it done. */
record ToolRunner(OpenApiCaller openApi, McpClient mcp, BuiltIns builtIns) {
    /** @param workspace in whose name. @throws ToolException when there is no result */
    JsonNode run(
            Plugin plugin,
            Definition definition,
            Id workspace,
            ToolSpec tool,
            JsonNode arguments,
            Attached attached,
            CancelSignal cancel) {
        return switch (plugin.kind()) {
            case OPENAPI -> openApi.call(tool, arguments, attached, cancel);
            case MCP -> mcp.call(
                    new McpServer(URI.create(definition.server()), plugin.id(), workspace, attached), tool, arguments, cancel);
            case CLIENT -> throw new ToolException(
                    ToolException.INVALID_ARGUMENT, "tool " + tool.name() + " is executed by the client, not by this server");
            case BUILTIN -> builtIns.call(tool.id(), arguments, cancel);
        };
    }
}
