package dev.pankou.workflow.node;

import java.util.Map;
import tools.jackson.databind.JsonNode;

import dev.pankou.workflow.canvas.CanvasNode;
import dev.pankou.workflow.value.Type;

/** What a node is made from, once per version of a workflow. Every method throws {@link CompileException} on a bad canvas. */
public interface NodeScope {
    CanvasNode node();

    /** The value that a BlockInput {@code {type, schema, value}} gives. */
    Operand operand(JsonNode blockInput);

    /** As {@link #operand}, for an array of {@code {name, input}} in its order; of equal names the first counts. */
    Map<String, Operand> params(JsonNode params);

    /** All outputs of an earlier node as one object, as templates of HTTP nodes name it; null when there is no such node. */
    @org.jspecify.annotations.Nullable Operand output(String nodeId);

    /** The declared inputs: {@code inputs.inputParameters}. */
    Type.ObjectType inputs();

    /** The declared outputs, without {@code errorBody} and {@code isSuccess} of error handling. */
    Type.ObjectType outputs();
}
