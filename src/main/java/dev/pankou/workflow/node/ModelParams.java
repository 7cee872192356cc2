package dev.pankou.workflow.node;

import dev.pankou.workflow.canvas.Fields;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code llmParam} in any of its clothes: a list of Params (LLM) or an object (intent, question, backup), names in camel or
 * snake case, {@code modleName} as Coze misspells it, values as JSON or as text (WORKFLOW 8.3). What is unfit is not there.
 */
final class ModelParams {
    private final Map<String, JsonNode> byName = new HashMap<>();

    private ModelParams() {}

    static ModelParams of(JsonNode llmParam) {
        var params = new ModelParams();
        for (var param : Fields.list(llmParam)) {
            params.byName.putIfAbsent(bare(Fields.text(param, "name")), param.path("input").path("value").path("content"));
        }
        if (llmParam.isObject()) {
            for (var entry : llmParam.properties()) {
                var value = entry.getValue();
                params.byName.putIfAbsent(
                        bare(entry.getKey()), value.isObject() ? value.path("value").path("content") : value);
            }
        }
        return params;
    }

    private static String bare(String name) {
        var bare = name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
        return bare.equals("modlename") ? "modelname" : bare;
    }

    /** @param name in lower case, without separators */
    String text(String name) {
        var value = byName.get(name);
        return value == null ? "" : Fields.text(value);
    }

    boolean flag(String name) {
        return text(name).equals("true");
    }

    /** A finite number, or null. */
    @Nullable Double number(String name) {
        try {
            var number = Double.parseDouble(text(name));
            return Double.isFinite(number) ? number : null;
        } catch (NumberFormatException none) {
            return null;
        }
    }

    /** A whole number from 1 on, or null. */
    @Nullable Integer count(String name) {
        var number = number(name);
        return number == null || number < 1 || number > Integer.MAX_VALUE ? null : number.intValue();
    }
}
