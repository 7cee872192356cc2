package dev.pankou.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.coze.openapi.client.bots.CreateBotReq;
import com.coze.openapi.client.bots.ListBotReq;
import com.coze.openapi.client.bots.PublishBotReq;
import com.coze.openapi.client.bots.RetrieveBotReq;
import com.coze.openapi.client.bots.UpdateBotReq;
import com.coze.openapi.client.bots.model.BotMode;
import com.coze.openapi.client.bots.model.BotModelInfoConfig;
import com.coze.openapi.client.bots.model.BotOnboardingInfo;
import com.coze.openapi.client.bots.model.BotPromptInfo;
import com.coze.openapi.client.bots.model.SimpleBot;
import com.coze.openapi.client.exception.CozeApiException;
import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
record JavaClientBotsTest(Database database) {
    @Test
    @Covers({Call.CREATE_BOT, Call.UPDATE_BOT, Call.PUBLISH_BOT, Call.RETRIEVE_ONLINE_BOT, Call.LIST_PUBLISHED_BOTS})
    void takesABotFromItsDraftToTheList() {
        var alice = Pankou.on(database).user();
        var space = alice.personalWorkspace();
        var coze = Clients.java(alice);

        var id = coze.bots()
                .create(CreateBotReq.builder()
                        .spaceID(space)
                        .name("向导 🥾")
                        .description("draft")
                        .promptInfo(new BotPromptInfo("You plan hikes."))
                        .onboardingInfo(new BotOnboardingInfo("你好 {{user_name}}", List.of("近的路？")))
                        .modelInfoConfig(BotModelInfoConfig.builder()
                                .modelId("1")
                                .temperature(0.7)
                                .maxTokens(500)
                                .build())
                        .build())
                .getBotID();
        coze.bots().update(UpdateBotReq.builder().botID(id).description("Plans day hikes").build());
        var published = coze.bots()
                .publish(PublishBotReq.builder().botID(id).connectorIDs(List.of("1024")).build());
        var bot = coze.bots().retrieve(RetrieveBotReq.of(id)).getBot();

        assertThat(published.getBotID()).isEqualTo(id);
        assertThat(published.getBotVersion()).matches("\\d{13}");
        assertThat(bot.getBotID()).isEqualTo(id);
        assertThat(bot.getName()).isEqualTo("向导 🥾");
        assertThat(bot.getDescription()).isEqualTo("Plans day hikes");
        assertThat(bot.getVersion()).isEqualTo(published.getBotVersion());
        assertThat(bot.getPromptInfo().getPrompt()).isEqualTo("You plan hikes.");
        assertThat(bot.getOnboardingInfo().getPrologue()).isEqualTo("你好 {{user_name}}");
        assertThat(bot.getOnboardingInfo().getSuggestedQuestions()).containsExactly("近的路？");
        assertThat(bot.getBotMode()).isEqualTo(BotMode.SINGLE_AGENT);
        assertThat(bot.getModelInfo().getModelID()).isEqualTo("1");
        assertThat(bot.getModelInfo().getTemperature()).isEqualTo(0.7);
        assertThat(bot.getModelInfo().getMaxTokens()).isEqualTo(500);
        assertThat(bot.getPluginInfoList()).isEmpty();
        assertThat(bot.getWorkflowInfoList()).isEmpty();
        assertThat(bot.getUpdateTime()).isGreaterThan(1_600_000_000L);

        var second = alice.publishedBot(Map.of("name", "second"));
        var page = coze.bots().list(ListBotReq.builder().spaceID(space).pageNum(1).pageSize(1).build());
        var seen = new ArrayList<SimpleBot>();
        page.getIterator().forEachRemaining(seen::add);

        assertThat(page.getTotal()).isEqualTo(2);
        assertThat(seen).extracting(SimpleBot::getBotID).containsExactlyInAnyOrder(second, id);
        var listed = seen.stream().filter(one -> one.getBotID().equals(id)).findFirst().orElseThrow();
        assertThat(listed.getBotName()).isEqualTo("向导 🥾");
        assertThat(listed.getPublishTime()).matches("\\d{10}");
    }

    @Test
    @Covers(raw = {Call.UNPUBLISH_BOT, Call.LIST_BOTS, Call.RETRIEVE_BOT, Call.LIST_BOT_VERSIONS})
    void unpublishesABot() {
        var alice = Pankou.on(database).user();
        var bot = alice.publishedBot(Map.of("name", "向导"));

        var before = alice.get("/v1/bots?workspace_id=" + alice.personalWorkspace()).data();
        var versions = alice.get("/v1/bots/" + bot + "/versions").data();
        var online = alice.get("/v1/bots/" + bot).data();
        for (var channel : List.of("1024", "999")) {
            var body = Map.of("connector_id", channel, "unpublish_reason", "季节结束");
            assertThat(alice.post("/v1/bots/" + bot + "/unpublish", body).code()).isZero();
        }
        var after = alice.get("/v1/bots?workspace_id=" + alice.personalWorkspace()).data();

        assertThat(before.get("total").intValue()).isEqualTo(1);
        assertThat(before.get("items").get(0).get("id").stringValue()).isEqualTo(bot);
        assertThat(before.get("items").get(0).get("is_published").booleanValue()).isTrue();
        assertThat(versions.get("items")).hasSize(1);
        assertThat(online.get("version")).isEqualTo(versions.get("items").get(0).get("version"));
        assertThat(after.get("total").intValue()).isZero();
        assertThatThrownBy(() -> Clients.java(alice).bots().retrieve(RetrieveBotReq.of(bot)))
                .rootCause()
                .isInstanceOfSatisfying(CozeApiException.class, thrown -> assertThat(thrown.getCode()).isEqualTo(4015));
    }
}
