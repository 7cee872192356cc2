package dev.pankou.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.pankou.egress.CancelSignal;
import dev.pankou.egress.Egress;
import dev.pankou.egress.EgressPolicy;
import dev.pankou.json.Json;
import dev.pankou.model.ModelException.Kind;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModel.Recorded;
import dev.pankou.testing.FakeModelReply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class EmbedderTest {
    private static final ModelTimeouts QUICK = new ModelTimeouts(
            Duration.ofSeconds(25), Duration.ofSeconds(25), Duration.ofSeconds(25), 3, Duration.ofMillis(1), Duration.ofMillis(20));

    private final FakeModel fake = FakeModel.start().byDefault(EmbedderTest::vectors);
    private final Egress egress = new Egress(EgressPolicy.parse(""));

    @AfterEach
    void stop() {
        egress.close();
        fake.close();
    }

    private Embedder embedder(int batch) {
        return new Embedder(egress, new EmbeddingSpec(fake.baseUrl(), "sk-secret", "向量-3", batch, 2), QUICK);
    }

    /** (3, 4 × length of the text), in reverse order, as the contract allows. */
    private static FakeModelReply vectors(Recorded request) {
        var data = Json.array();
        var input = request.body().path("input");
        for (var i = input.size() - 1; i >= 0; i--) {
            var vector = data.addObject().put("object", "embedding").put("index", i).putArray("embedding");
            vector.add(3).add(4 * input.get(i).asString().length());
        }
        return FakeModelReply.body("application/json", Json.object().set("data", data).toString());
    }

    private static FakeModelReply embeddings(String data) {
        return FakeModelReply.body("application/json", "{\"data\":" + data + "}");
    }

    @Test
    void sendsTextsAndKeyAndMakesVectorsOfLengthOne() {
        var vectors = embedder(64).embed(List.of("一", "👋", ""));

        assertThat(vectors).hasSize(3);
        assertThat(vectors.get(0)).containsExactly(new float[] {0.6f, 0.8f}, within(1e-6f));
        assertThat(vectors.get(1)[0]).isEqualTo(3 / (float) Math.sqrt(73), within(1e-6f));
        var sent = fake.lastRequest();
        assertThat(sent.path()).isEqualTo("/v1/embeddings");
        assertThat(sent.headers()).containsEntry("authorization", "Bearer sk-secret");
        assertThat(sent.body().toString())
                .isEqualTo("{\"model\":\"向量-3\",\"encoding_format\":\"float\",\"input\":[\"一\",\"👋\",\".\"]}");
    }

    @Test
    void asksForNothingWhenThereIsNothing() {
        assertThat(embedder(64).embed(List.of())).isEmpty();
        assertThat(fake.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 9})
    void sendsNoMoreTextsAtOnceThanConfigured(int texts) {
        var given = IntStream.rangeClosed(1, texts).mapToObj("x"::repeat).toList();

        var vectors = embedder(3).embed(given);

        assertThat(fake.requests()).hasSize((texts + 2) / 3);
        for (var i = 0; i < texts; i++) {
            assertThat(vectors.get(i)[1] / vectors.get(i)[0]).isEqualTo(4 * (i + 1) / 3f, within(1e-5f));
        }
    }

    @Test
    void sendsNoMoreTokensAtOnceThanSmallServersTake() {
        embedder(64).embed(List.of("字".repeat(8000), "字".repeat(8000), "字", "字".repeat(20_000)));

        assertThat(fake.requests()).extracting(request -> request.body().path("input").size()).containsExactlyInAnyOrder(2, 1, 1);
    }

    @Test
    void findsOutHowManyTextsAServerTakes() {
        fake.byDefault(request -> request.body().path("input").size() > 10 ? FakeModelReply.error(400, "too_many") : vectors(request));
        var embedder = embedder(32);
        var texts = IntStream.rangeClosed(1, 32).mapToObj("x"::repeat).toList();

        var vectors = embedder.embed(texts);
        var before = fake.requests().size();
        embedder.embed(texts);

        assertThat(vectors).hasSize(32);
        assertThat(vectors.get(31)[1] / vectors.get(31)[0]).isEqualTo(4 * 32 / 3f, within(1e-4f));
        assertThat(before).isEqualTo(1 + 2 + 4);
        assertThat(fake.requests()).hasSize(before + 4);
    }

    @Test
    void oneBadTextFailsWithoutShrinkingWhatFollows() {
        fake.byDefault(request -> request.body().path("input").toString().contains("bad") ? FakeModelReply.error(400, "bad_text") : vectors(request));
        var embedder = embedder(4);

        var failure = catchThrowableOfType(ModelException.class, () -> embedder.embed(List.of("a", "b", "c", "bad")));
        var before = fake.requests().size();
        embedder.embed(List.of("a", "b", "c", "d"));

        assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
        assertThat(fake.requests()).hasSize(before + 1);
    }

    @Test
    void triesAgainWhileTheServerIsBusyOrAway() {
        fake.reply(FakeModelReply.error(429, "rate").header("Retry-After", "0"), FakeModelReply.error(503, "away"));

        assertThat(embedder(64).embed("你好")).hasSize(2);
        assertThat(fake.requests()).hasSize(3);
    }

    @Test
    void givesUpAfterTheLastTry() {
        fake.byDefault(request -> FakeModelReply.error(500, "broken"));

        var failure = catchThrowableOfType(ModelException.class, () -> embedder(64).embed("你好"));

        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(fake.requests()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[{\"index\":0,\"embedding\":[]},{\"index\":1,\"embedding\":[]}]",
                "[{\"index\":0,\"embedding\":[1]},{\"index\":0,\"embedding\":[1]}]",
                "[{\"index\":0,\"embedding\":[1]},{\"index\":2,\"embedding\":[1]}]",
                "[{\"index\":0,\"embedding\":[1]},{\"index\":1,\"embedding\":[1,2]}]",
                "[{\"index\":0,\"embedding\":[1]},{\"index\":1,\"embedding\":[0]}]",
                "[{\"index\":0,\"embedding\":[1]},{\"index\":1,\"embedding\":[\"x\"]}]",
                "[{\"index\":0,\"embedding\":[1]},{\"index\":1,\"embedding\":\"AAAA\"}]"
            })
    void refusesAnswersThatAreNoVectors(String data) {
        fake.byDefault(request -> embeddings(data));

        var failure = catchThrowableOfType(ModelException.class, () -> embedder(64).embed(List.of("a", "b")));

        assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
    }

    @Test
    void stopsWhenCancelled() {
        fake.byDefault(request -> FakeModelReply.answer().silence());
        var cancel = new CancelSignal();
        var embedder = embedder(1);

        var running = CompletableFuture.supplyAsync(() -> embedder.embed(List.of("a", "b", "c"), cancel));
        fake.awaitRequest();
        cancel.cancel();

        var failure = catchThrowableOfType(CompletionException.class, running::join);
        assertThat(((ModelException) failure.getCause()).kind()).isEqualTo(Kind.CANCELLED);
    }

    @Test
    void aQuestionDoesNotWaitForDocuments() {
        fake.byDefault(request -> request.body().path("input").toString().contains("document") ? FakeModelReply.answer().silence() : vectors(request));
        var cancel = new CancelSignal();
        var embedder = embedder(1);
        var documents = CompletableFuture.supplyAsync(() -> embedder.embed(List.of("document 1", "document 2", "document 3"), cancel));
        fake.awaitRequest();
        fake.awaitRequest();

        assertThat(embedder.embed("question")).hasSize(2);

        cancel.cancel();
        assertThat(catchThrowableOfType(CompletionException.class, documents::join)).isNotNull();
        assertThat(fake.requests()).hasSize(3);
    }
}
