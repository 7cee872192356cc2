package dev.pankou.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pankou.egress.Egress;
import dev.pankou.egress.EgressPolicy;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class RerankerTest {
    private final FakeModel fake = FakeModel.start();
    private final Egress egress = new Egress(EgressPolicy.parse(""));
    private final Reranker reranker =
            new Reranker(egress, new RerankSpec(fake.baseUrl(), "sk-secret", "重排", Duration.ofMillis(500)));

    @AfterEach
    void stop() {
        egress.close();
        fake.close();
    }

    private static FakeModelReply json(String body) {
        return FakeModelReply.body("application/json", body);
    }

    @Test
    void asksAsJinaAndCohereHaveIt() {
        fake.reply(json("{\"results\":[{\"index\":1,\"relevance_score\":0.9},{\"index\":0,\"relevance_score\":0.25}]}"));

        var scores = reranker.rank("怎么退货", List.of("发货 📦", "退货"));

        assertThat(scores).hasValueSatisfying(found -> assertThat(found).containsExactly(0.25, 0.9));
        assertThat(fake.lastRequest().path()).isEqualTo("/v1/rerank");
        assertThat(fake.lastRequest().headers()).containsEntry("authorization", "Bearer sk-secret");
        assertThat(fake.lastRequest().body().toString()).isEqualTo(
                "{\"model\":\"重排\",\"query\":\"怎么退货\",\"top_n\":2,\"return_documents\":false,\"documents\":[\"发货 📦\",\"退货\"]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":[{\"index\":0,\"relevance_score\":0.5},{\"index\":1,\"relevance_score\":1}]}",
                "[{\"index\":1,\"score\":1},{\"index\":0,\"score\":0.5}]"
            })
    void readsWhatOtherServersAnswer(String body) {
        fake.reply(json(body));

        assertThat(reranker.rank("q", List.of("a", "b"))).hasValueSatisfying(found -> assertThat(found).containsExactly(0.5, 1));
    }

    @Test
    void bringsOtherScalesToZeroToOne() {
        fake.reply(json("{\"results\":[{\"index\":0,\"relevance_score\":-2},{\"index\":1,\"relevance_score\":0}]}"));

        assertThat(reranker.rank("q", List.of("a", "b")))
                .hasValueSatisfying(found -> assertThat(found).containsExactly(new double[] {0.1192, 0.5}, within(1e-4)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json", "{}", "{\"results\":[{\"index\":0,\"relevance_score\":1}]}",
                "{\"results\":[{\"index\":0,\"relevance_score\":1},{\"index\":2,\"relevance_score\":1}]}",
                "{\"results\":[{\"index\":0,\"relevance_score\":1},{\"index\":1,\"relevance_score\":\"x\"}]}"
            })
    void saysNothingWhenTheAnswerMakesNoSense(String body) {
        fake.reply(json(body));

        assertThat(reranker.rank("q", List.of("a", "b"))).isEmpty();
    }

    @Test
    void saysNothingWhenTheModelFails() {
        fake.reply(FakeModelReply.error(500, "broken"));

        assertThat(reranker.rank("q", List.of("a"))).isEmpty();
        assertThat(fake.requests()).hasSize(1);
    }

    @Test
    void saysNothingWhenTheModelIsSlow() {
        fake.reply(FakeModelReply.answer().silence());

        assertThat(reranker.rank("q", List.of("a"))).isEmpty();
    }

    @Test
    void asksForNothingWhenThereIsNothing() {
        assertThat(reranker.rank("q", List.of())).hasValueSatisfying(found -> assertThat(found).isEmpty());
        assertThat(fake.requests()).isEmpty();
    }
}
