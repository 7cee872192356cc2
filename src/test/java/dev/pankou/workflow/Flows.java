package dev.pankou.workflow;

import dev.pankou.json.Json;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls that tests on workflows make again and again, and canvases of {@code src/test/resources/workflow/objects}. */
final class Flows {
    static final String AT = "/pankou/v1/workflows";

    private Flows() {}

    static ObjectNode canvas(String file) {
        try (var in = Objects.requireNonNull(Flows.class.getResourceAsStream("/workflow/objects/" + file), file)) {
            return (ObjectNode) Json.tree(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A workflow in the personal workspace. */
    static String create(Person person, Map<String, ?> more) {
        var body = new HashMap<String, Object>(more);
        body.putIfAbsent("workspace_id", person.personalWorkspace());
        body.putIfAbsent("name", "天气 🌦");
        return text(person.post(AT, body).data(), "workflow_id");
    }

    static JsonNode detail(Person person, String workflow) {
        return person.get(AT + "/" + workflow).data();
    }

    static long draftVersion(Person person, String workflow) {
        return detail(person, workflow).get("draft_version").longValue();
    }

    static Pankou.Reply save(Person person, String workflow, Object canvas, long draftVersion) {
        return person.put(AT + "/" + workflow + "/canvas", Map.of("canvas", canvas, "draft_version", draftVersion));
    }

    /** Over whatever the draft is. */
    static JsonNode save(Person person, String workflow, JsonNode canvas) {
        return save(person, workflow, canvas, draftVersion(person, workflow)).data();
    }

    static Pankou.Reply publish(Person person, String workflow, String version) {
        return person.post(AT + "/" + workflow + "/publish", Map.of("version", version, "description", "说明 " + version));
    }

    /** A new, published workflow. */
    static String published(Person person) {
        var workflow = create(person, Map.of());
        publish(person, workflow, "v0.0.1").data();
        return workflow;
    }

    /** Start → workflow {@code called} → End. */
    static ObjectNode calling(String called, String version, Integer type) {
        var canvas = (ObjectNode) FirstCanvas.of(dev.pankou.workflow.canvas.CanvasMode.WORKFLOW);
        var node = ((ArrayNode) canvas.get("nodes")).insertObject(1);
        node.put("id", "110").put("type", "9");
        var data = node.putObject("data");
        data.putObject("nodeMeta").put("title", "子流程");
        data.putObject("inputs").put("workflowId", called).put("workflowVersion", version).put("type", type)
                .putArray("inputParameters");
        var edges = canvas.putArray("edges");
        edges.addObject().put("sourceNodeID", "100001").put("targetNodeID", "110");
        edges.addObject().put("sourceNodeID", "110").put("targetNodeID", "900001");
        return canvas;
    }

    /** The codes of faults, and of one node's when it is not empty. */
    static List<String> codes(JsonNode faults) {
        var codes = new ArrayList<String>();
        faults.forEach(fault -> codes.add(text(fault, "code")));
        return codes;
    }

    static String text(JsonNode object, String field) {
        return object.get(field).stringValue();
    }

    static List<String> texts(JsonNode array, String field) {
        var texts = new ArrayList<String>();
        array.forEach(one -> texts.add(text(one, field)));
        return texts;
    }

    static String id(Person person) {
        return text(person.get("/v1/users/me").data(), "user_id");
    }
}
