package dev.pankou.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.coze.openapi.client.bots.CreateBotReq;
import com.coze.openapi.client.bots.ListBotReq;
import com.coze.openapi.client.bots.PublishBotReq;
import com.coze.openapi.client.bots.RetrieveBotReq;
import com.coze.openapi.client.bots.UpdateBotReq;
import com.coze.openapi.client.bots.model.BotKnowledge;
import com.coze.openapi.client.bots.model.BotModelInfoConfig;
import com.coze.openapi.client.bots.model.BotOnboardingInfo;
import com.coze.openapi.client.bots.model.BotPromptInfo;
import com.coze.openapi.client.files.UploadFileReq;
import com.coze.openapi.service.auth.TokenAuth;
import com.coze.openapi.service.service.CozeAPI;
import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
record BotsByOfficialClientTest(Database database) {
    private static final byte[] PNG = "\u0089PNG\r\n\u001a\n and so on".getBytes(StandardCharsets.ISO_8859_1);

    @Test
    void createsChangesPublishesAndReadsABot() {
        var pankou = Pankou.on(database);
        var alice = pankou.user();
        var coze = new CozeAPI.Builder()
                .baseURL(pankou.address().toString())
                .auth(new TokenAuth(Objects.requireNonNull(alice.token())))
                .build();
        var icon = coze.files().upload(UploadFileReq.of("icon.png", PNG)).getFileInfo().getID();

        var bot = coze.bots().create(CreateBotReq.builder()
                        .spaceID(alice.personalWorkspace())
                        .name("Trail guide")
                        .description("Plans day hikes")
                        .iconFileID(icon)
                        .promptInfo(new BotPromptInfo("You plan hikes."))
                        .onboardingInfo(new BotOnboardingInfo("Hi", List.of("Easy walk?")))
                        .modelInfoConfig(BotModelInfoConfig.builder().modelId("1").temperature(0.5).maxTokens(100).build())
                        .build())
                .getBotID();
        coze.bots().update(UpdateBotReq.builder()
                .botID(bot)
                .name("Guide")
                .knowledge(BotKnowledge.builder().datasetIDs(List.of(new dev.pankou.knowledge.Library(alice).dataset(0))).autoCall(true).searchStrategy(1).build())
                .build());
        var unpublished = RetrieveBotReq.of(bot);
        assertThatThrownBy(() -> coze.bots().retrieve(unpublished)).hasMessageContaining("code=4015");
        var published = coze.bots().publish(PublishBotReq.builder().botID(bot).connectorIDs(List.of("1024")).build());
        assertThat(published.getBotID()).isEqualTo(bot);

        var seen = coze.bots().retrieve(RetrieveBotReq.of(bot)).getBot();
        assertThat(seen.getName()).isEqualTo("Guide");
        assertThat(seen.getDescription()).isEqualTo("Plans day hikes");
        assertThat(seen.getIconURL()).endsWith("/icons/" + icon);
        assertThat(seen.getPromptInfo().getPrompt()).isEqualTo("You plan hikes.");
        assertThat(seen.getOnboardingInfo().getSuggestedQuestions()).containsExactly("Easy walk?");
        assertThat(seen.getModelInfo().getModelID()).isEqualTo("1");
        assertThat(seen.getModelInfo().getTemperature()).isEqualTo(0.5);
        assertThat(seen.getKnowledge().getKnowledgeInfos()).hasSize(1);
        assertThat(seen.getVersion()).matches("\\d{13}");

        var list = coze.bots().list(ListBotReq.builder().spaceID(alice.personalWorkspace()).pageNum(1).pageSize(20).build());
        assertThat(list.getTotal()).isEqualTo(1);
        assertThat(list.getItems().getFirst().getBotID()).isEqualTo(bot);
        assertThat(list.getItems().getFirst().getBotName()).isEqualTo("Guide");
        assertThat(list.getItems().getFirst().getPublishTime()).matches("\\d{10}");
    }
}
