package dev.pankou.bot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.json.Json;
import dev.pankou.knowledge.Library;
import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import java.util.Collections;
import java.util.HashMap;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(Database.class)
record BotsTest(Database database) {
    private static final Map<String, Object> TOOL = Map.of(
            "name", "get_weather",
            "description", "天气 🌦",
            "parameters", Map.of("type", "object", "properties", Map.of("city", Map.of("type", "string"))));

    private static final List<String> API = List.of("1024");

    @Test
    void aBotWithNothingConfiguredShowsEmptyPartsAndTheDefaultModel() {
        var alice = Pankou.on(database).user();
        var bot = create(alice, Map.of()).data().get("bot_id").stringValue();

        var seen = draft(alice, bot);

        assertThat(seen.get("version").stringValue()).isEmpty();
        assertThat(seen.get("bot_mode").intValue()).isZero();
        assertThat(seen.get("folder_id").stringValue()).isEmpty();
        assertThat(seen.get("icon_url").stringValue()).endsWith("/icons/default-bot.svg");
        assertThat(Json.text(seen.get("prompt_info"))).isEqualTo("{\"prompt\":\"\",\"prompt_mode\":\"standard\"}");
        assertThat(Json.text(seen.get("onboarding_info"))).isEqualTo("{\"prologue\":\"\",\"suggested_questions\":[]}");
        assertThat(Json.text(seen.get("model_info")))
                .isEqualTo("{\"model_id\":\"1\",\"model_name\":\"Offline model\",\"parameters\":{},\"api_mode\":\"chat_api\"}");
        assertThat(seen.get("knowledge").get("knowledge_infos").isEmpty()).isTrue();
        for (var list : List.of("plugin_info_list", "workflow_info_list", "shortcut_commands", "variables", "voice_info_list",
                "client_tools")) {
            assertThat(seen.get(list).isArray() && seen.get(list).isEmpty()).as(list).isTrue();
        }
        assertThat(Json.text(seen.get("background_image_info").get("web_background_image")))
                .isEqualTo("{\"image_url\":\"\",\"origin_image_url\":\"\",\"theme_color\":\"\",\"canvas_position\":{},"
                        + "\"gradient_position\":{}}");
        assertThat(seen.get("create_time").longValue()).isBetween(1_600_000_000L, 10_000_000_000L);
    }

    @Test
    void turningOneThingOfKnowledgeOrOnboardingLosesNothingElse() {
        var alice = Pankou.on(database).user();
        var dataset = new Library(alice).dataset(Library.TEXT);
        var bot = create(alice, Map.of(
                        "onboarding_info", Map.of("prologue", "嗨 👋", "suggested_questions", List.of("问")),
                        "knowledge", Map.of("dataset_ids", List.of(dataset), "search_strategy", 20)))
                .data().get("bot_id").stringValue();

        update(alice, bot, Map.of("knowledge", Map.of("auto_call", false), "onboarding_info", Map.of("prologue", "新"))).data();

        var seen = draft(alice, bot);
        assertThat(Json.text(seen.get("onboarding_info"))).isEqualTo("{\"prologue\":\"新\",\"suggested_questions\":[\"问\"]}");
        assertThat(Json.text(seen.get("knowledge").get("dataset_ids"))).isEqualTo("[\"" + dataset + "\"]");
        assertThat(seen.get("knowledge").get("knowledge_infos").get(0).get("name").stringValue()).isEqualTo("手册 📚");
        assertThat(seen.get("knowledge").get("search_strategy").intValue()).isEqualTo(20);
        assertThat(seen.get("knowledge").get("auto_call").booleanValue()).isFalse();

        var emptied = Map.of("knowledge", Map.of("dataset_ids", List.of()), "onboarding_info",
                Map.of("prologue", "", "suggested_questions", List.of()));
        update(alice, bot, emptied).data();

        assertThat(draft(alice, bot).get("knowledge").get("dataset_ids")).isEmpty();
        assertThat(Json.text(draft(alice, bot).get("onboarding_info"))).isEqualTo("{\"prologue\":\"\",\"suggested_questions\":[]}");
    }

    @Test
    void whatIsGivenReplacesAndWhatIsAbsentStays() {
        var alice = Pankou.on(database).user();
        var bot = create(alice, Map.ofEntries(
                        Map.entry("description", "old"),
                        Map.entry("prompt_info", Map.of("prompt", "You plan hikes.")),
                        Map.entry("onboarding_info", Map.of("prologue", "Hi {{user_name}}", "suggested_questions", List.of("a", ""))),
                        Map.entry("suggest_reply_info", Map.of("reply_mode", "customized", "customized_prompt", "ask")),
                        Map.entry("plugin_id_list", Map.of("id_list", List.of(Map.of("plugin_id", "211", "api_id", 212)))),
                        Map.entry("workflow_id_list", Map.of("ids", List.of(Map.of("id", "701")))),
                        Map.entry("model_info_config", Map.of("model_id", "1", "temperature", 0.7, "response_format", "markdown",
                                "parameters", Map.of("thinking_type", "disabled"))),
                        Map.entry("media_config", Map.of("is_voice_call_closed", true)),
                        Map.entry("client_tools", List.of(TOOL)),
                        Map.entry("shortcut_commands", List.of(Map.of("name", "Forecast", "command", "/forecast",
                                "components", List.of(Map.of("name", "place", "type", "select", "options", List.of("x"))))))))
                .data().get("bot_id").stringValue();

        assertThat(update(alice, bot, Map.of("name", "新名", "client_tools", List.of(),
                "knowledge", Map.of("dataset_ids", List.of(new Library(alice).dataset(Library.TEXT)), "auto_call", false, "search_strategy", 20))).code()).isZero();

        var seen = draft(alice, bot);
        assertThat(seen.get("name").stringValue()).isEqualTo("新名");
        assertThat(seen.get("description").stringValue()).isEqualTo("old");
        assertThat(seen.get("prompt_info").get("prompt").stringValue()).isEqualTo("You plan hikes.");
        assertThat(seen.get("onboarding_info").get("suggested_questions")).hasSize(2);
        assertThat(seen.get("suggest_reply_info").get("reply_mode").stringValue()).isEqualTo("customized");
        assertThat(seen.get("plugin_info_list").get(0).get("api_info_list").get(0).get("api_id").stringValue()).isEqualTo("212");
        assertThat(seen.get("workflow_info_list").get(0).get("id").stringValue()).isEqualTo("701");
        assertThat(seen.get("model_info").get("temperature").doubleValue()).isEqualTo(0.7);
        assertThat(seen.get("model_info").get("response_format").stringValue()).isEqualTo("markdown");
        assertThat(seen.get("model_info").get("parameters").get("thinking_type").stringValue()).isEqualTo("disabled");
        assertThat(seen.get("model_info").has("top_p")).isFalse();
        assertThat(seen.get("media_config").get("is_voice_call_closed").booleanValue()).isTrue();
        assertThat(seen.get("client_tools").isEmpty()).isTrue();
        assertThat(seen.get("shortcut_commands").get(0).get("id").stringValue()).hasSizeGreaterThan(15);
        assertThat(seen.get("shortcut_commands").get(0).get("components").get(0).get("type").stringValue()).isEqualTo("select");
        assertThat(seen.get("knowledge").get("knowledge_infos").get(0).get("id").stringValue()).isNotEmpty();
        assertThat(seen.get("knowledge").get("auto_call").booleanValue()).isFalse();

        assertThat(update(alice, bot, Map.of("client_tools", List.of(TOOL))).code()).isZero();
        assertThat(draft(alice, bot).get("client_tools")).isEqualTo(Json.tree(Json.text(List.of(TOOL))));
    }

    @Test
    void nullFieldsOfThePythonClientCountAsAbsent() {
        var alice = Pankou.on(database).user();
        var nulls = new HashMap<String, Object>();
        for (var field : List.of("icon_file_id", "prompt_info", "onboarding_info", "model_info_config", "plugin_id_list",
                "workflow_id_list", "suggest_reply_info", "knowledge")) {
            nulls.put(field, null);
        }

        assertThat(create(alice, nulls).code()).isZero();
    }

    @Test
    void limitsHoldAtNAndFailAtNPlusOne() {
        var alice = Pankou.on(database).user();
        taken(alice, "name", "名".repeat(20));
        refused(alice, "name", "名".repeat(21), "name");
        refused(alice, "name", "", "name");
        taken(alice, "description", "d".repeat(500));
        refused(alice, "description", "d".repeat(501), "description");
        taken(alice, "prompt_info", Map.of("prompt", "🌲".repeat(20_000)));
        refused(alice, "prompt_info", Map.of("prompt", "p".repeat(20_001)), "prompt_info.prompt");
        taken(alice, "onboarding_info", Map.of("prologue", "p".repeat(300), "suggested_questions", List.of("q".repeat(50))));
        refused(alice, "onboarding_info", Map.of("prologue", "p".repeat(301)), "onboarding_info.prologue");
        refused(alice, "onboarding_info", Map.of("suggested_questions", List.of("q".repeat(51))), "onboarding_info.suggested_questions[0]");
        var dataset = new Library(alice).dataset(Library.TEXT);
        taken(alice, "knowledge", Map.of("dataset_ids", Collections.nCopies(150, dataset)));
        refused(alice, "knowledge", Map.of("dataset_ids", Collections.nCopies(151, dataset)), "knowledge.dataset_ids");
        refused(alice, "knowledge", Map.of("search_strategy", 2), "knowledge.search_strategy");
        taken(alice, "client_tools", tools(64));
        refused(alice, "client_tools", tools(65), "client_tools");
        refused(alice, "client_tools", List.of(TOOL, TOOL), "client_tools[1].name");
        taken(alice, "client_tools", List.of(Map.of("name", "a".repeat(64))));
        refused(alice, "client_tools", List.of(Map.of("name", "a".repeat(65))), "client_tools[0].name");
        refused(alice, "client_tools", List.of(Map.of("name", "a b")), "client_tools[0].name");
        refused(alice, "client_tools", List.of(Map.of("name", "a", "parameters", Map.of("type", "string"))), "client_tools[0].parameters");
        refused(alice, "client_tools", Map.of(), "client_tools");
        refused(alice, "shortcut_commands", List.of(Map.of("command", "/x")), "shortcut_commands[0].name");
        refused(alice, "shortcut_commands", List.of("x"), "shortcut_commands[0]");
        refused(alice, "space_id", "1", "space_id");
        refused(alice, "icon_file_id", "1", "icon_file_id");
    }

    @Test
    void promptModesAndReplyModesDoNotContradictThemselves() {
        var alice = Pankou.on(database).user();
        var prefix = Map.of("prefix_prompt", "fixed", "dynamic_prompt", "now");
        taken(alice, "prompt_info", Map.of("prompt_mode", "prefix", "prefix_prompt_info", prefix));
        refused(alice, "prompt_info", Map.of("prompt_mode", "prefix", "prompt", "p", "prefix_prompt_info", prefix), "prompt_info.prompt");
        refused(alice, "prompt_info", Map.of("prompt_mode", "prefix"), "prompt_info.prefix_prompt_info");
        refused(alice, "prompt_info", Map.of("prompt", "p", "prefix_prompt_info", prefix), "prompt_info.prefix_prompt_info");
        refused(alice, "suggest_reply_info", Map.of("reply_mode", "customized"), "suggest_reply_info.customized_prompt");
        refused(alice, "suggest_reply_info", Map.of("reply_mode", "never"), "suggest_reply_info.reply_mode");
    }

    @Test
    void modelSettingsMustFitTheModel() {
        var alice = Pankou.on(database).user();
        refused(alice, "model_info_config", Map.of("temperature", 1), "model_info_config.model_id");
        refused(alice, "model_info_config", Map.of("model_id", "2"), "model_info_config.model_id");
        modelTaken(alice, "temperature", 2);
        modelRefused(alice, "temperature", 2.01);
        modelTaken(alice, "top_p", 1);
        modelRefused(alice, "top_p", -0.1);
        modelRefused(alice, "top_k", -1);
        modelRefused(alice, "frequency_penalty", 2.5);
        modelRefused(alice, "presence_penalty", -2.5);
        modelTaken(alice, "max_tokens", 32_768);
        modelRefused(alice, "max_tokens", 32_769);
        modelRefused(alice, "response_format", "xml");
        modelRefused(alice, "api_mode", "grpc");
        modelRefused(alice, "cache_type", "all");
        taken(alice, "model_info_config", Map.of("model_id", "1", "api_mode", "responses_api", "parameters",
                Map.of("caching", Map.of("type", "enabled"), "store", true, "caching_expire_time", 259_200)));
        refused(alice, "model_info_config", Map.of("model_id", "1", "api_mode", "responses_api", "parameters",
                Map.of("caching_expire_time", 259_201)), "model_info_config.parameters.caching_expire_time");
        refused(alice, "model_info_config", Map.of("model_id", "1", "parameters", Map.of("caching.type", "enabled")),
                "model_info_config.parameters.caching.type");
        refused(alice, "model_info_config", Map.of("model_id", "1", "parameters", Map.of("thinking_type", "deep")),
                "model_info_config.parameters.thinking_type");
    }

    @Test
    void aBotThatThinksHasNoTools() {
        var alice = Pankou.on(database).user();
        var thinking = Map.of("model_id", "1", "parameters", Map.of("thinking_type", "enabled"));
        var bot = create(alice, Map.of("model_info_config", thinking)).data().get("bot_id").stringValue();

        for (var tools : List.of(
                Map.of("client_tools", List.of(TOOL)),
                Map.of("workflow_id_list", Map.of("ids", List.of(Map.of("id", "7")))),
                Map.of("plugin_id_list", Map.of("id_list", List.of(Map.of("plugin_id", "7", "api_id", "8")))),
                Map.of("shortcut_commands", List.of(Map.of("name", "x"))))) {
            assertThat(update(alice, bot, tools).msg()).contains("thinking_type");
        }
        assertThat(update(alice, bot, Map.of("client_tools", List.of(TOOL), "model_info_config", Map.of("model_id", "1"))).code())
                .isZero();
    }

    @Test
    void publishingMakesRisingVersionsThatNeverChange() {
        var alice = Pankou.on(database).user();
        var bot = create(alice, Map.of("prompt_info", Map.of("prompt", "one"))).data().get("bot_id").stringValue();
        assertThat(alice.get("/v1/bots/" + bot).code()).isEqualTo(4015);
        assertThat(alice.get("/v1/bot/get_online_info?bot_id=" + bot).code()).isEqualTo(4015);

        var first = publish(alice, bot, List.of("1024", "999")).data();
        update(alice, bot, Map.of("prompt_info", Map.of("prompt", "two"), "name", "second"));
        var second = publish(alice, bot, List.of("999")).data();

        assertThat(first.get("bot_id").stringValue()).isEqualTo(bot);
        assertThat(Long.parseLong(second.get("version").stringValue())).isGreaterThan(Long.parseLong(first.get("version").stringValue()));
        var online = alice.get("/v1/bot/get_online_info?bot_id=" + bot).data();
        assertThat(online.get("prompt_info").get("prompt").stringValue()).isEqualTo("one");
        assertThat(online.get("version")).isEqualTo(first.get("version"));
        assertThat(alice.get("/v1/bots/" + bot).data().get("name").stringValue()).isEqualTo("second");
        var versions = alice.get("/v1/bots/" + bot + "/versions").data();
        assertThat(versions.get("total").intValue()).isEqualTo(2);
        assertThat(versions.get("has_more").booleanValue()).isFalse();
        assertThat(versions.get("items").get(0).get("version")).isEqualTo(second.get("version"));
        assertThat(versions.get("items").get(0).get("created_at").isString()).isTrue();
        assertThat(versions.get("items").get(0).get("creator").get("name").stringValue()).startsWith("user-");
        assertThat(alice.get("/v1/bots/" + bot + "/versions?connector_id=1024").data().get("total").intValue()).isEqualTo(1);
        assertThat(alice.get("/v1/bots/" + bot + "/versions?page_size=1").data().get("has_more").booleanValue()).isTrue();
        assertThat(alice.get("/v1/bots/" + bot + "/versions?page_size=30").code()).isZero();
        assertThat(alice.get("/v1/bots/" + bot + "/versions?page_size=31").code()).isEqualTo(4000);
        var none = "/v1/bots/" + bot + "/versions?publish_status=unpublished_draft";
        assertThat(alice.get(none).data().get("total").intValue()).isZero();
        update(alice, bot, Map.of("name", "third"));
        assertThat(alice.get(none).data().get("items").get(0).get("version").stringValue()).isEmpty();
        assertThat(alice.get("/v1/bots/" + bot + "/versions?publish_status=all").code()).isEqualTo(4000);
    }

    @Test
    void aPublishedBotHidesTheHiddenParametersOfItsToolCommands() {
        var alice = Pankou.on(database).user();
        var components = List.of(Map.of("name", "open"), Map.of("name", "secret", "is_hide", true));
        var bot = create(alice, Map.of("shortcut_commands", List.of(
                        Map.of("name", "tool", "components", components, "tool", Map.of("name", "w", "type", "workflow")),
                        Map.of("name", "plain", "components", components))))
                .data().get("bot_id").stringValue();
        publish(alice, bot, API);

        var online = alice.get("/v1/bots/" + bot).data().get("shortcut_commands");

        assertThat(online.get(0).get("components")).hasSize(1);
        assertThat(online.get(1).get("components")).hasSize(2);
        assertThat(draft(alice, bot).get("shortcut_commands").get(0).get("components")).hasSize(2);
        // what is returned can be sent back
        assertThat(update(alice, bot, Map.of("shortcut_commands", online)).code()).isZero();
        assertThat(draft(alice, bot).get("shortcut_commands")).isEqualTo(online);
    }

    @Test
    void onlyKnownChannelsCanBePublishedTo() {
        var alice = Pankou.on(database).user();
        var bot = create(alice, Map.of()).data().get("bot_id").stringValue();

        assertThat(publish(alice, bot, List.of()).code()).isEqualTo(4000);
        assertThat(publish(alice, bot, List.of("7510000000000000221")).msg()).contains("together with channel 1024");
        assertThat(publish(alice, bot, List.of("1024", "7510000000000000221")).msg())
                .contains("channel 7510000000000000221 does not exist");
        assertThat(alice.get("/v1/bots/" + bot).code()).isEqualTo(4015);
    }

    @Test
    void unpublishingTakesABotFromOneChannel() {
        var alice = Pankou.on(database).user();
        var bot = create(alice, Map.of()).data().get("bot_id").stringValue();
        publish(alice, bot, List.of("1024", "999"));
        var path = "/v1/bots/" + bot + "/unpublish";

        assertThat(alice.post(path, Map.of("connector_id", "1024", "unpublish_reason", "r".repeat(1025))).code()).isEqualTo(4000);
        assertThat(alice.post(path, Map.of()).code()).isEqualTo(4000);
        assertThat(alice.post(path, Map.of("connector_id", "1024", "unpublish_reason", "r".repeat(1024))).code()).isZero();
        assertThat(alice.post(path, Map.of("connector_id", "1024")).code()).isEqualTo(4000);
        assertThat(alice.get("/v1/bot/get_online_info?bot_id=" + bot).code()).isEqualTo(4015);
        assertThat(alice.get("/v1/bot/get_online_info?connector_id=999&bot_id=" + bot).code()).isZero();
        assertThat(alice.get("/v1/bots/" + bot).code()).isZero();
    }

    @Test
    void listsFilterByStatusAndChannel() {
        var alice = Pankou.on(database).user();
        var draft = create(alice, Map.of("name", "draft")).data().get("bot_id").stringValue();
        var online = create(alice, Map.of("name", "online")).data().get("bot_id").stringValue();
        var changed = create(alice, Map.of("name", "changed")).data().get("bot_id").stringValue();
        var sdk = create(alice, Map.of("name", "sdk")).data().get("bot_id").stringValue();
        publish(alice, online, API);
        publish(alice, changed, API);
        publish(alice, sdk, List.of("999"));
        update(alice, changed, Map.of("name", "changed2"));

        assertThat(listed(alice, "")).containsExactlyInAnyOrder(online, changed);
        assertThat(listed(alice, "&publish_status=")).containsExactlyInAnyOrder(online, changed);
        assertThat(listed(alice, "&publish_status=all")).containsExactlyInAnyOrder(draft, online, changed, sdk);
        assertThat(listed(alice, "&publish_status=published_draft")).containsExactly(changed);
        assertThat(listed(alice, "&publish_status=unpublished_draft")).containsExactly(draft);
        assertThat(listed(alice, "&publish_status=PublishStatus.PUBLISHED_ONLINE&connector_id=999")).containsExactly(sdk);
        assertThat(listed(alice, "&publish_status=all&page_index=2&page_size=3")).hasSize(1);
        assertThat(listed(alice, "&publish_status=all&page_num=2&page_size=3")).hasSize(1);
        var items = alice.get("/v1/bots?publish_status=all&workspace_id=" + alice.personalWorkspace()).data();
        assertThat(items.get("total").intValue()).isEqualTo(4);
        for (var item : items.get("items")) {
            assertThat(item.has("published_at")).isEqualTo(item.get("is_published").booleanValue());
        }
        assertThat(alice.get("/v1/bots").code()).isEqualTo(4000);
        assertThat(alice.get("/v1/bots?workspace_id=" + alice.personalWorkspace() + "&page_num=0").code()).isEqualTo(4000);

        var old = alice.get("/v1/space/published_bots_list?space_id=" + alice.personalWorkspace()).data();
        assertThat(old.get("total").intValue()).isEqualTo(2);
        assertThat(old.get("space_bots").get(0).get("publish_time").stringValue()).matches("\\d{10}");
        // the list of what is online shows what is online
        assertThat(old.get("space_bots").get(0).get("bot_name").stringValue()).isEqualTo("changed");
    }

    @Test
    void aForeignBotLooksLikeAMissingOne() {
        var pankou = Pankou.on(database);
        var alice = pankou.user();
        var bob = pankou.user();
        var bot = create(alice, Map.of()).data().get("bot_id").stringValue();
        publish(alice, bot, API);

        for (var id : List.of(bot, "123")) {
            assertThat(bob.get("/v1/bots/" + id).code()).isEqualTo(4200);
            assertThat(bob.get("/v1/bots/" + id).msg()).isEqualTo("Requested resource bot_id=" + id + " does not exist. Please verify the id.");
            assertThat(bob.get("/v1/bots/" + id + "?is_published=false").code()).isEqualTo(4200);
            assertThat(bob.get("/v1/bots/" + id + "/versions").code()).isEqualTo(4200);
            assertThat(bob.get("/v1/bot/get_online_info?bot_id=" + id).code()).isEqualTo(4200);
            assertThat(update(bob, id, Map.of("name", "x")).code()).isEqualTo(4200);
            assertThat(publish(bob, id, API).code()).isEqualTo(4200);
            assertThat(bob.post("/v1/bots/" + id + "/unpublish", Map.of("connector_id", "1024")).code()).isEqualTo(4200);
        }
        assertThat(bob.get("/v1/bots?workspace_id=" + alice.personalWorkspace()).code()).isEqualTo(4000);
        assertThat(bob.get("/v1/space/published_bots_list?space_id=" + alice.personalWorkspace()).code()).isEqualTo(4000);
    }

    @Test
    void aTokenNeedsThePermissionAndTheWorkspace() {
        var pankou = Pankou.on(database);
        var alice = pankou.user();
        var team = alice.post("/v1/workspaces", Map.of("name", "t", "description", "d")).data().get("id").stringValue();
        var bot = create(alice, Map.of()).data().get("bot_id").stringValue();
        var chatOnly = token(pankou, alice, Map.of("name", "t", "permissions", List.of("chat")));
        var teamOnly = token(pankou, alice, Map.of("name", "t", "workspace_ids", List.of(team)));

        for (var weak : List.of(chatOnly, teamOnly)) {
            assertThat(weak.get("/v1/bots/" + bot).code()).isEqualTo(4101);
            assertThat(weak.get("/v1/bots/" + bot + "/versions").code()).isEqualTo(4101);
            assertThat(weak.get("/v1/bot/get_online_info?bot_id=" + bot).code()).isEqualTo(4101);
            assertThat(update(weak, bot, Map.of("name", "x")).code()).isEqualTo(4101);
            assertThat(publish(weak, bot, API).code()).isEqualTo(4101);
            assertThat(weak.post("/v1/bots/" + bot + "/unpublish", Map.of("connector_id", "1024")).code()).isEqualTo(4101);
            assertThat(weak.get("/v1/bots?workspace_id=" + alice.personalWorkspace()).code()).isEqualTo(4101);
            assertThat(weak.get("/v1/space/published_bots_list?space_id=" + alice.personalWorkspace()).code()).isEqualTo(4101);
            assertThat(weak.post("/v1/bot/create", Map.of("space_id", alice.personalWorkspace(), "name", "x")).code()).isEqualTo(4101);
        }
    }

    private static Person token(Pankou pankou, Person person, Map<String, ?> request) {
        return pankou.with(person.post("/pankou/v1/tokens", request).data().get("token").stringValue());
    }

    private static List<Map<String, String>> tools(int count) {
        return IntStream.range(0, count).mapToObj(i -> Map.of("name", "tool" + i)).toList();
    }

    private static Pankou.Reply create(Person person, Map<String, ?> fields) {
        var body = new HashMap<String, Object>(Map.of("space_id", person.personalWorkspace(), "name", "Trail guide"));
        body.putAll(fields);
        return person.post("/v1/bot/create", body);
    }

    private static Pankou.Reply update(Person person, String bot, Map<String, ?> fields) {
        var body = new HashMap<String, Object>(fields);
        body.put("bot_id", bot);
        return person.post("/v1/bot/update", body);
    }

    private static Pankou.Reply publish(Person person, String bot, List<String> connectors) {
        return person.post("/v1/bot/publish", Map.of("bot_id", bot, "connector_ids", connectors));
    }

    private static JsonNode draft(Person person, String bot) {
        return person.get("/v1/bots/" + bot + "?is_published=false").data();
    }

    private static List<String> listed(Person person, String query) {
        var items = person.get("/v1/bots?workspace_id=" + person.personalWorkspace() + query).data().get("items");
        return items.valueStream().map(item -> item.get("id").stringValue()).toList();
    }

    private static void taken(Person person, String field, Object value) {
        var reply = create(person, Collections.singletonMap(field, value));
        assertThat(reply.code()).as(field + " " + reply.text()).isZero();
    }

    private static void refused(Person person, String field, Object value, String named) {
        var reply = create(person, Collections.singletonMap(field, value));
        assertThat(reply.code()).as(field).isEqualTo(4000);
        assertThat(reply.msg()).startsWith("field " + Objects.requireNonNull(named) + " is invalid: ");
    }

    private static void modelTaken(Person person, String name, Object value) {
        taken(person, "model_info_config", Map.of("model_id", "1", name, value));
    }

    private static void modelRefused(Person person, String name, Object value) {
        refused(person, "model_info_config", Map.of("model_id", "1", name, value), "model_info_config." + name);
    }
}
