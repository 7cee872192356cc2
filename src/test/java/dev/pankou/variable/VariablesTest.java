package dev.pankou.variable;

import static dev.pankou.workflow.engine.Canvases.END;
import static dev.pankou.workflow.engine.Canvases.START;
import static dev.pankou.workflow.engine.Canvases.params;
import static dev.pankou.workflow.engine.Canvases.ref;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.json.Json;
import dev.pankou.testing.Database;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import dev.pankou.workflow.engine.Canvases;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
record VariablesTest(Database database) {
    private static final String APP = "7580001000000000402";

    private static Map<String, Object> declared(String keyword, String value, Object... more) {
        var all = new HashMap<String, Object>();
        all.put("keyword", keyword);
        all.put("default_value", value);
        for (var i = 0; i < more.length; i += 2) {
            all.put((String) more[i], more[i + 1]);
        }
        return all;
    }

    @SafeVarargs
    private static Pankou.Reply declare(Person person, String bot, Map<String, Object>... variables) {
        return person.put("/pankou/v1/bots/" + bot + "/variables", Map.of("variables", List.of(variables)));
    }

    private static Pankou.Reply set(Person person, String bot, String endUser, String keyword, String value) {
        return person.put("/v1/variables", Map.of(
                "bot_id", bot, "connector_uid", endUser, "data", List.of(Map.of("keyword", keyword, "value", value))));
    }

    /** {@code keyword=value} of each item. */
    private static List<String> held(Person person, String query) {
        var held = new ArrayList<String>();
        for (var item : person.get("/v1/variables?" + query).data().get("items")) {
            held.add(item.get("keyword").stringValue() + "=" + item.get("value").stringValue());
        }
        return held;
    }

    @Test
    void showsDefaultsUntilAValueIsSet() {
        var alice = Pankou.on(database).user();
        var bot = alice.publishedBot(Map.of());
        declare(alice, bot, declared("level", "易 🌱", "description", "难度"), declared("city", "")).data();

        var before = alice.get("/v1/variables?connector_uid=u&bot_id=" + bot).data().get("items");
        assertThat(Json.text(before))
                .isEqualTo("[{\"keyword\":\"level\",\"value\":\"易 🌱\",\"create_time\":0,\"update_time\":0},"
                        + "{\"keyword\":\"city\",\"value\":\"\",\"create_time\":0,\"update_time\":0}]");

        assertThat(Json.text(set(alice, bot, "u", "level", "难").json().get("data"))).isEqualTo("{}");

        var after = alice.get("/v1/variables?connector_uid=u&keywords=none,level&bot_id=" + bot).data().get("items");
        assertThat(after).hasSize(1);
        assertThat(after.get(0).get("value").stringValue()).isEqualTo("难");
        assertThat(after.get(0).get("create_time").longValue()).isBetween(1_600_000_000L, 10_000_000_000L);
        assertThat(after.get(0).get("update_time")).isEqualTo(after.get(0).get("create_time"));
    }

    @Test
    void keepsValuesApartByUserChannelEndUserAndBot() {
        var alice = Pankou.on(database).user();
        var bot = alice.publishedBot(Map.of());
        var other = alice.publishedBot(Map.of());
        declare(alice, bot, declared("city", "-")).data();
        declare(alice, other, declared("city", "-")).data();

        set(alice, bot, "u", "city", "杭州").data();
        alice.put("/v1/variables", Map.of("bot_id", bot, "connector_id", "999", "connector_uid", "u",
                        "data", List.of(Map.of("keyword", "city", "value", "苏州")))).data();

        assertThat(held(alice, "connector_uid=u&connector_id=1024&bot_id=" + bot)).containsExactly("city=杭州");
        assertThat(held(alice, "connector_uid=u&connector_id=999&bot_id=" + bot)).containsExactly("city=苏州");
        assertThat(held(alice, "connector_uid=U&bot_id=" + bot)).containsExactly("city=-");
        assertThat(held(alice, "connector_uid=u&bot_id=" + other)).containsExactly("city=-");
    }

    @Test
    void refusesWhatIsNotDeclaredNotEnabledOrNotPublished() {
        var alice = Pankou.on(database).user();
        var bot = alice.publishedBot(Map.of());
        declare(alice, bot, declared("on", "1"), declared("off", "2", "enable", false), declared("sys_uuid", "", "channel", "system"))
                .data();

        assertThat(set(alice, bot, "u", "on", "").code()).isZero();
        for (var keyword : List.of("off", "none", "sys_uuid")) {
            assertThat(set(alice, bot, "u", keyword, "x").msg()).isEqualTo(
                    "field data[0].keyword is invalid: variable \"" + keyword + "\" does not exist or is not enabled");
        }
        assertThat(held(alice, "connector_uid=u&bot_id=" + bot)).containsExactly("on=");
        assertThat(alice.put("/v1/variables", Map.of("bot_id", bot, "connector_uid", "u", "data", List.of(
                        Map.of("keyword", "on", "value", "half"), Map.of("keyword", "none", "value", "x")))).code()).isEqualTo(4000);
        assertThat(held(alice, "connector_uid=u&bot_id=" + bot)).as("all or nothing").containsExactly("on=");
        assertThat(alice.put("/v1/variables", Map.of("bot_id", bot, "connector_uid", "u", "data", List.of())).code()).isEqualTo(4000);
        assertThat(alice.get("/v1/variables?connector_uid=u").code()).isEqualTo(4000);
        assertThat(alice.get("/v1/variables?bot_id=" + bot).msg()).contains("connector_uid");
        assertThat(alice.get("/v1/variables?connector_uid=u&connector_id=7&bot_id=" + bot).code()).isEqualTo(4000);
        assertThat(alice.get("/v1/variables?connector_uid=" + "u".repeat(200) + "&bot_id=" + bot).code()).isZero();
        assertThat(alice.get("/v1/variables?connector_uid=" + "u".repeat(201) + "&bot_id=" + bot).code()).isEqualTo(4000);
        var draft = alice.draftBot(Map.of());
        assertThat(alice.get("/v1/variables?connector_uid=u&bot_id=" + draft).code()).isEqualTo(4015);
        var bob = Pankou.on(database).user();
        assertThat(bob.get("/v1/variables?connector_uid=u&bot_id=" + bot).code()).isEqualTo(4200);
        assertThat(set(bob, bot, "u", "on", "x").code()).isEqualTo(4200);
        assertThat(declare(bob, bot, declared("on", "x")).code()).isEqualTo(4200);
        assertThat(bob.get("/pankou/v1/bots/" + bot + "/variables").code()).isEqualTo(4200);
    }

    @Test
    void showsWhatABotDeclaresAndHoldsItsLimits() {
        var alice = Pankou.on(database).user();
        var bot = alice.publishedBot(Map.of());
        declare(alice, bot, declared("level", "easy", "description", "Fitness")).data();

        assertThat(Json.text(alice.get("/v1/bots/" + bot).data().get("variables")))
                .isEqualTo("[{\"keyword\":\"level\",\"default_value\":\"easy\",\"description\":\"Fitness\",\"enable\":true,"
                        + "\"prompt_enable\":true,\"channel\":\"custom\",\"variable_type\":\"KVVariable\"}]");
        assertThat(alice.get("/pankou/v1/bots/" + bot + "/variables").data().get("variables"))
                .isEqualTo(alice.get("/v1/bots/" + bot).data().get("variables"));
        assertThat(declare(alice, bot, declared("k".repeat(50), "")).code()).isZero();
        for (var bad : List.of("k".repeat(51), "", "1a", "a b", "a{{b}}", "a-b")) {
            assertThat(declare(alice, bot, declared(bad, "")).code()).as(bad).isEqualTo(4000);
        }
        assertThat(declare(alice, bot, declared("a", ""), declared("a", "")).msg())
                .isEqualTo("field variables[1].keyword is invalid: \"a\" is there twice");
        var most = IntStream.range(0, 101).mapToObj(i -> declared("k" + i, "")).toList();
        assertThat(alice.put("/pankou/v1/bots/" + bot + "/variables", Map.of("variables", most.subList(0, 100))).code()).isZero();
        assertThat(alice.put("/pankou/v1/bots/" + bot + "/variables", Map.of("variables", most)).code()).isEqualTo(4000);
        assertThat(set(alice, bot, "u", "k0", "值".repeat(100_000)).code()).isZero();
        assertThat(set(alice, bot, "u", "k0", "值".repeat(100_001)).code()).isEqualTo(4000);
        assertThat(alice.put("/pankou/v1/bots/" + bot + "/variables", Map.of("variables", List.of())).code()).isZero();
        assertThat(alice.get("/v1/bots/" + bot).data().get("variables")).isEmpty();
    }

    @Test
    void appsDeclareVariablesWithinAWorkspace() {
        var alice = Pankou.on(database).user();
        var path = "/pankou/v1/apps/" + APP + "/variables";
        var space = alice.personalWorkspace();
        alice.put(path, Map.of("workspace_id", space, "variables", List.of(declared("city", "北京")))).data();

        assertThat(held(alice, "connector_uid=u&app_id=" + APP)).containsExactly("city=北京");
        assertThat(alice.get(path + "?workspace_id=" + space).data().get("variables")).hasSize(1);
        var bob = Pankou.on(database).user();
        assertThat(bob.get("/v1/variables?connector_uid=u&app_id=" + APP).code()).isEqualTo(4200);
        assertThat(bob.get(path + "?workspace_id=" + space).code()).isEqualTo(4000);
        bob.put(path, Map.of("workspace_id", bob.personalWorkspace(), "variables", List.of(declared("city", "bob's")))).data();
        assertThat(held(alice, "connector_uid=u&app_id=" + APP)).containsExactly("city=北京");
        assertThat(held(bob, "connector_uid=u&app_id=" + APP)).containsExactly("city=bob's");
    }

    @Test
    void workflowsAndTheApiSeeTheSameValuesAtOnce() {
        var alice = Pankou.on(database).user();
        var bot = alice.publishedBot(Map.of());
        declare(alice, bot, declared("city", "默认"), declared("off", "x", "enable", false)).data();
        var start = "[{\"name\":\"v\",\"type\":\"string\"}]";
        var set = published(alice, new Canvases().start(start).node(
                        "110", "40", "Assign",
                        "{\"inputParameters\":[{\"name\":\"city\",\"left\":" + variable("city") + ",\"input\":"
                                + ref("string", START, "v") + "}]}",
                        "[{\"name\":\"isSuccess\",\"type\":\"boolean\"}]")
                .end(params("ok", ref("boolean", "110", "isSuccess"))).chain(START, "110", END));
        var get = published(alice, new Canvases().start("[]").end(params("v", variable("city"))).chain(START, END));
        var off = published(alice, new Canvases().start("[]").end(params("v", variable("off"))).chain(START, END));
        var mine = Map.of("bot_id", bot, "ext", Map.of("user_id", "u-1"));

        assertThat(run(alice, get, Map.of(), mine).json().get("data").stringValue()).isEqualTo("{\"v\":\"默认\"}");
        assertThat(run(alice, set, Map.of("v", "杭州"), mine).json().get("data").stringValue()).isEqualTo("{\"ok\":true}");
        assertThat(held(alice, "connector_uid=u-1&bot_id=" + bot)).containsExactly("city=杭州");
        set(alice, bot, "u-1", "city", "宁波").data();
        assertThat(run(alice, get, Map.of(), mine).json().get("data").stringValue()).isEqualTo("{\"v\":\"宁波\"}");
        assertThat(run(alice, off, Map.of(), mine).msg()).contains("variable off not exists");
    }

    @Test
    void promptsSeeTheUsersValuesAndTheRequestsComeFirst() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var model = alice.pankou().root().model(fake);
            var bot = alice.publishedBot(Map.of(
                    "prompt_info", Map.of("prompt", "{{city}} {{level}} {{hidden}} {{who}}"),
                    "model_info_config", Map.of("model_id", model)));
            declare(alice, bot, declared("city", "默认"), declared("level", "易"), declared("hidden", "h", "prompt_enable", false))
                    .data();
            set(alice, bot, "u-77", "city", "杭州 {{who}}").data();

            var said = List.of(Map.of("role", "user", "content", "hi", "content_type", "text"));
            fake.reply(FakeModelReply.answer().text("one"));
            alice.post("/v3/chat", Map.of("bot_id", bot, "user_id", "u-77", "stream", true, "additional_messages", said,
                    "custom_variables", Map.of("level", "难", "who", "我")));

            assertThat(fake.lastRequest().body().get("messages").get(0).get("content").stringValue())
                    .isEqualTo("杭州 {{who}} 难 {{hidden}} 我");
        }
    }

    private static String variable(String key) {
        return "{\"type\":\"string\",\"value\":{\"type\":\"ref\",\"content\":{\"source\":\"global_variable_user\",\"path\":[\""
                + key + "\"],\"blockID\":\"\",\"name\":\"\"}}}";
    }

    private static String published(Person person, Canvases canvas) {
        return person.publishedWorkflow("run", "workflow", canvas.json());
    }

    private static Pankou.Reply run(Person person, String workflow, Map<String, ?> parameters, Map<String, ?> more) {
        var body = new HashMap<String, Object>(more);
        body.put("workflow_id", workflow);
        body.put("parameters", parameters);
        return person.post("/v1/workflow/run", body);
    }
}
