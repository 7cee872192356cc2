package dev.pankou.workflow.engine;

import dev.pankou.egress.CancelSignal;
import dev.pankou.workflow.canvas.NodeType;
import dev.pankou.workflow.node.RunContext;
import dev.pankou.workflow.node.TableAsk;
import dev.pankou.workflow.node.ToolInfo;
import dev.pankou.workflow.node.ToolName;
import dev.pankou.workflow.node.ToolReply;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** For runs whose nodes need nothing of the installation. */
final class NoPlatform implements World.Platform {
    @Override
    public Map<String, @Nullable Object> conversation(RunContext run, NodeType kind, Map<String, @Nullable Object> inputs) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, @Nullable Object> knowledge(RunContext run, NodeType kind, Map<String, @Nullable Object> inputs) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ToolInfo toolInfo(RunContext run, ToolName tool) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ToolReply tool(RunContext run, ToolName tool, Map<String, @Nullable Object> arguments, CancelSignal cancel) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, @Nullable Object> table(RunContext run, TableAsk ask) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void assign(RunContext run, String key, @Nullable Object value) {
        throw new UnsupportedOperationException();
    }
}
