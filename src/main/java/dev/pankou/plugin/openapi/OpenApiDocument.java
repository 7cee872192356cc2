package dev.pankou.plugin.openapi;

import dev.pankou.plugin.tool.Remark;
import dev.pankou.plugin.tool.ToolSpec;
import java.util.List;

/**
 * What was understood of a document.
 *
 * @param server address of the document's first server, without a slash at the end
 * @param tools their ids are all 0
 */
public record OpenApiDocument(String name, String description, String server, List<ToolSpec> tools, List<Remark> remarks) {
    public OpenApiDocument {
        tools = List.copyOf(tools);
        remarks = List.copyOf(remarks);
    }
}
