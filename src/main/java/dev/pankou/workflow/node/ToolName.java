package dev.pankou.workflow.node;

/**
 * How a canvas names a tool of a plugin (WORKFLOW 8.4): by ids, or, in a canvas from elsewhere, by names.
 *
 * @param plugin id, or "" when the canvas has names only; likewise {@code tool}
 */
public record ToolName(String plugin, String tool, String pluginName, String toolName) {
    /** For messages. */
    @Override
    public String toString() {
        return (pluginName.isEmpty() ? plugin : pluginName) + "/" + (toolName.isEmpty() ? tool : toolName);
    }
}
