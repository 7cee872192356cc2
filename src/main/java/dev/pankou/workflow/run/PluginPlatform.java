package dev.pankou.workflow.run;

import dev.pankou.egress.CancelSignal;
import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.plugin.PluginService;
import dev.pankou.plugin.PluginTool;
import dev.pankou.plugin.ToolAnswer;
import dev.pankou.plugin.ToolCaller;
import dev.pankou.workflow.node.NodeException;
import dev.pankou.workflow.node.RunContext;
import dev.pankou.workflow.node.ToolInfo;
import dev.pankou.workflow.node.ToolName;
import dev.pankou.workflow.node.ToolReply;
import dev.pankou.workflow.value.Values;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tools of plugins for nodes: by their ids, else by their names (WORKFLOW 8.4). Threads share it. */
final class PluginPlatform {
    private final PluginService plugins;

    PluginPlatform(PluginService plugins) {
        this.plugins = plugins;
    }

    ToolInfo info(RunContext run, ToolName name) {
        var tool = require(run, name);
        return new ToolInfo(tool.name(), tool.description(), tool.input(), tool.clientSide());
    }

    ToolReply call(RunContext run, ToolName name, Map<String, @Nullable Object> arguments, CancelSignal cancel) {
        var tool = require(run, name);
        if (tool.clientSide()) {
            return new ToolReply.ClientSide(tool.name());
        }
        var who = new ToolCaller(run.workspace(), run.user(), run.endUser(), run.connector(), run.bot());
        return switch (plugins.call(who, tool, Json.tree(Values.json(given(arguments))), cancel)) {
            case ToolAnswer.Done(var result) -> new ToolReply.Done(Values.of(result));
            case ToolAnswer.Failed(var code, var message) -> throw new NodeException(code, message);
            case ToolAnswer.NeedsAuthorization(var url) -> new ToolReply.NeedsAuthorization(url);
        };
    }

    /** What a node leaves empty is not sent, so that the tool's defaults count. */
    private static Map<String, @Nullable Object> given(Map<String, @Nullable Object> arguments) {
        var given = new java.util.LinkedHashMap<>(arguments);
        given.values().removeIf(java.util.Objects::isNull);
        return given;
    }

    private PluginTool require(RunContext run, ToolName name) {
        return find(run, name)
                .orElseThrow(() -> new NodeException(
                        NodeException.REMOTE, "there is no tool " + name + " in this workspace, or it is not published"));
    }

    private Optional<PluginTool> find(RunContext run, ToolName name) {
        var plugin = Id.parse(name.plugin());
        var tool = Id.parse(name.tool());
        if (plugin != null) {
            var found = tool == null ? Optional.<PluginTool>empty() : plugins.find(run.workspace(), plugin, tool);
            if (found.isEmpty() && !name.toolName().isEmpty()) {
                found = plugins.find(run.workspace(), plugin, name.toolName());
            }
            if (found.isPresent()) {
                return found;
            }
        }
        return name.pluginName().isEmpty() || name.toolName().isEmpty()
                ? Optional.empty()
                : plugins.named(run.workspace(), name.pluginName(), name.toolName());
    }
}
