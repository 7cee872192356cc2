package dev.pankou.plugin;

import dev.pankou.id.Id;
import dev.pankou.plugin.tool.ToolSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a plugin is at one moment: as a draft, or as it was published.
 *
 * @param server address of the OpenAPI or MCP server; empty for other kinds
 * @param headers names of the secret headers of an MCP server
 */
record Definition(
        String name, String description, String server, List<String> headers, AuthScheme auth, List<ToolSpec> tools) {
    Definition {
        headers = List.copyOf(headers);
        tools = List.copyOf(tools);
    }

    @Nullable ToolSpec tool(Id id) {
        for (var tool : tools) {
            if (tool.id().equals(id)) {
                return tool;
            }
        }
        return null;
    }

    @Nullable ToolSpec tool(String name) {
        for (var tool : tools) {
            if (tool.name().equals(name)) {
                return tool;
            }
        }
        return null;
    }
}
