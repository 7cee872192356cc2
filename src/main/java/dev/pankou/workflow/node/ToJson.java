package dev.pankou.workflow.node;

import dev.pankou.workflow.value.Values;
import java.util.Map;

/** JSON serialization: the input as compact JSON text (WORKFLOW 8.58). */
record ToJson() implements NodeWork {
    static NodeWork of(NodeScope scope) {
        return new ToJson();
    }

    @Override
    public Outcome run(NodeCall call) {
        return Outcome.done(Map.of("output", Values.json(call.inputs().get("input"))));
    }
}
