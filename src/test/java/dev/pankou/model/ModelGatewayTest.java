package dev.pankou.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pankou.egress.Egress;
import dev.pankou.egress.EgressPolicy;
import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.model.ModelException.Kind;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ModelGatewayTest {
    private static final ModelTimeouts QUICK = new ModelTimeouts(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            3,
            Duration.ofMillis(1),
            Duration.ofMillis(20));
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);

    private final FakeModel fake = FakeModel.start();
    private final Egress egress = new Egress(EgressPolicy.parse(""));
    private final ModelGateway gateway = new ModelGateway(egress, QUICK, CLOCK);

    @AfterEach
    void stop() {
        egress.close();
        fake.close();
    }

    private ModelSpec model(ApiKind kind) {
        return new ModelSpec(
                new Id(7),
                "模型",
                kind,
                fake.baseUrl(),
                "sk-secret",
                "some-model",
                8000,
                EnumSet.allOf(Capability.class),
                List.of());
    }

    private ModelRequest ask(ApiKind kind) {
        return ModelRequest.of(model(kind), List.of(ModelMessage.User.of("你好 👋")));
    }

    private static List<ModelEvent> all(ModelCall call) {
        var events = new ArrayList<ModelEvent>();
        for (var event = call.next(); event != null; event = call.next()) {
            events.add(event);
        }
        return events;
    }

    private List<ModelEvent> answer(ModelRequest request) {
        try (var call = gateway.open(request)) {
            return all(call);
        }
    }

    private ModelException failure(ModelGateway of, ModelRequest request) {
        try (var call = of.open(request)) {
            return catchThrowableOfType(ModelException.class, () -> all(call));
        }
    }

    @ParameterizedTest
    @EnumSource(value = ApiKind.class, names = "OFFLINE", mode = EnumSource.Mode.EXCLUDE)
    void streamsThinkingTextAndUsage(ApiKind kind) {
        fake.reply(FakeModelReply.answer().reasoning("嗯").text("你", "好 🌏").usage(9, 4));

        var events = answer(ask(kind));

        assertThat(events).startsWith(new ModelEvent.Reasoning("嗯"), new ModelEvent.Text("你"), new ModelEvent.Text("好 🌏"));
        assertThat(events.getLast()).isInstanceOfSatisfying(ModelEvent.Finished.class, end -> {
            assertThat(end.reason()).isEqualTo(FinishReason.STOP);
            assertThat(end.usage()).isEqualTo(new Usage(9, 4, 1, 2, false));
        });
        assertThat(fake.lastRequest().headers()).containsEntry("authorization", "Bearer sk-secret");
        assertThat(fake.lastRequest().body().path("model").asString()).isEqualTo("some-model");
    }

    @ParameterizedTest
    @EnumSource(value = ApiKind.class, names = "OFFLINE", mode = EnumSource.Mode.EXCLUDE)
    void joinsParallelToolCalls(ApiKind kind) {
        fake.reply(FakeModelReply.answer().toolCall("a", "weather", "{\"city\":\"上海\"}").toolCall("b", "time", ""));

        var events = answer(ask(kind));

        assertThat(events.getFirst())
                .isEqualTo(new ModelEvent.ToolCalls(
                        List.of(new ToolCall("a", "weather", "{\"city\":\"上海\"}"), new ToolCall("b", "time", "{}"))));
        assertThat(((ModelEvent.Finished) events.getLast()).reason()).isEqualTo(FinishReason.TOOL_CALLS);
    }

    @Test
    void joinsToolCallsThatArriveInMixedPieces() {
        fake.reply(FakeModelReply.answer()
                .toolCall("a", "weather", "{\"ci")
                .toolCall("b", "time", "{")
                .toolCallPiece(0, "ty\":\"巴黎\"}")
                .toolCallPiece(1, "}"));

        assertThat(answer(ask(ApiKind.OPENAI_CHAT)).getFirst())
                .isEqualTo(new ModelEvent.ToolCalls(
                        List.of(new ToolCall("a", "weather", "{\"city\":\"巴黎\"}"), new ToolCall("b", "time", "{}"))));
    }

    @ParameterizedTest
    @EnumSource(value = ApiKind.class, names = "OFFLINE", mode = EnumSource.Mode.EXCLUDE)
    void acceptsAWholeAnswerFromAServerThatDoesNotStream(ApiKind kind) {
        fake.reply(FakeModelReply.answer().text("整", "个").toolCall("a", "time", "{}").usage(1, 2).whole());

        var events = answer(ask(kind));

        assertThat(events).contains(new ModelEvent.ToolCalls(List.of(new ToolCall("a", "time", "{}"))));
        assertThat(events.stream()
                        .filter(ModelEvent.Text.class::isInstance)
                        .map(event -> ((ModelEvent.Text) event).text())
                        .reduce("", String::concat))
                .isEqualTo("整个");
    }

    @Test
    void estimatesTheUsageThatAModelDoesNotTell() {
        fake.reply(FakeModelReply.answer().text("你好世界"));

        var end = (ModelEvent.Finished) answer(ask(ApiKind.OPENAI_CHAT)).getLast();

        assertThat(end.usage().estimated()).isTrue();
        assertThat(end.usage().outputTokens()).isEqualTo(4);
        assertThat(end.usage().inputTokens()).isPositive();
    }

    @Test
    void readsEventsHoweverTheyAreCut() {
        var stream = ": hi\r\n\r\nevent: x\r\ndata:{\"choices\":[{\"delta\":{\"content\":\"你🌏\"}}]}\r\n\r\n"
                + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"length\"}],\"usage\":null}\n\ndata: [DONE]\n\n";
        var reply = FakeModelReply.answer();
        for (var one : stream.getBytes(StandardCharsets.UTF_8)) {
            reply.raw(new byte[] {one});
        }
        fake.reply(reply);

        var events = answer(ask(ApiKind.OPENAI_CHAT));

        assertThat(events.getFirst()).isEqualTo(new ModelEvent.Text("你🌏"));
        assertThat(((ModelEvent.Finished) events.getLast()).reason()).isEqualTo(FinishReason.LENGTH);
    }

    @ParameterizedTest
    @CsvSource({
        "400,bad,REFUSED,1",
        "401,invalid_api_key,REFUSED,1",
        "400,context_length_exceeded,CONTEXT_TOO_LONG,1",
        "429,rate_limit,RATE_LIMITED,3",
        "429,insufficient_quota,RATE_LIMITED,1",
        "500,server_error,UNAVAILABLE,3",
        "503,overloaded,UNAVAILABLE,3"
    })
    void tellsStatusesApartAndRetriesWhatMayPass(int status, String code, Kind kind, int tries) {
        fake.byDefault(request -> FakeModelReply.error(status, code));

        var failure = failure(gateway, ask(ApiKind.OPENAI_CHAT));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(fake.requests()).hasSize(tries);
        assertThat(failure.publicMessage()).doesNotContain("secret").doesNotContain("127.0.0.1");
    }

    @Test
    void triesAgainAfterARateLimit() {
        fake.reply(FakeModelReply.error(429, "rate_limit").header("Retry-After", "0"), FakeModelReply.error(500, "x"));

        assertThat(answer(ask(ApiKind.OPENAI_CHAT))).contains(new ModelEvent.Text("Hello"));
        assertThat(fake.requests()).hasSize(3);
    }

    @Test
    void honoursRetryAfterUpToItsCap() {
        fake.reply(FakeModelReply.error(429, "rate_limit").header("Retry-After", "3600"));

        assertThat(answer(ask(ApiKind.OPENAI_CHAT))).contains(new ModelEvent.Text("Hello"));
    }

    @Test
    void doesNotTryAgainOnceSomethingWasAnswered() {
        fake.reply(FakeModelReply.answer().text("半").cutOff());

        assertThat(failure(gateway, ask(ApiKind.OPENAI_CHAT)).kind()).isEqualTo(Kind.CUT_OFF);
        assertThat(fake.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "responses"})
    void noticesAnAnswerThatEndsWithoutItsEnd(String api) {
        fake.reply(FakeModelReply.answer().text("半").raw(": nothing more\n\n"));

        var kind = api.equals("chat") ? ApiKind.OPENAI_CHAT : ApiKind.OPENAI_RESPONSES;

        assertThat(failure(gateway, ask(kind)).kind()).isEqualTo(Kind.CUT_OFF);
    }

    @Test
    void tellsAnErrorInMidStream() {
        fake.reply(FakeModelReply.answer().text("a").midStreamError("rate_limit_exceeded"));
        assertThat(failure(gateway, ask(ApiKind.OPENAI_CHAT)).kind()).isEqualTo(Kind.RATE_LIMITED);

        fake.reply(FakeModelReply.answer().text("a").midStreamError("server_error"));
        assertThat(failure(gateway, ask(ApiKind.OPENAI_RESPONSES)).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: {\"choices\":[{\n\n", "data: nonsense\n\n", "data: [1]\n\n", "data: {} {\n\n"})
    void refusesBrokenJson(String raw) {
        fake.byDefault(request -> FakeModelReply.answer().raw(raw));

        assertThat(failure(gateway, ask(ApiKind.OPENAI_CHAT)).kind()).isIn(Kind.MALFORMED, Kind.CUT_OFF);
    }

    @Test
    void refusesAPageInPlaceOfAnAnswer() {
        fake.reply(FakeModelReply.body("text/html", "<html>proxy</html>"));
        assertThat(failure(gateway, ask(ApiKind.OPENAI_CHAT)).kind()).isEqualTo(Kind.MALFORMED);

        fake.reply(FakeModelReply.body("text/plain", "hello"));
        assertThat(failure(gateway, ask(ApiKind.OPENAI_CHAT)).kind()).isEqualTo(Kind.MALFORMED);
    }

    @Test
    void givesUpOnASilentModel() {
        var impatient = new ModelGateway(
                egress,
                new ModelTimeouts(
                        Duration.ofMillis(400),
                        Duration.ofMillis(400),
                        Duration.ofSeconds(5),
                        2,
                        Duration.ofMillis(1),
                        Duration.ofMillis(1)),
                CLOCK);
        fake.byDefault(request -> FakeModelReply.answer().silence());
        assertThat(failure(impatient, ask(ApiKind.OPENAI_CHAT)).kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(fake.requests()).hasSize(2);

        fake.byDefault(request -> FakeModelReply.answer().text("a").silence());
        assertThat(failure(impatient, ask(ApiKind.OPENAI_CHAT)).kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(fake.requests()).hasSize(3);
    }

    @Test
    void saysThatAServerWhichIsNotThereIsUnavailable() {
        fake.close();

        assertThat(failure(gateway, ask(ApiKind.OPENAI_CHAT)).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void cancelsAStreamFromAnotherThreadAtOnce() throws Exception {
        fake.reply(FakeModelReply.answer().text("a").silence());
        var call = gateway.open(ask(ApiKind.OPENAI_CHAT));
        assertThat(call.next()).isEqualTo(new ModelEvent.Text("a"));

        Thread.ofVirtual().start(call::cancel);
        var failure = catchThrowableOfType(ModelException.class, call::next);

        assertThat(failure.kind()).isEqualTo(Kind.CANCELLED);
        fake.awaitCancelled();
    }

    @Test
    void cancelsWhileItWaitsForTheHeadOrTheNextTry() throws Exception {
        var patient = new ModelGateway(
                egress,
                new ModelTimeouts(
                        Duration.ofHours(1),
                        Duration.ofHours(1),
                        Duration.ofHours(1),
                        3,
                        Duration.ofHours(1),
                        Duration.ofHours(1)),
                CLOCK);
        fake.reply(FakeModelReply.error(500, "x"));
        var call = patient.open(ask(ApiKind.OPENAI_CHAT));
        Thread.ofVirtual().start(() -> {
            fake.awaitRequest();
            call.cancel();
        });

        assertThat(catchThrowableOfType(ModelException.class, call::next).kind()).isEqualTo(Kind.CANCELLED);
        assertThat(fake.requests()).hasSize(1);
    }

    @Test
    void givesPiecesAsTheyComeNotWhenAllIsThere() {
        var gate = new CountDownLatch(1);
        fake.reply(FakeModelReply.answer().text("first").waitFor(gate).text("second"));
        try (var call = gateway.open(ask(ApiKind.OPENAI_CHAT))) {
            assertThat(call.next()).isEqualTo(new ModelEvent.Text("first"));

            gate.countDown();

            assertThat(call.next()).isEqualTo(new ModelEvent.Text("second"));
        }
    }

    @Test
    void keepsTheConnectionForTheNextCalls() {
        for (var call = 0; call < 20; call++) {
            answer(ask(ApiKind.OPENAI_CHAT));
        }

        assertThat(fake.connections()).isLessThan(5); // a call may begin before the connection of the last one is free
    }

    @Test
    void writesMessagesToolsAndSettingsForChat() {
        var schema = Json.tree("{\"type\":\"object\"}");
        var sampling = new Sampling(
                0.5, 0.9, 40, 0.1, -0.1, 99, Sampling.ResponseFormat.JSON, Sampling.Thinking.ENABLED, true, true, 60);
        var messages = List.<ModelMessage>of(
                new ModelMessage.System("规则"),
                new ModelMessage.User(List.of(
                        new ContentPart.Text("看"),
                        ContentPart.Image.of(new byte[] {1, 2}, "image/png"),
                        new ContentPart.FileText("a.txt", "内容"))),
                new ModelMessage.Assistant("", "想", List.of(new ToolCall("c1", "time", "{}"))),
                new ModelMessage.ToolResult("c1", "12:00"));

        answer(new ModelRequest(
                model(ApiKind.OPENAI_CHAT), messages, List.of(new ToolSpec("time", "钟", schema)), sampling, null));

        var body = fake.lastRequest().body();
        assertThat(body.at("/stream_options/include_usage").asBoolean()).isTrue();
        assertThat(body.at("/messages/0/content").asString()).isEqualTo("规则");
        assertThat(body.at("/messages/1/content/1/image_url/url").asString()).isEqualTo("data:image/png;base64,AQI=");
        assertThat(body.at("/messages/1/content/2/text").asString()).contains("a.txt", "内容");
        assertThat(body.at("/messages/2/tool_calls/0/function/name").asString()).isEqualTo("time");
        assertThat(body.at("/messages/3/tool_call_id").asString()).isEqualTo("c1");
        assertThat(body.at("/tools/0/function/parameters")).isEqualTo(schema);
        assertThat(body.at("/response_format/type").asString()).isEqualTo("json_object");
        assertThat(body.at("/thinking/type").asString()).isEqualTo("enabled");
        assertThat(body.at("/max_tokens").asInt()).isEqualTo(99);
        assertThat(body.at("/top_k").asInt()).isEqualTo(40);
    }

    @Test
    void writesCachingForResponses() {
        var sampling = new Sampling(
                null, null, null, null, null, 5, Sampling.ResponseFormat.TEXT, null, true, true, 60);

        var events = answer(new ModelRequest(
                model(ApiKind.OPENAI_RESPONSES),
                List.<ModelMessage>of(ModelMessage.User.of("hi"), new ModelMessage.ToolResult("c1", "x")),
                List.of(),
                sampling,
                "resp_0"));

        var body = fake.lastRequest().body();
        assertThat(body.at("/caching/type").asString()).isEqualTo("enabled");
        assertThat(body.at("/expire_at").asLong()).isEqualTo(1_700_000_060);
        assertThat(body.at("/previous_response_id").asString()).isEqualTo("resp_0");
        assertThat(body.at("/input/0/content/0/text").asString()).isEqualTo("hi");
        assertThat(body.at("/input/1/call_id").asString()).isEqualTo("c1");
        assertThat(((ModelEvent.Finished) events.getLast()).responseId()).isEqualTo("resp_1");
    }

    @ParameterizedTest
    @CsvSource({
        "http://h, http://h/v1/chat/completions",
        "http://h/, http://h/v1/chat/completions",
        "http://h/v1, http://h/v1/chat/completions",
        "http://h/v1/, http://h/v1/chat/completions",
        "http://h/api/v3, http://h/api/v3/chat/completions",
        "http://h/v1beta/openai/, http://h/v1beta/openai/chat/completions",
        "http://h/v1/chat/completions, http://h/v1/chat/completions"
    })
    void takesBaseUrlsAsPeopleWriteThem(URI base, URI address) {
        assertThat(OpenAiHttp.address(base, "/chat/completions")).isEqualTo(address);
    }

    @Test
    void neverPrintsAKey() {
        assertThat(ask(ApiKind.OPENAI_CHAT).toString() + model(ApiKind.OPENAI_CHAT))
                .doesNotContain("sk-secret")
                .doesNotContain("你好");
    }
}
