package dev.pankou.workflow;

import static dev.pankou.workflow.Flows.AT;
import static dev.pankou.workflow.Flows.canvas;
import static dev.pankou.workflow.Flows.codes;
import static dev.pankou.workflow.Flows.create;
import static dev.pankou.workflow.Flows.detail;
import static dev.pankou.workflow.Flows.publish;
import static dev.pankou.workflow.Flows.save;
import static dev.pankou.workflow.Flows.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.json.Json;
import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import dev.pankou.workflow.canvas.NodeType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@ParameterizedClass
@EnumSource(Database.class)
record DraftsTest(Database database) {
    private static final List<String> CANVASES = List.of("support.json", "rows.json", "absent.json");

    @Test
    void aNewWorkflowLeadsFromStartToEndAndCanBePublished() {
        var alice = Pankou.on(database).user();

        for (var mode : List.of("workflow", "chatflow")) {
            var workflow = create(alice, Map.of("workflow_mode", mode, "description", "说明"));
            var seen = detail(alice, workflow);

            assertThat(text(seen, "workflow_mode")).isEqualTo(mode);
            assertThat(text(seen.get("workflow_detail"), "description")).isEqualTo("说明");
            assertThat(text(seen.get("workflow_detail"), "app_id")).isEqualTo("0");
            assertThat(text(seen.get("workflow_detail"), "icon_url")).endsWith("/icons/default-workflow.svg");
            assertThat(text(seen, "collaboration_mode")).isEqualTo("single");
            assertThat(seen.get("may_edit").booleanValue()).isTrue();
            assertThat(seen.get("draft_version").longValue()).isEqualTo(1);
            assertThat(seen.has("version")).isFalse();
            assertThat(seen.get("faults")).isEmpty();
            assertThat(publish(alice, workflow, "v0.0.1").data().get("faults")).isEmpty();
            assertThat(text(detail(alice, workflow), "version")).isEqualTo("v0.0.1");
        }
    }

    @Test
    void everyValueOfACanvasIsThereAgainAfterSaving() {
        var alice = Pankou.on(database).user();

        for (var file : CANVASES) {
            var workflow = create(alice, Map.of("workflow_mode", file.startsWith("support") ? "chatflow" : "workflow"));
            var drawn = canvas(file);

            save(alice, workflow, drawn);
            var asObject = detail(alice, workflow).get("canvas");
            save(alice, workflow, Json.mapper().getNodeFactory().stringNode(Json.text(drawn)));
            var asText = alice.get(AT + "/" + workflow + "/canvas").data().get("canvas");

            assertThat(asObject).as(file).isEqualTo(drawn);
            assertThat(asText).as(file).isEqualTo(drawn);
            assertThat(detail(alice, workflow).get("draft_version").longValue()).as("equal canvases are one").isEqualTo(2);
        }
    }

    @Test
    void theCanvasesOfTheTestsHoldEveryTypeAndNoError() {
        var types = new TreeSet<String>();
        var alice = Pankou.on(database).user();
        for (var file : CANVASES) {
            collect(canvas(file).get("nodes"), types);
            var mode = file.startsWith("support") ? "chatflow" : "workflow";
            var faults = alice.post(AT + "/validate", Map.of("canvas", canvas(file), "workflow_mode", mode)).data().get("faults");

            assertThat(faults).as(file).allSatisfy(fault -> assertThat(text(fault, "level")).as(fault.toString()).isEqualTo("warning"));
        }
        for (var type : NodeType.values()) {
            assertThat(types).as(type.en()).contains(type.number());
        }
    }

    private static void collect(JsonNode nodes, TreeSet<String> types) {
        nodes.forEach(node -> {
            types.add(text(node, "type"));
            collect(node.path("blocks"), types);
        });
    }

    @Test
    void saveTellsEveryFaultAndKeepsTheDraftAllTheSame() {
        var alice = Pankou.on(database).user();
        var workflow = create(alice, Map.of());
        var broken = Json.tree("{\"nodes\":[{\"id\":\"5\",\"type\":\"5\",\"data\":{\"nodeMeta\":{\"title\":\"代码\"}}}]}");

        var saved = save(alice, workflow, broken);

        assertThat(codes(saved.get("faults"))).contains("start_missing", "end_missing", "setting_missing");
        assertThat(saved.get("faults")).allSatisfy(fault -> {
            assertThat(text(fault, "en")).isNotEmpty();
            assertThat(text(fault, "zh")).isNotEmpty();
        });
        assertThat(saved.get("draft_version").longValue()).isEqualTo(2);
        assertThat(detail(alice, workflow).get("faults")).isEqualTo(saved.get("faults"));
        assertThat(detail(alice, workflow).get("canvas").get("nodes")).isEqualTo(broken.get("nodes"));
    }

    @Test
    void whatIsNoCanvasIsRefused() {
        var alice = Pankou.on(database).user();
        var workflow = create(alice, Map.of());

        for (Object bad : List.of("{", "not JSON", Map.of(), List.of(), 7, Map.of("nodes", "none"), Map.of("nodes", List.of(1)))) {
            var reply = save(alice, workflow, bad, 1);
            assertThat(reply.code()).as(bad + reply.text()).isEqualTo(4000);
            assertThat(reply.msg()).startsWith("field canvas is invalid");
        }
        assertThat(alice.put(AT + "/" + workflow + "/canvas", Map.of("draft_version", 1)).msg())
                .isEqualTo("field canvas is invalid: is required");
        assertThat(alice.put(AT + "/" + workflow + "/canvas", Map.of("canvas", canvas("rows.json"))).msg())
                .isEqualTo("field draft_version is invalid: is required");
    }

    @Test
    void halfASurrogatePairAndNullCharactersDoNotHurt() {
        var alice = Pankou.on(database).user();
        var workflow = create(alice, Map.of());
        var drawn = Json.text(canvas("rows.json")).replace("逐行", "逐\\u0000行\\ud83d");

        assertThat(save(alice, workflow, drawn, 1).code()).isZero();

        assertThat(alice.get(AT + "/" + workflow + "/canvas").text()).contains("逐\\u0000行\uFFFD");
    }

    @Test
    void aStaleDraftIsRefusedAndTheCurrentOneNamed() {
        var alice = Pankou.on(database).user();
        var workflow = create(alice, Map.of());
        save(alice, workflow, canvas("rows.json"), 1).data();

        var stale = save(alice, workflow, canvas("absent.json"), 1);

        assertThat(stale.code()).isEqualTo(4000);
        assertThat(stale.status()).isEqualTo(200);
        assertThat(stale.msg()).isEqualTo("field draft_version is invalid: the draft of workflow " + workflow
                + " is at version 2 now; read it and make the change there");
        assertThat(save(alice, workflow, canvas("absent.json"), 3).code()).as("of the future").isEqualTo(4000);
        assertThat(detail(alice, workflow).get("canvas")).isEqualTo(canvas("rows.json"));
    }

    @Test
    void ofTwoEditorsWhoSaveAtOnceOneWins() throws Exception {
        var alice = Pankou.on(database).user();
        var workflow = create(alice, Map.of());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var round = 1; round <= 10; round++) {
                var start = new CyclicBarrier(2);
                var version = round;
                var editors = new ArrayList<Callable<Integer>>();
                for (var editor = 0; editor < 2; editor++) {
                    var drawn = (ObjectNode) canvas("absent.json").put("by", "editor " + editor + " in round " + round);
                    editors.add(() -> {
                        start.await();
                        return save(alice, workflow, drawn, version).code();
                    });
                }
                var codes = new ArrayList<Integer>();
                for (var done : threads.invokeAll(editors)) {
                    codes.add(done.get());
                }
                assertThat(codes).as("round " + round).containsExactlyInAnyOrder(0, 4000);
            }
        }
        assertThat(Flows.draftVersion(alice, workflow)).isEqualTo(11);
    }

    @Test
    void limitsHoldOnBothSides() {
        var alice = Pankou.on(database).user();
        var space = alice.personalWorkspace();

        assertThat(made(alice, space, "字".repeat(100), "字".repeat(1000)).code()).isZero();
        assertThat(made(alice, space, "字".repeat(101), "").msg()).contains("field name");
        assertThat(made(alice, space, "", "").msg()).isEqualTo("field name is invalid: is required");
        assertThat(made(alice, space, "n", "字".repeat(1001)).msg()).contains("field description");
        assertThat(made(alice, "1", "n", "").msg()).contains("field workspace_id");
        assertThat(alice.post(AT, Map.of("workspace_id", space, "name", "n", "workflow_mode", "imageflow")).msg())
                .contains("field workflow_mode");
        assertThat(alice.post(AT, Map.of("workspace_id", space, "name", "n", "icon_file_id", "1")).msg())
                .contains("field icon_file_id");
    }

    private static Pankou.Reply made(Person person, String space, String name, String description) {
        return person.post(AT, Map.of("workspace_id", space, "name", name, "description", description));
    }

    @Test
    void updateChangesWhatIsGivenAndAChatflowHasARole() {
        var alice = Pankou.on(database).user();
        var chatflow = create(alice, Map.of("workflow_mode", "chatflow", "description", "old"));
        var role = Map.of("name", "小助手", "onboarding_info", Map.of("prologue", "你好 👋", "x", List.of(1)));

        assertThat(detail(alice, chatflow).get("role").get("name").stringValue()).isEqualTo("天气 🌦");
        alice.put(AT + "/" + chatflow, Map.of("name", "新名", "role", role)).json();
        var seen = detail(alice, chatflow);

        assertThat(text(seen.get("workflow_detail"), "workflow_name")).isEqualTo("新名");
        assertThat(text(seen.get("workflow_detail"), "description")).isEqualTo("old");
        assertThat(text(seen.get("role"), "name")).isEqualTo("小助手");
        assertThat(seen.get("role").get("onboarding_info").get("x").get(0).intValue()).isEqualTo(1);
        assertThat(text(seen.get("role").get("avatar"), "image_url")).contains("/icons/");
        assertThat(seen.get("draft_version").longValue()).isEqualTo(1);
        var info = alice.get("/v1/workflows/" + chatflow + "?connector_id=999&caller=CANVAS&is_debug=true").data();
        assertThat(info.get("role")).isEqualTo(seen.get("role"));

        assertThat(alice.put(AT + "/" + chatflow, Map.of("role", List.of())).msg()).contains("field role");
        assertThat(alice.put(AT + "/" + chatflow, Map.of("role", Map.of("a", "x".repeat(65_536 - 8)))).code()).isZero();
        assertThat(alice.put(AT + "/" + chatflow, Map.of("role", Map.of("a", "x".repeat(65_536 - 7)))).msg())
                .contains("at most 65536");
        assertThat(alice.put(AT + "/" + chatflow, Map.of("name", "字".repeat(101))).msg()).contains("field name");
        var workflow = create(alice, Map.of());
        assertThat(alice.put(AT + "/" + workflow, Map.of("role", role)).msg()).contains("only a chatflow");
        assertThat(alice.get("/v1/workflows/" + workflow).data().has("role")).isFalse();
    }

    @Test
    void aDuplicateHasTheSameDraftAndNoVersions() {
        var alice = Pankou.on(database).user();
        var original = create(alice, Map.of("workflow_mode", "chatflow"));
        save(alice, original, canvas("support.json"));
        var team = text(alice.post("/v1/workspaces", Map.of("name", "team", "description", "d")).data(), "id");

        var copy = text(alice.post(AT + "/" + original + "/duplicate", Map.of("name", "副本", "workspace_id", team)).data(), "workflow_id");
        var plain = text(alice.post(AT + "/" + original + "/duplicate").data(), "workflow_id");

        var seen = detail(alice, copy);
        assertThat(seen.get("canvas")).isEqualTo(canvas("support.json"));
        assertThat(text(seen, "workspace_id")).isEqualTo(team);
        assertThat(text(seen, "workflow_mode")).isEqualTo("chatflow");
        assertThat(text(seen.get("workflow_detail"), "workflow_name")).isEqualTo("副本");
        assertThat(seen.has("version")).isFalse();
        assertThat(text(detail(alice, plain).get("workflow_detail"), "workflow_name")).isEqualTo("天气 🌦");
    }

    @Test
    void validationKnowsSubWorkflowsAndModels() {
        var alice = Pankou.on(database).user();
        var space = alice.personalWorkspace();
        var returning = Flows.published(alice);
        var answering = create(alice, Map.of("workflow_mode", "chatflow"));
        var foreign = Flows.published(Pankou.on(database).user());

        assertThat(faults(alice, Flows.calling(returning, "", 0), space)).isEmpty();
        assertThat(faults(alice, Flows.calling(returning, "v0.0.1", 0), space)).isEmpty();
        assertThat(faults(alice, Flows.calling(returning, "", 1), space)).containsExactly("sub_workflow_changed");
        assertThat(faults(alice, Flows.calling(answering, "", 0), space)).containsExactly("sub_workflow_changed");
        assertThat(faults(alice, Flows.calling(answering, "", 1), space)).isEmpty();
        assertThat(faults(alice, Flows.calling(answering, "", null), space)).as("not said").isEmpty();
        assertThat(faults(alice, Flows.calling(returning, "v9.9.9", 0), space)).containsExactly("sub_workflow_missing");
        assertThat(faults(alice, Flows.calling(foreign, "", 0), space)).containsExactly("sub_workflow_missing");
        assertThat(faults(alice, Flows.calling("不是 id", "", 0), space)).containsExactly("sub_workflow_missing");
        assertThat(faults(alice, Flows.calling("123", "", 0), null)).as("without a workspace").isEmpty();
        assertThat(faults(alice, canvas("support.json"), null)).contains("model_missing");
    }

    private static List<String> faults(Person person, JsonNode canvas, @Nullable String space) {
        var body = new HashMap<String, Object>(Map.of("canvas", canvas));
        if (space != null) {
            body.put("workspace_id", space);
        }
        return codes(person.post(AT + "/validate", body).data().get("faults"));
    }

    @Test
    void callsThatLeadBackAreFoundDirectAndIndirect() {
        var alice = Pankou.on(database).user();
        var chain = IntStream.range(0, 4).mapToObj(index -> create(alice, Map.of("name", "w" + index))).toList();
        for (var index = 0; index < 3; index++) {
            assertThat(save(alice, chain.get(index), Flows.calling(chain.get(index + 1), "", 0)).get("faults")).isEmpty();
        }

        assertThat(codes(save(alice, chain.get(3), Flows.calling(chain.get(3), "", 0)).get("faults")))
                .containsExactly("sub_workflow_recursion");
        var closed = save(alice, chain.get(3), Flows.calling(chain.get(0), "", 0)).get("faults");

        assertThat(codes(closed)).containsExactly("sub_workflow_recursion");
        assertThat(text(closed.get(0), "en")).contains(chain);
        assertThat(publish(alice, chain.get(1), "v0.0.1").msg()).contains("leads back to itself");
    }

    @Test
    void aToolOfAModelCountsAsACall() {
        var alice = Pankou.on(database).user();
        var tool = create(alice, Map.of());
        var drawn = canvas("support.json");
        for (var node : drawn.get("nodes")) {
            if (text(node, "type").equals("3")) {
                var list = (ArrayNode) node.get("data").get("inputs").get("fcParam").get("workflowFCParam").get("workflowList");
                ((ObjectNode) list.get(0)).put("workflow_id", tool).put("workflow_version", "");
            }
        }
        var workflow = create(alice, Map.of("workflow_mode", "chatflow", "name", "带工具"));

        save(alice, workflow, drawn);

        var used = alice.get(AT + "/" + tool + "/references").data().get("workflows");
        assertThat(Flows.texts(used, "workflow_id")).containsExactly(workflow);
    }

    @Test
    void aCanvasMayBeAsLongAsTheBodiesOfWorkflowOperations() {
        try (var pankou = Pankou.fresh(database, Map.of("max-body", "10KB", "max-workflow-body", "20KB"))) {
            var alice = pankou.user();
            var workflow = create(alice, Map.of());
            var at = AT + "/" + workflow + "/canvas";
            var bytes = 20 * 1024;
            var head = "{\"draft_version\":1,\"canvas\":{\"nodes\":[],\"x\":\"";
            var body = head + "y".repeat(bytes - head.length() - 3) + "\"}}";

            assertThat(alice.raw("PUT", at, body + " ", Map.of()).status()).isEqualTo(413);
            assertThat(alice.raw("PUT", at, body, Map.of()).code()).isZero();
        }
    }

    @Test
    void aForeignWorkflowAnswersLikeAMissingOne() {
        var alice = Pankou.on(database).user();
        var mallory = Pankou.on(database).user();
        var workflow = Flows.published(alice);

        for (var id : List.of(workflow, "7580001000000000101")) {
            var replies = List.of(
                    mallory.get(AT + "/" + id),
                    mallory.get(AT + "/" + id + "/canvas"),
                    save(mallory, id, canvas("rows.json"), 1),
                    mallory.put(AT + "/" + id, Map.of("name", "taken")),
                    publish(mallory, id, "v0.0.2"),
                    mallory.post(AT + "/" + id + "/unpublish"),
                    mallory.post(AT + "/" + id + "/duplicate"),
                    mallory.get(AT + "/" + id + "/versions/v0.0.1/diff"),
                    mallory.post(AT + "/" + id + "/versions/v0.0.1/restore"),
                    mallory.get(AT + "/" + id + "/references"),
                    mallory.get(AT + "/" + id + "/export"),
                    mallory.delete(AT + "/" + id + "?force=true"),
                    mallory.get("/v1/workflows/" + id),
                    mallory.get("/v1/workflows/" + id + "/versions"));
            assertThat(replies).allSatisfy(reply -> {
                assertThat(reply.code()).as(reply.text()).isEqualTo(4200);
                assertThat(reply.msg())
                        .isEqualTo("Requested resource workflow_id=" + id + " does not exist. Please verify the id.");
            });
        }
        assertThat(detail(alice, workflow).get("draft_version").longValue()).isEqualTo(1);
    }
}
