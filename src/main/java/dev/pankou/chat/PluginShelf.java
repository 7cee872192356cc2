package dev.pankou.chat;

import dev.pankou.egress.CancelSignal;
import dev.pankou.model.ToolSpec;
import dev.pankou.plugin.PluginService;
import dev.pankou.plugin.PluginTool;
import dev.pankou.plugin.ToolAnswer;
import dev.pankou.plugin.ToolCaller;
import dev.pankou.plugin.ToolRef;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The tools of plugins that a bot has (plugin_id_list). Threads share it. */
final class PluginShelf implements ToolShelf {
    private final PluginService plugins;

    PluginShelf(PluginService plugins) {
        this.plugins = plugins;
    }

    @Override
    public List<? extends BotTool> tools(ServerTool.Turn turn) {
        var wanted = turn.config().plugins();
        if (wanted.isEmpty()) {
            return List.of();
        }
        return plugins
                .tools(
                        turn.workspace(),
                        wanted.stream().map(tool -> new ToolRef(tool.pluginId(), tool.apiId())).toList())
                .stream()
                .<BotTool>map(tool -> tool.clientSide() ? new ClientTool(spec(tool), label(tool, ServerTool.Kind.CLIENT)) : new Tool(tool))
                .toList();
    }

    private static ServerTool.Label label(PluginTool tool, ServerTool.Kind kind) {
        return new ServerTool.Label(tool.pluginName(), tool.plugin(), tool.tool(), kind);
    }

    private static ToolSpec spec(PluginTool tool) {
        return new ToolSpec(tool.name(), tool.description(), tool.input());
    }

    private final class Tool implements ServerTool {
        private final PluginTool tool;

        private Tool(PluginTool tool) {
            this.tool = tool;
        }

        @Override
        public ToolSpec spec() {
            return PluginShelf.spec(tool);
        }

        @Override
        public Label label() {
            return PluginShelf.label(tool, Kind.PLUGIN);
        }

        @Override
        public Answer call(Turn turn, JsonNode arguments, CancelSignal cancel, Voice voice) {
            var who = new ToolCaller(turn.workspace(), turn.caller().user(), turn.endUser(), turn.connector(), turn.bot());
            return switch (plugins.call(who, tool, arguments, cancel)) {
                case ToolAnswer.Done done -> Answer.of(done.text());
                case ToolAnswer.Failed failed -> Answer.failed(failed.message());
                case ToolAnswer.NeedsAuthorization needs ->
                    Answer.failed("the user has to allow this first: ask them to open " + needs.url() + " and to try again");
            };
        }
    }
}
