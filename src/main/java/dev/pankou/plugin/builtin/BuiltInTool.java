package dev.pankou.plugin.builtin;

import dev.pankou.egress.CancelSignal;
import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.plugin.tool.ToolException;
import dev.pankou.plugin.tool.ToolSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A tool and what it does. All of them only read, so all may be called again. */
record BuiltInTool(ToolSpec spec, Work work) {
    /** What a tool does. Its arguments are checked and have their defaults. */
    interface Work {
        JsonNode run(ObjectNode arguments, CancelSignal cancel);
    }

    /** @param input,output JSON Schemas as texts of our own */
    static BuiltInTool of(String name, String description, String input, String output, Work work) {
        var spec = new ToolSpec(new Id(0), name, description, Json.tree(input), Json.tree(output), true, Json.object());
        return new BuiltInTool(spec, work);
    }

    static ToolException bad(String argument, String why) {
        return new ToolException(ToolException.INVALID_ARGUMENT, "argument " + argument + " " + why);
    }
}
