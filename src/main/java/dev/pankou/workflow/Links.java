package dev.pankou.workflow;

import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.workflow.canvas.NodeType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds the places where a canvas names what is outside of it (WORKFLOW 8): plugins and their tools, knowledge bases,
 * databases and their columns, models, other workflows. Used by one thread.
 */
final class Links {
    enum Kind {
        PLUGIN,
        TOOL,
        KNOWLEDGE,
        DATABASE,
        /** A column of a database, by its number. */
        COLUMN,
        MODEL,
        WORKFLOW
    }

    /**
     * One such place.
     *
     * @param field path in the node's {@code data}
     * @param version of a workflow that is named, "" for the draft; "" for other kinds
     * @param type of a sub-workflow node: 0 the other returns variables, 1 text; "" where that is not said
     */
    record Link(Kind kind, String nodeId, String nodeTitle, String field, String id, String version, String type, Place place) {
        /** Names something else there; a number stays a number. */
        void replace(String newId) {
            place.put(newId);
        }
    }

    private interface Place {
        void put(String id);
    }

    private final List<Link> found = new ArrayList<>();
    private String nodeId = "";
    private String nodeTitle = "";

    private Links() {}

    /** All places in the order of the canvas, blocks too; {@link Link#replace} writes into the canvas given here. */
    static List<Link> of(JsonNode canvas) {
        var links = new Links();
        links.nodes(canvas.path("nodes"));
        return links.found;
    }

    private void nodes(JsonNode nodes) {
        each(nodes, (node, index) -> {
            nodeId = text(node.path("id"));
            nodeTitle = text(node.path("data").path("nodeMeta").path("title"));
            node(text(node.path("type")), node.path("data").path("inputs"));
            nodes(node.path("blocks"));
        });
    }

    private void node(String type, JsonNode inputs) {
        each(inputs.path("apiParam"), (param, index) -> {
            var field = "inputs.apiParam[" + index + "]";
            switch (text(param.path("name"))) {
                case "pluginID" -> add(Kind.PLUGIN, field, literal(param), "content");
                case "apiID" -> add(Kind.TOOL, field, literal(param), "content");
                default -> {}
            }
        });
        each(inputs.path("datasetParam"), (param, index) -> {
            if (text(param.path("name")).equals("datasetList")) {
                list(Kind.KNOWLEDGE, "inputs.datasetParam[" + index + "]", literal(param), "content");
            }
        });
        each(inputs.path("databaseInfoList"), (info, index) ->
                add(Kind.DATABASE, "inputs.databaseInfoList[" + index + "]", info, "databaseInfoID"));
        for (var key : List.of("fieldList", "orderByList")) {
            each(inputs.path("selectParam").path(key), (field, index) ->
                    add(Kind.COLUMN, "inputs.selectParam." + key + "[" + index + "]", field, "fieldID"));
        }
        for (var key : List.of("insertParam", "updateParam")) {
            each(inputs.path(key).path("fieldInfo"), (row, index) -> each(row, (param, at) -> {
                if (text(param.path("name")).equals("fieldID")) {
                    add(Kind.COLUMN, "inputs." + key + ".fieldInfo[" + index + "][" + at + "]", literal(param), "content");
                }
            }));
        }
        if (type.equals(NodeType.SUB_WORKFLOW.number())) {
            add(Kind.WORKFLOW, "inputs.workflowId", inputs, "workflowId", text(inputs.path("workflowVersion")),
                    text(inputs.path("type")));
        }
        model(inputs.path("llmParam"));
        var ext = inputs.path("settingOnError").path("ext");
        for (var key : List.of("backupLLMParam", "backupLLmParam")) {
            backup(ext, key);
        }
        for (var key : List.of("fcParam", "fcParamVar")) {
            tools(inputs.path(key), "inputs." + key);
        }
    }

    private void model(JsonNode llmParam) {
        if (llmParam.isObject()) { // intent and question
            add(Kind.MODEL, "inputs.llmParam.modelType", llmParam, "modelType");
            return;
        }
        each(llmParam, (param, index) -> {
            if (text(param.path("name")).equals("modelType")) {
                add(Kind.MODEL, "inputs.llmParam[" + index + "]", literal(param), "content");
            }
        });
    }

    /** The backup model stands in a JSON text. */
    private void backup(JsonNode ext, String key) {
        if (ext instanceof ObjectNode open && parsed(open.path(key)) instanceof ObjectNode backup) {
            var field = "inputs.settingOnError.ext." + key + ".modelType";
            link(Kind.MODEL, field, backup.path("modelType"), "", "", id -> {
                backup.set("modelType", like(backup.path("modelType"), id));
                open.put(key, Json.text(backup));
            });
        }
    }

    private void tools(JsonNode skills, String field) {
        each(skills.path("pluginFCParam").path("pluginList"), (tool, index) -> {
            add(Kind.PLUGIN, field + ".pluginFCParam.pluginList[" + index + "].plugin_id", tool, "plugin_id");
            add(Kind.TOOL, field + ".pluginFCParam.pluginList[" + index + "].api_id", tool, "api_id");
        });
        each(skills.path("workflowFCParam").path("workflowList"), (tool, index) -> add(
                Kind.WORKFLOW, field + ".workflowFCParam.workflowList[" + index + "]", tool, "workflow_id",
                text(tool.path("workflow_version")), ""));
        each(skills.path("knowledgeFCParam").path("knowledgeList"), (knowledge, index) ->
                add(Kind.KNOWLEDGE, field + ".knowledgeFCParam.knowledgeList[" + index + "]", knowledge, "id"));
    }

    private void add(Kind kind, String field, JsonNode holder, String key) {
        add(kind, field, holder, key, "", "");
    }

    private void add(Kind kind, String field, JsonNode holder, String key, String version, String type) {
        if (holder instanceof ObjectNode open) {
            link(kind, field, open.path(key), version, type, id -> open.set(key, like(open.path(key), id)));
        }
    }

    /** A list of ids: an array, or the same as JSON text. */
    private void list(Kind kind, String field, JsonNode holder, String key) {
        if (!(holder instanceof ObjectNode open)) {
            return;
        }
        var list = open.path(key);
        var isText = list.isString();
        if ((isText ? parsed(list) : list) instanceof ArrayNode ids) {
            for (var i = 0; i < ids.size(); i++) {
                var index = i;
                link(kind, field + "[" + i + "]", ids.path(i), "", "", id -> {
                    ids.set(index, like(ids.path(index), id));
                    if (isText) {
                        open.put(key, Json.text(ids));
                    }
                });
            }
        }
    }

    private void link(Kind kind, String field, JsonNode value, String version, String type, Place place) {
        var id = text(value);
        if (!id.isBlank() && !id.equals("0")) { // 0 stands where nothing was chosen
            found.add(new Link(kind, nodeId, nodeTitle, field, id, version, type, place));
        }
    }

    private static JsonNode like(JsonNode old, String id) {
        var number = Id.parse(id);
        return old.isNumber() && number != null
                ? Json.mapper().getNodeFactory().numberNode(number.value())
                : Json.mapper().getNodeFactory().stringNode(id);
    }

    private static JsonNode literal(JsonNode param) {
        return param.path("input").path("value");
    }

    /** What a JSON text holds; a missing node when it is no text or no JSON. */
    private static JsonNode parsed(JsonNode text) {
        try {
            return text.isString() ? Json.tree(text.stringValue()) : MissingNode.getInstance();
        } catch (JacksonException notJson) {
            return MissingNode.getInstance();
        }
    }

    private static String text(JsonNode value) {
        return value.isValueNode() && !value.isNull() ? value.asString("") : "";
    }

    private static void each(JsonNode array, BiConsumer<JsonNode, Integer> visitor) {
        if (array.isArray()) {
            for (var i = 0; i < array.size(); i++) {
                visitor.accept(array.path(i), i);
            }
        }
    }
}
