package dev.pankou.plugin.mcp;

import dev.pankou.plugin.tool.Remark;
import dev.pankou.plugin.tool.ToolSpec;
import java.util.List;

/**
 * What a server offers.
 *
 * @param name as the server calls itself; may be empty
 * @param tools their ids are all 0
 */
public record McpTools(String name, String description, List<ToolSpec> tools, List<Remark> remarks) {
    public McpTools {
        tools = List.copyOf(tools);
        remarks = List.copyOf(remarks);
    }
}
