package dev.pankou.plugin;

import dev.pankou.egress.CancelSignal;
import dev.pankou.plugin.builtin.BuiltIns;
import dev.pankou.plugin.openapi.OpenApiCaller;
import dev.pankou.plugin.tool.Attached;
import dev.pankou.plugin.tool.ToolException;
import dev.pankou.plugin.tool.ToolSpec;
import tools.jackson.databind.JsonNode;

/** Sends a call where the plugin's kind has it done. */
record ToolRunner(OpenApiCaller openApi, BuiltIns builtIns) {
    /** @throws ToolException when there is no result */
    JsonNode run(
            Plugin plugin,
            Definition definition,
            ToolSpec tool,
            JsonNode arguments,
            Attached attached,
            CancelSignal cancel) {
        return switch (plugin.kind()) {
            case OPENAPI -> openApi.call(tool, arguments, attached, cancel);
            case MCP -> throw new ToolException(ToolException.REMOTE, "");
            case CLIENT -> throw new ToolException(
                    ToolException.INVALID_ARGUMENT, "tool " + tool.name() + " is executed by the client, not by this server");
            case BUILTIN -> builtIns.call(tool.id(), arguments, cancel);
        };
    }
}
