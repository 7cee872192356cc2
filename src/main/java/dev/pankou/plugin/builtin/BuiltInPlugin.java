package dev.pankou.plugin.builtin;

import dev.pankou.id.Id;
import dev.pankou.plugin.tool.ToolSpec;
import java.util.List;

/** A plugin of the installation. Its ids are small and never change. */
public record BuiltInPlugin(Id id, String name, String description, String category, List<ToolSpec> tools) {
    public BuiltInPlugin {
        tools = List.copyOf(tools);
    }
}
