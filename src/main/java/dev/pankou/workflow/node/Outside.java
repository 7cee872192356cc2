package dev.pankou.workflow.node;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

import dev.pankou.model.ModelCall;
import dev.pankou.model.ModelRequest;
import dev.pankou.model.ModelSpec;
import dev.pankou.workflow.canvas.NodeType;

/**
 * Everything a node may do to the world. What comes back is kept on the run's tape, counted against its budget, and ended by
 * its cancellation and the node's time-out: a call that was cut off so throws {@link NodeException}, which a node lets pass.
 */
public interface Outside {
    /** The model of that id or name, or the default model where there is none such; both are "" when the canvas names none. */
    ModelSpec model(String type, String name);

    /** Asks a model. Tokens are counted when the answer ends. The caller closes it. */
    ModelCall ask(ModelRequest request);

    /** Sends a request through the egress guard. @throws NodeException REMOTE when there is no answer */
    HttpAnswer send(HttpAsk request);

    /**
     * @param headers in order; Host and Content-Length are ours
     * @param timeout over the whole exchange
     */
    @SuppressWarnings("ArrayRecordComponent") // handed through to the socket, never compared
    record HttpAsk(
            String method, URI uri, List<Map.Entry<String, String>> headers, byte @Nullable [] body, Duration timeout) {}

    /** @param headers last value of each name; the names in lower case */
    @SuppressWarnings("ArrayRecordComponent")
    record HttpAnswer(int status, Map<String, String> headers, byte[] body) {}

    /**
     * Runs code in the sandbox.
     *
     * @param params JSON text of an object
     * @return JSON text of the returned object
     * @throws NodeException CODE_FAILED
     */
    String code(CodeLanguage language, String code, String params);

    enum CodeLanguage {
        JAVASCRIPT,
        PYTHON
    }

    /**
     * What conversation and message nodes do (WORKFLOW 8.37-8.57).
     *
     * @param kind says which
     * @return the node's outputs
     * @throws NodeException when there is no such conversation, or none is available to the run
     */
    Map<String, @Nullable Object> conversation(NodeType kind, Map<String, @Nullable Object> inputs);

    /**
     * What knowledge nodes do (WORKFLOW 8.6, 8.27, 8.60), and knowledge skills of models.
     *
     * @param inputs {@code datasetList} (ids) and the node's other settings and inputs by their names
     * @return the node's outputs
     * @throws NodeException when a knowledge base does not do it
     */
    Map<String, @Nullable Object> knowledge(NodeType kind, Map<String, @Nullable Object> inputs);

    /** A tool of a plugin as a model is told of it. @throws NodeException when there is none */
    ToolInfo toolInfo(ToolName tool);

    /** Calls a tool of a plugin. @throws NodeException when there is none, or it failed */
    ToolReply tool(ToolName tool, Map<String, @Nullable Object> arguments);

    /**
     * What database nodes do (WORKFLOW 8.12, 8.42-8.46).
     *
     * @return {@code outputList} and {@code rowNum}
     * @throws NodeException when there is no such table, or the statement is not allowed or fails
     */
    Map<String, @Nullable Object> table(TableAsk ask);

    /**
     * Sets a variable of the app, for the rest of the run, or of the user, for good (WORKFLOW 13).
     *
     * @throws NodeException VARIABLES when the run has neither bot nor app
     */
    void assign(Operand.Scope scope, String key, @Nullable Object value);

    /** The time of the run's clock. */
    Instant now();
}
