package dev.pankou.workflow.node;

import dev.pankou.workflow.canvas.Fields;
import dev.pankou.workflow.canvas.NodeType;
import dev.pankou.workflow.value.Values;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Knowledge nodes (WORKFLOW 8.6, 8.27, 8.60): their settings and inputs go to the knowledge bases, the outputs come from there.
 *
 * @param settings literal values of {@code datasetParam} and, of a writing node, {@code strategyParam}
 */
record KnowledgeWork(NodeType type, Map<String, @Nullable Object> settings) implements NodeWork {
    static NodeWork of(NodeType type, NodeScope scope) {
        var inputs = scope.node().inputs();
        var settings = new LinkedHashMap<String, @Nullable Object>();
        for (var param : Fields.list(inputs.path("datasetParam"))) {
            settings.put(Fields.text(param, "name"), Values.of(param.path("input").path("value").path("content")));
        }
        if (!(settings.get("datasetList") instanceof java.util.List<?> list) || list.isEmpty()) {
            throw Setting.missing(scope.node(), "inputs.datasetParam.datasetList");
        }
        if (inputs.has("strategyParam")) {
            settings.put("strategyParam", Values.of(inputs.path("strategyParam")));
        }
        return new KnowledgeWork(type, settings);
    }

    @Override
    public Effect effect() {
        return type == NodeType.KNOWLEDGE ? Effect.REPEATABLE : Effect.ONCE;
    }

    @Override
    public Outcome run(NodeCall call) {
        var all = new LinkedHashMap<>(settings);
        all.putAll(call.inputs());
        return Outcome.done(call.outside().knowledge(type, all));
    }
}
