package dev.pankou.workflow.canvas;

import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Reads settings that more than one part of the check needs. */
public final class Settings {
    private Settings() {}

    /**
     * What happens on an error (WORKFLOW 7).
     *
     * @param processType "1" throw, "2" dataOnErr, "3" branch, or what else the canvas says
     * @param declared whether the node then also has errorBody and isSuccess
     */
    public record OnError(String processType, JsonNode dataOnErr, boolean declared) {
        public boolean branches() {
            return processType.equals("3");
        }
    }

    public static OnError onError(CanvasNode node) {
        var setting = node.inputs().path("settingOnError");
        if (!setting.isObject()) {
            setting = node.data().path("settingOnError"); // HTTP nodes (WORKFLOW 8.45)
        }
        var dataOnErr = setting.path("dataOnErr");
        var on = setting.path("switch").asBoolean(false);
        var type = Fields.text(setting, "processType");
        if (type.isEmpty()) {
            type = on && !Fields.text(dataOnErr).isEmpty() ? "2" : "1";
        }
        return new OnError(type, dataOnErr, on || !type.equals("1"));
    }

    /** LLM, plugin and sub-workflow that run once for each item (WORKFLOW 2.4). */
    public static boolean batched(CanvasNode node) {
        return (node.is(NodeType.LLM) || node.is(NodeType.PLUGIN) || node.is(NodeType.SUB_WORKFLOW))
                && node.inputs().path("batch").path("batchEnable").asBoolean(false);
    }

    /** The literal of the Param called {@code name}, or a missing node. */
    public static JsonNode param(JsonNode params, String name) {
        for (var param : Fields.list(params)) {
            if (Fields.text(param, "name").equals(name)) {
                return param.path("input").path("value").path("content");
            }
        }
        return MissingNode.getInstance();
    }

    /** The names in an array of Params or Variables. */
    static Set<String> names(JsonNode named) {
        var names = new HashSet<String>();
        for (var one : Fields.list(named)) {
            names.add(Fields.text(one, "name"));
        }
        return names;
    }
}
