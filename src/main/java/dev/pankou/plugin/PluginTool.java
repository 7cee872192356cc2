package dev.pankou.plugin;

import dev.pankou.id.Id;
import tools.jackson.databind.JsonNode;

/**
 * A tool that can be called.
 *
 * @param pluginName as people see it
 * @param name unique in its plugin, {@code [A-Za-z0-9_-]{1,64}}
 * @param input JSON Schema of the arguments, always an object
 * @param output JSON Schema of the result; an empty object: unknown
 * @param clientSide executed by whoever runs the chat or workflow; {@link PluginService#call} refuses it
 * @param safe may be called again after a crash, when it is not known whether it was called
 */
public record PluginTool(
        Id plugin,
        String pluginName,
        Id tool,
        String name,
        String description,
        JsonNode input,
        JsonNode output,
        boolean clientSide,
        boolean safe) {}
