package dev.pankou.workflow.engine;

import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

import dev.pankou.egress.CancelSignal;
import dev.pankou.egress.Egress;
import dev.pankou.model.ModelClient;
import dev.pankou.model.ModelSpec;
import dev.pankou.workflow.canvas.NodeType;
import dev.pankou.workflow.node.NodeException;
import dev.pankou.workflow.node.Outside;
import dev.pankou.workflow.node.RunContext;
import dev.pankou.workflow.node.TableAsk;
import dev.pankou.workflow.node.ToolInfo;
import dev.pankou.workflow.node.ToolName;
import dev.pankou.workflow.node.ToolReply;

/** What nodes reach outside of the process. */
public record World(
        ModelClient models,
        ModelFinder catalog,
        Egress egress,
        OwnFiles files,
        Coder coder,
        Clock clock,
        Platform platform) {
    /** What nodes reach inside of the installation. */
    public interface Platform {
        /** What a conversation or message node does; its outputs. */
        Map<String, @Nullable Object> conversation(RunContext run, NodeType kind, Map<String, @Nullable Object> inputs);

        /** What a knowledge node does; its outputs. See {@link Outside#knowledge}. */
        Map<String, @Nullable Object> knowledge(RunContext run, NodeType kind, Map<String, @Nullable Object> inputs);

        /** @throws NodeException when the run's workspace has no such tool */
        ToolInfo toolInfo(RunContext run, ToolName tool);

        /** Calls a tool of a plugin. @throws NodeException when there is none, or it failed */
        ToolReply tool(RunContext run, ToolName tool, Map<String, @Nullable Object> arguments, CancelSignal cancel);

        /** What a database node does; its outputs. */
        Map<String, @Nullable Object> table(RunContext run, TableAsk ask);

        /** Keeps a variable of the run's user. */
        void assign(RunContext run, String key, @Nullable Object value);
    }

    /** Finds models as canvases name them. */
    public interface ModelFinder {
        /** The model of that id or name; the default model when there is none such. */
        ModelSpec find(String type, String name);
    }

    /** Files that lie on this server and that addresses of ours name. */
    public interface OwnFiles {
        /** The file of an address; null for every other address, and for one that is gone or too large. */
        @Nullable OwnFile find(String address);
    }

    /** A file's content. */
    @SuppressWarnings("ArrayRecordComponent") // handed through, never compared
    public record OwnFile(String mediaType, byte[] bytes) {}

    /** Runs user code. */
    public interface Coder {
        /**
         * @return JSON text of an object
         * @throws dev.pankou.workflow.node.NodeException CODE_FAILED
         */
        String run(Outside.CodeLanguage language, String code, String params, CancelSignal cancel);
    }

    /** The usual factory: every call really goes out and is taped. */
    public Execution.OutsideFactory live() {
        return node -> new OutsideCalls(this, node, null);
    }

    /** Answers from a tape; nothing goes out. */
    public Execution.OutsideFactory replaying(Tape tape) {
        return node -> new OutsideCalls(this, node, tape);
    }

    /** What came from outside in an earlier run. */
    public interface Tape {
        /** The n-th call of one execution of a node, from 0; null when there was none. */
        @Nullable Map<String, @Nullable Object> call(String key, int n);
    }
}
