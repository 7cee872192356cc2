package dev.pankou.workflow;

import static dev.pankou.workflow.Flows.AT;
import static dev.pankou.workflow.Flows.canvas;
import static dev.pankou.workflow.Flows.create;
import static dev.pankou.workflow.Flows.detail;
import static dev.pankou.workflow.Flows.publish;
import static dev.pankou.workflow.Flows.save;
import static dev.pankou.workflow.Flows.text;
import static dev.pankou.workflow.Flows.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.json.Json;
import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@ParameterizedClass
@EnumSource(Database.class)
record VersionsTest(Database database) {
    @Test
    void aVersionMustBeWellFormedAndGrow() {
        var alice = Pankou.on(database).user();
        var workflow = create(alice, Map.of());

        for (var bad : List.of("1.0.0", "v1.0", "v1.0.0.0", "v1.0.x", "v1000000.0.0", "V1.0.0", "v-1.0.0")) {
            assertThat(publish(alice, workflow, bad).msg()).as(bad).isEqualTo("field version is invalid: must look like v0.0.1");
        }
        assertThat(publish(alice, workflow, "").msg()).contains("is required");
        assertThat(text(publish(alice, workflow, "v0.0.2").data(), "version")).isEqualTo("v0.0.2");
        for (var low : List.of("v0.0.2", "v0.0.1", "v0.0.0")) {
            assertThat(publish(alice, workflow, low).msg()).as(low).isEqualTo("field version is invalid: must be greater than v0.0.2");
        }
        assertThat(publish(alice, workflow, "v0.0.10").code()).isZero();
        assertThat(publish(alice, workflow, "v0.0.9").code()).isEqualTo(4000);
        assertThat(publish(alice, workflow, "v999999.0.0").code()).isZero();
        assertThat(alice.post(AT + "/" + workflow + "/publish",
                        Map.of("version", "v999999.0.1", "description", "字".repeat(1001))).msg())
                .contains("field description");
        assertThat(alice.post(AT + "/" + workflow + "/publish",
                        Map.of("version", "v999999.0.1", "description", "字".repeat(1000))).code())
                .isZero();
    }

    @Test
    void aDraftThatCannotRunIsNotPublishedAndOneWithWarningsIs() {
        var alice = Pankou.on(database).user();
        var workflow = create(alice, Map.of());
        save(alice, workflow, Json.tree("{\"nodes\":[],\"edges\":[]}"));

        var refused = publish(alice, workflow, "v0.0.1");

        assertThat(refused.code()).isEqualTo(4000);
        assertThat(refused.msg())
                .startsWith("workflow " + workflow + " cannot be published: the canvas has no Start node (画布缺少开始节点)")
                .contains("1 more errors", "GET /pankou/v1/workflows/" + workflow + " lists all faults");
        assertThat(detail(alice, workflow).has("version")).isFalse();
        save(alice, workflow, canvas("absent.json"));
        assertThat(Flows.codes(publish(alice, workflow, "v0.0.1").data().get("faults"))).contains("type_not_run", "type_unknown");
    }

    @Test
    void versionsComeNewestFirstAndPageByPage() {
        var alice = Pankou.on(database).user();
        var workflow = create(alice, Map.of());
        for (var i = 1; i <= 5; i++) {
            publish(alice, workflow, "v0.0." + i).data();
        }

        var seen = new ArrayList<String>();
        var token = "";
        JsonNode page;
        do {
            page = versions(alice, workflow, "page_size=2&page_token=" + token);
            seen.addAll(texts(page.get("items"), "version"));
            token = page.path("next_page_token").asString("");
        } while (page.get("has_more").booleanValue());

        assertThat(seen).containsExactly("v0.0.5", "v0.0.4", "v0.0.3", "v0.0.2", "v0.0.1");
        var first = versions(alice, workflow, "page_size=100&include_input_output=true").get("items").get(0);
        assertThat(text(first, "workflow_id")).isEqualTo(workflow);
        assertThat(text(first, "description")).isEqualTo("说明 v0.0.5");
        assertThat(text(first, "created_at")).matches("\\d{10}").isEqualTo(text(first, "updated_at"));
        assertThat(text(first.get("creator"), "id")).isEqualTo(Flows.id(alice));
        assertThat(text(first.get("output"), "terminate_plan")).isEqualTo("return_variables");
        assertThat(first.get("input").get("parameters").has("input")).isTrue();
        assertThat(versions(alice, workflow, "").get("items").get(0).has("input")).isFalse();
        assertThat(alice.get("/v1/workflows/" + workflow + "/versions?page_token=next").msg()).contains("field page_token");
        assertThat(alice.get("/v1/workflows/" + workflow + "/versions?page_size=0").msg()).contains("field page_size");
        assertThat(alice.get("/v1/workflows/" + workflow + "/versions?page_size=31").code()).as("counts as 30").isZero();
    }

    private static JsonNode versions(Person person, String workflow, String query) {
        return person.get("/v1/workflows/" + workflow + "/versions?" + query).data();
    }

    @Test
    void versionsAreListedByTheirStatus() {
        var alice = Pankou.on(database).user();
        var workflow = create(alice, Map.of());

        assertThat(versions(alice, workflow, "").get("items")).isEmpty();
        assertThat(texts(versions(alice, workflow, "publish_status=PublishStatus.UNPUBLISHED_DRAFT").get("items"), "version"))
                .containsExactly("");
        publish(alice, workflow, "v0.0.1").data();
        assertThat(versions(alice, workflow, "publish_status=unpublished_draft").get("items")).isEmpty();
        save(alice, workflow, canvas("rows.json"));
        var draft = versions(alice, workflow, "publish_status=unpublished_draft&include_input_output=true").get("items").get(0);
        assertThat(draft.get("input").get("parameters").has("rows")).isTrue();
        alice.post(AT + "/" + workflow + "/unpublish").json();
        assertThat(versions(alice, workflow, "").get("items")).as("nothing is online").isEmpty();
        assertThat(texts(versions(alice, workflow, "publish_status=all").get("items"), "version")).containsExactly("v0.0.1");
    }

    @Test
    void listsShowWhatTheStatusModeAndAppSay() {
        var alice = Pankou.on(database).user();
        var space = text(alice.post("/v1/workspaces", Map.of("name", "list", "description", "d")).data(), "id");
        var never = create(alice, Map.of("workspace_id", space, "name", "never"));
        var online = create(alice, Map.of("workspace_id", space, "name", "online", "workflow_mode", "chatflow"));
        var changed = create(alice, Map.of("workspace_id", space, "name", "changed"));
        var ofApp = create(alice, Map.of("workspace_id", space, "name", "app", "app_id", "77"));
        publish(alice, online, "v0.0.1").data();
        publish(alice, changed, "v0.0.1").data();
        save(alice, changed, canvas("absent.json"));

        assertThat(list(alice, space, "")).containsExactly(changed, online);
        assertThat(list(alice, space, "publish_status=")).as("empty is absent").containsExactly(changed, online);
        assertThat(list(alice, space, "publish_status=PublishStatus.PUBLISHED_ONLINE&workflow_mode=WorkflowMode.CHATFLOW&app_id="))
                .containsExactly(online);
        assertThat(list(alice, space, "publish_status=published_draft")).containsExactly(changed);
        assertThat(list(alice, space, "publish_status=unpublished_draft")).containsExactly(ofApp, never);
        assertThat(list(alice, space, "publish_status=all")).containsExactly(changed, online, ofApp, never);
        assertThat(list(alice, space, "publish_status=all&app_id=77")).containsExactly(ofApp);
        assertThat(list(alice, space, "publish_status=all&app_id=0&workflow_mode=workflow")).containsExactly(changed, never);
        assertThat(list(alice, space, "publish_status=all&name=CHAN")).containsExactly(changed);
        assertThat(list(alice, space, "publish_status=all&name=%25")).as("no wildcard").isEmpty();

        var page = alice.get("/v1/workflows?workspace_id=" + space + "&page_num=1&page_size=1&publish_status=all").data();
        assertThat(page.get("has_more").booleanValue()).isTrue();
        assertThat(page.get("items").get(0).toString()).isEqualTo(alice.get("/v1/workflows/" + changed).data()
                .get("workflow_detail").toString());
        var last = alice.get("/v1/workflows?workspace_id=" + space + "&page_num=4&page_size=1&publish_status=all").data();
        assertThat(last.get("has_more").booleanValue()).isFalse();
        assertThat(texts(last.get("items"), "workflow_id")).containsExactly(never);
        assertThat(alice.get("/v1/workflows?workspace_id=" + space).msg()).isEqualTo("field page_num is invalid: is required");
        assertThat(alice.get("/v1/workflows?page_num=1").msg()).isEqualTo("field workspace_id is invalid: is required");
        assertThat(alice.get("/v1/workflows?page_num=0&workspace_id=" + space).msg()).contains("field page_num");
        assertThat(alice.get("/v1/workflows?page_num=1&page_size=0&workspace_id=" + space).msg()).contains("field page_size");
        assertThat(alice.get("/v1/workflows?page_num=1&page_size=100&workspace_id=" + space).code()).isZero();
        assertThat(Pankou.on(database).user().get("/v1/workflows?page_num=1&workspace_id=" + space).msg())
                .contains("field workspace_id");
    }

    private static List<String> list(Person person, String space, String query) {
        return texts(person.get("/v1/workflows?page_num=1&workspace_id=" + space + "&" + query).data().get("items"), "workflow_id");
    }

    @Test
    void aListPageHoldsAtMostThirty() {
        var alice = Pankou.on(database).user();
        for (var i = 0; i < 31; i++) {
            create(alice, Map.of("name", "w" + i));
        }

        var page = alice.get("/v1/workflows?page_num=1&page_size=100&publish_status=all&workspace_id=" + alice.personalWorkspace()).data();

        assertThat(page.get("items")).hasSize(30);
        assertThat(page.get("has_more").booleanValue()).isTrue();
    }

    @Test
    void infoTellsWhatStartTakesAndEndGives() {
        var alice = Pankou.on(database).user();
        var workflow = create(alice, Map.of());
        save(alice, workflow, canvas("rows.json"));

        var plain = alice.get("/v1/workflows/" + workflow).data();
        var info = alice.get("/v1/workflows/" + workflow + "?include_input_output=true").data();

        assertThat(plain.has("input")).isFalse();
        assertThat(plain.get("workflow_detail").has("workflow_name")).isTrue();
        assertThat(info.get("input").get("parameters")).isEqualTo(Json.tree(
                """
                {"rows":{"type":"array","items":{"type":"object","properties":{"city":{"type":"string"},"temp":{"type":"number"}}},
                  "required":true,"description":"行"},
                 "limit":{"type":"integer","required":false,"default_value":"10"},
                 "when":{"type":"time","required":false},"doc":{"type":"doc","required":false},
                 "free":{"type":"object","required":false}}"""));
        assertThat(info.get("output")).isEqualTo(Json.tree(
                """
                {"terminate_plan":"return_variables","parameters":{"n":{"type":"integer"},
                 "bodies":{"type":"array","items":{"type":"string"}},"obj":{"type":"object"},"text":{"type":"string"}}}"""));
        var chatflow = create(alice, Map.of("workflow_mode", "chatflow"));
        save(alice, chatflow, canvas("support.json"));
        var output = alice.get("/v1/workflows/" + chatflow + "?include_input_output=true").data().get("output");
        assertThat(text(output, "terminate_plan")).isEqualTo("use_answer_content");
        assertThat(text(output, "content")).isEqualTo("{{output}}");
    }

    @Test
    void infoShowsWhatIsOnlineUntilTheDraftIsAskedFor() {
        var alice = Pankou.on(database).user();
        var workflow = Flows.published(alice);
        save(alice, workflow, canvas("rows.json"));

        var at = "/v1/workflows/" + workflow + "?include_input_output=true";
        assertThat(alice.get(at).data().get("input").get("parameters").has("input")).isTrue();
        assertThat(alice.get(at + "&is_debug=true").data().get("input").get("parameters").has("rows")).isTrue();
    }

    @Test
    void infoOfACanvasWithoutStartAndEndAndWithOddTypesIsStillAnswered() {
        var alice = Pankou.on(database).user();
        var workflow = create(alice, Map.of());
        save(alice, workflow, Json.tree("{\"nodes\":[{\"id\":\"100001\",\"type\":\"1\",\"data\":{\"outputs\":"
                + "[{\"name\":\"a\",\"type\":\"hologram\"},{\"name\":\"\"},7]}}]}"));

        var info = alice.get("/v1/workflows/" + workflow + "?include_input_output=true").data();

        assertThat(info.get("input")).isEqualTo(Json.tree("{\"parameters\":{\"a\":{\"type\":\"default\"}}}"));
        assertThat(info.get("output")).isEqualTo(Json.tree("{\"parameters\":{}}"));
    }

    @Test
    void aVersionKeepsItsCanvasAndCanBecomeTheDraftAgain() {
        var alice = Pankou.on(database).user();
        var workflow = create(alice, Map.of());
        save(alice, workflow, canvas("rows.json"));
        publish(alice, workflow, "v0.0.1").data();
        save(alice, workflow, canvas("absent.json"));
        save(alice, workflow, canvas("support.json"));

        var canvasAt = AT + "/" + workflow + "/canvas?version=";
        assertThat(alice.get(canvasAt + "v0.0.1").data().get("canvas")).isEqualTo(canvas("rows.json"));
        assertThat(text(alice.get(canvasAt + "v0.0.1").data(), "version")).isEqualTo("v0.0.1");
        assertThat(alice.get(canvasAt).data().get("draft_version").longValue()).isEqualTo(4);
        assertThat(alice.get(canvasAt + "v0.0.2").code()).isEqualTo(4200);

        var restore = AT + "/" + workflow + "/versions/v0.0.1/restore";
        assertThat(alice.post(restore, Map.of("draft_version", 3)).msg()).contains("is at version 4 now");
        assertThat(alice.post(restore, Map.of("draft_version", 4)).data().get("draft_version").longValue()).isEqualTo(5);
        assertThat(detail(alice, workflow).get("canvas")).isEqualTo(canvas("rows.json"));
        assertThat(alice.post(restore).data().get("draft_version").longValue()).as("nothing changed").isEqualTo(5);
        assertThat(alice.post(AT + "/" + workflow + "/versions/v7.0.0/restore").code()).isEqualTo(4200);
        assertThat(alice.post(AT + "/" + workflow + "/versions/draft/restore").code()).isEqualTo(4000);
    }

    @Test
    void aDiffNamesNodesFieldsAndEdges() {
        var alice = Pankou.on(database).user();
        var workflow = create(alice, Map.of());
        save(alice, workflow, canvas("rows.json"));
        publish(alice, workflow, "v0.0.1").data();
        var drawn = canvas("rows.json");
        var nodes = (ArrayNode) drawn.get("nodes");
        for (var node : nodes) {
            if (text(node, "id").equals("200020")) {
                ((ObjectNode) node.get("data").get("inputs")).put("code", "new").put("added", 1);
            }
            if (text(node, "id").equals("200002")) {
                ((ObjectNode) node.get("blocks").get(1).get("data").get("nodeMeta")).put("title", "改名");
                ((ArrayNode) node.get("edges")).remove(0);
            }
        }
        nodes.remove(nodes.size() - 2);
        nodes.addObject().put("id", "555").put("type", "15");
        save(alice, workflow, drawn);

        var diff = alice.get(AT + "/" + workflow + "/versions/draft/diff").data();

        assertThat(texts(diff.get("nodes_added"), "id")).containsExactly("555");
        assertThat(texts(diff.get("nodes_removed"), "id")).containsExactly("200040");
        assertThat(texts(diff.get("nodes_changed"), "id")).containsExactly("200004", "200020");
        assertThat(Json.text(diff.get("nodes_changed").get(0).get("fields"))).isEqualTo("[\"data.nodeMeta.title\"]");
        assertThat(Json.text(diff.get("nodes_changed").get(1).get("fields")))
                .isEqualTo("[\"data.inputs.added\",\"data.inputs.code\"]");
        assertThat(diff.get("edges_added")).isEmpty();
        assertThat(Json.text(diff.get("edges_removed"))).isEqualTo("[{\"source_node_id\":\"200002\",\"source_port_id\":"
                + "\"loop-function-inline-output\",\"target_node_id\":\"200003\",\"target_port_id\":\"\"}]");
        var first = alice.get(AT + "/" + workflow + "/versions/v0.0.1/diff").data();
        assertThat(first.get("nodes_added").size()).as("the first has all").isGreaterThan(15);
        var back = alice.get(AT + "/" + workflow + "/versions/v0.0.1/diff?against=draft").data();
        assertThat(back.get("nodes_added")).isEqualTo(diff.get("nodes_removed"));
        assertThat(alice.get(AT + "/" + workflow + "/versions/v5.0.0/diff").code()).isEqualTo(4200);
        assertThat(alice.get(AT + "/" + workflow + "/versions/draft/diff?against=v5.0.0").code()).isEqualTo(4200);
    }

    @Test
    void whatIsTakenDownIsNotPublishedAnyMore() {
        var alice = Pankou.on(database).user();
        var workflow = Flows.published(alice);

        assertThat(alice.post(AT + "/" + workflow + "/unpublish").code()).isZero();
        assertThat(detail(alice, workflow).has("version")).isFalse();
        assertThat(alice.post(AT + "/" + workflow + "/unpublish").msg()).contains("is not published");
        assertThat(publish(alice, workflow, "v0.0.1").msg()).contains("greater than v0.0.1");
        assertThat(publish(alice, workflow, "v0.0.2").code()).isZero();
    }

    @Test
    void whatIsUsedIsDeletedByForceOnly() {
        var alice = Pankou.on(database).user();
        var used = Flows.published(alice);
        var caller = create(alice, Map.of("name", "调用者"));
        save(alice, caller, Flows.calling(used, "v0.0.1", 0));
        publish(alice, caller, "v0.0.1").data();
        var ids = Map.of("workflow_id_list", Map.of("ids", List.of(Map.of("id", used))));
        var bot = alice.publishedBot(ids);
        alice.post("/v1/bot/update", Map.of("bot_id", bot, "workflow_id_list", Map.of("ids", List.of()))).json();

        var references = alice.get(AT + "/" + used + "/references").data();

        assertThat(Json.text(references.get("workflows"))).isEqualTo(
                "[{\"workflow_id\":\"" + caller + "\",\"name\":\"调用者\",\"in_draft\":true,\"in_published\":true}]");
        assertThat(texts(references.get("bots"), "bot_id")).containsExactly(bot);
        var refused = alice.delete(AT + "/" + used);
        assertThat(refused.code()).isEqualTo(4000);
        assertThat(refused.msg()).contains("workflow " + caller + " \"调用者\"", "bot " + bot, "force=true");
        save(alice, caller, canvas("absent.json"));
        assertThat(alice.get(AT + "/" + used + "/references").data().get("workflows").get(0).get("in_draft").booleanValue()).isFalse();
        assertThat(alice.delete(AT + "/" + used + "?force=true").code()).isZero();
        assertThat(alice.get(AT + "/" + used).code()).isEqualTo(4200);
        assertThat(alice.delete(AT + "/" + caller).code()).as("nobody uses it").isZero();
    }
}
