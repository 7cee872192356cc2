package dev.pankou.workflow;

import dev.pankou.json.Json;
import dev.pankou.workflow.canvas.Canvas;
import dev.pankou.workflow.canvas.CanvasNode;
import dev.pankou.workflow.canvas.NodeType;
import dev.pankou.workflow.value.Type;
import dev.pankou.workflow.value.Values;
import dev.pankou.workflow.value.Variable;
import dev.pankou.workflow.value.ValueException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a workflow takes and gives, as Start and End of its canvas declare it; schemas OpenAPIWorkflowInput and
 * OpenAPIWorkflowOutput (BEHAVIOUR 3.8).
 *
 * @param output without {@code terminate_plan} when the canvas has no End or End none
 */
public record Signature(ObjectNode input, ObjectNode output) {
    /** What a parameter's type is called that the canvas declares in a way nobody knows. */
    private static final String UNKNOWN = "default";

    static Signature of(Canvas canvas) {
        var start = only(canvas, NodeType.START);
        var input = Json.object();
        input.set("parameters", start == null ? Json.object() : parameters(start.data().path("outputs"), true));
        var end = only(canvas, NodeType.END);
        return new Signature(input, end == null ? Json.object().set("parameters", Json.object()) : output(end.inputs()));
    }

    private static @Nullable CanvasNode only(Canvas canvas, NodeType type) {
        return canvas.nodes().stream().filter(node -> node.kind() == type).findFirst().orElse(null);
    }

    private static ObjectNode output(JsonNode inputs) {
        var output = Json.object();
        switch (inputs.path("terminatePlan").asString("")) {
            case "returnVariables" -> output.put("terminate_plan", "return_variables");
            case "useAnswerContent" -> output.put("terminate_plan", "use_answer_content")
                    .put("content", inputs.path("content").path("value").path("content").asString(""));
            default -> {}
        }
        return output.set("parameters", parameters(inputs.path("inputParameters"), false));
    }

    /** An array of Variables or Params as a map by name; {@code input} adds what only inputs have: required and default_value. */
    public static ObjectNode parameters(JsonNode declared, boolean input) {
        var parameters = Json.object();
        if (declared.isArray()) {
            for (var one : declared) {
                var name = one.path("name").asString("");
                if (!name.isEmpty() && !parameters.has(name)) {
                    parameters.set(name, parameter(one, input));
                }
            }
        }
        return parameters;
    }

    private static ObjectNode parameter(JsonNode declared, boolean input) {
        try {
            return parameter(Variable.of(declared), input);
        } catch (ValueException unknownType) {
            return Json.object().put("type", UNKNOWN);
        }
    }

    private static ObjectNode parameter(Variable variable, boolean input) {
        var json = typed(variable.type());
        if (input) {
            json.put("required", variable.required());
            if (variable.defaultValue() != null) {
                json.put(
                        "default_value",
                        variable.defaultValue() instanceof String text ? text : Values.json(variable.defaultValue()));
            }
        }
        if (variable.description() != null) {
            json.put("description", variable.description());
        }
        return json;
    }

    private static ObjectNode typed(Type type) {
        var json = Json.object().put("type", type.apiName());
        if (type instanceof Type.ListType list && list.element() != null) {
            json.set("items", typed(list.element()));
        } else if (type instanceof Type.ObjectType object && !object.isFreeForm()) {
            var properties = json.putObject("properties");
            object.fields().forEach((name, field) -> properties.set(name, parameter(field, false)));
        }
        return json;
    }
}
