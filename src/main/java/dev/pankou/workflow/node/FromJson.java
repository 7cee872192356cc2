package dev.pankou.workflow.node;

import dev.pankou.workflow.value.Type;
import dev.pankou.workflow.value.Values;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON deserialization: the text's value; what is inside is converted with warnings, a wrong root fails (WORKFLOW 8.59). */
record FromJson(@Nullable Type wanted) implements NodeWork {
    static NodeWork of(NodeScope scope) {
        var output = scope.outputs().fields().get("output");
        return new FromJson(output == null ? null : output.type());
    }

    @Override
    public Outcome run(NodeCall call) {
        var value = Values.parse(Values.text(call.inputs().get("input")));
        var fits = switch (wanted) {
            case null -> true;
            case Type.Scalar scalar -> true;
            case Type.ObjectType object -> value == null || value instanceof Map<?, ?>;
            case Type.ListType list -> value == null || value instanceof List<?>;
        };
        if (!fits) {
            throw new NodeException(
                    NodeException.EXECUTION, "the JSON text is no " + (wanted instanceof Type.ListType ? "list" : "object"));
        }
        return Outcome.done(Collections.singletonMap("output", value));
    }
}
