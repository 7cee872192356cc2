package dev.pankou.plugin.mcp;

import dev.pankou.json.Json;
import dev.pankou.plugin.tool.Attached;
import dev.pankou.plugin.tool.Results;
import dev.pankou.plugin.tool.ToolException;
import tools.jackson.databind.JsonNode;

/** The result of tools/call as one value. */
final class McpResult {
    private McpResult() {}

    /**
     * The structured content; else the text, as JSON where it is; else, when there is more than text, the list of contents.
     *
     * @throws ToolException when the tool says that it failed
     */
    static JsonNode of(JsonNode result, Attached attached) {
        var text = new StringBuilder();
        var others = false;
        for (var content : result.path("content")) {
            if (content.path("type").asString("").equals("text")) {
                text.append(text.isEmpty() ? "" : "\n").append(content.path("text").asString(""));
            } else {
                others = true;
            }
        }
        var plain = attached.scrub(text.toString());
        if (result.path("isError").asBoolean(false)) {
            throw new ToolException(
                    ToolException.REMOTE, plain.isBlank() ? "The tool failed and did not say why." : McpMessages.shown(plain));
        }
        if (result.path("structuredContent").isObject()) {
            return Json.tree(attached.scrub(Json.text(result.get("structuredContent"))));
        }
        if (others) {
            var all = Json.object();
            all.set("content", Json.tree(attached.scrub(Json.text(result.get("content")))));
            return all;
        }
        return Results.of(plain);
    }
}
