package dev.pankou.workflow.run;

import dev.pankou.egress.CancelSignal;
import dev.pankou.workflow.canvas.NodeType;
import dev.pankou.workflow.engine.World;
import dev.pankou.workflow.node.RunContext;
import dev.pankou.workflow.node.TableAsk;
import dev.pankou.workflow.node.ToolInfo;
import dev.pankou.workflow.node.ToolName;
import dev.pankou.workflow.node.ToolReply;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What nodes reach in other rooms of this installation. Threads share it. */
record RunPlatform(
        ConversationPlatform conversations, Variables variables, PluginPlatform plugins, KnowledgePlatform bases,
        RunTables tables)
        implements World.Platform {
    @Override
    public Map<String, @Nullable Object> knowledge(RunContext run, NodeType kind, Map<String, @Nullable Object> inputs) {
        return bases.work(run, kind, inputs);
    }

    @Override
    public Map<String, @Nullable Object> conversation(RunContext run, NodeType kind, Map<String, @Nullable Object> inputs) {
        return conversations.conversation(run, kind, inputs);
    }

    @Override
    public Map<String, @Nullable Object> table(RunContext run, TableAsk ask) {
        return tables.ask(run, ask);
    }

    @Override
    public void assign(RunContext run, String key, @Nullable Object value) {
        variables.assign(run, key, value);
    }

    @Override
    public ToolInfo toolInfo(RunContext run, ToolName tool) {
        return plugins.info(run, tool);
    }

    @Override
    public ToolReply tool(
            RunContext run, ToolName tool, Map<String, @Nullable Object> arguments, CancelSignal cancel) {
        return plugins.call(run, tool, arguments, cancel);
    }
}
