package dev.pankou.survive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.Server;
import dev.pankou.config.Settings;
import dev.pankou.store.StoreConfig;
import dev.pankou.testing.Database;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.TestClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.api.Test;

/**
 * The machine's clock jumps by an hour, forward and back. What is right: order and ids never suffer; runs and their time-outs do
 * not look at the wall clock; a deadline that is kept across restarts (tool outputs, an hour) follows the wall clock, so a jump
 * back can only lengthen it and a jump forward beyond it ends the chat as failed with its reason.
 */
@ParameterizedClass
@EnumSource(Database.class)
record ClockJumpTest(Database database) {
    private static final String TOKEN = "pat_root_of_the_clock";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static Server start(StoreConfig store, TestClock clock) {
        var flags = new HashMap<>(Map.of("port", "0", "data", store.dataDirectory().toString(), "bootstrap-token", TOKEN));
        if (store.jdbcUrl() != null) {
            flags.put("db-url", store.jdbcUrl());
        }
        return Server.start(Settings.load(flags, Map.of(), Path.of("no-such-file")), clock);
    }

    private static TestClock clock() {
        return new TestClock(Instant.parse("2026-01-05T09:30:12Z"));
    }

    @Test
    void keepsTheOrderOfMessagesAcrossJumpsAndARestartWithTheClockSetBack() throws IOException {
        var store = database.fresh();
        var clock = clock();
        var made = new ArrayList<String>();
        String conversation;
        try (var server = start(store, clock)) {
            var client = new Client(server.address(), TOKEN);
            conversation = client.conversation();
            for (var jump : List.of(Duration.ZERO, HOUR, HOUR.negated(), HOUR.negated(), HOUR)) {
                clock.advance(jump);
                for (var i = 0; i < 3; i++) {
                    made.add(add(client, conversation, "第 " + made.size()));
                }
            }
        }
        clock.advance(HOUR.negated());
        try (var server = start(store, clock)) {
            var client = new Client(server.address(), TOKEN);
            for (var i = 0; i < 3; i++) {
                made.add(add(client, conversation, "第 " + made.size()));
            }

            var listed = new ArrayList<String>();
            var path = "/v1/conversation/message/list?conversation_id=" + conversation;
            client.post(path, Map.of("order", "asc"))
                    .json()
                    .get("data")
                    .forEach(message -> listed.add(message.get("id").stringValue()));

            assertThat(listed).containsExactlyElementsOf(made);
            assertThat(made.stream().map(Long::parseLong)).isSorted().doesNotHaveDuplicates();
        }
    }

    private static String add(Client client, String conversation, String content) throws IOException {
        var body = Map.of("role", "user", "content", content, "content_type", "text");
        return client.post("/v1/conversation/message/create?conversation_id=" + conversation, body)
                .data()
                .get("id")
                .stringValue();
    }

    @Test
    void letsRunningChatsAndTokensAlone() throws IOException {
        var clock = clock();
        try (var fake = FakeModel.start();
                var server = start(database.fresh(), clock)) {
            var client = new Client(server.address(), TOKEN);
            var bot = client.botOn(fake);
            for (var jump : List.of(HOUR, HOUR.negated(), HOUR.negated())) {
                var gate = new CountDownLatch(1);
                fake.reply(FakeModelReply.answer().text("半").waitFor(gate).text("全"));
                var conversation = client.conversation();
                var chat = client.chat(conversation, bot, "一").data().get("id").stringValue();
                fake.awaitRequest();

                clock.advance(jump);
                assertThat(client.status(conversation, chat)).isEqualTo("in_progress");
                gate.countDown();

                client.await(conversation, chat, PATIENCE, "completed"::equals);
                assertThat(client.answers(conversation, chat).get(0).get("content").stringValue()).isEqualTo("半全");
            }
        }
    }

    @Test
    void keepsChatsWaitingForToolsAfterAJumpBackAndEndsThemHonestlyPastTheirHour() throws IOException {
        var clock = clock();
        try (var fake = FakeModel.start();
                var server = start(database.fresh(), clock)) {
            var client = new Client(server.address(), TOKEN);
            var bot = client.bot(Map.of(
                    "model_info_config", Map.of("model_id", client.model(fake)),
                    "client_tools", List.of(Map.of("name", "weather", "description", "d", "parameters", Map.of("type", "object")))));
            fake.byDefault(request -> FakeModelReply.answer().toolCall("call_1", "weather", "{}"));
            var late = client.conversation();
            var lateChat = client.chat(late, bot, "一").data().get("id").stringValue();
            client.await(late, lateChat, PATIENCE, "requires_action"::equals);

            clock.advance(HOUR.plusSeconds(1));
            client.await(late, lateChat, PATIENCE, "failed"::equals);
            var error = client.get("/v3/chat/retrieve" + Client.place(late, lateChat)).data().get("last_error");
            assertThat(error.get("msg").stringValue()).isEqualTo("the tool outputs were not submitted in time");

            var patient = client.conversation();
            var chat = client.chat(patient, bot, "二").data().get("id").stringValue();
            client.await(patient, chat, PATIENCE, "requires_action"::equals);
            clock.advance(HOUR.negated());
            fake.byDefault(request -> FakeModelReply.answer().text("晴"));
            var outputs = Map.of("tool_outputs", List.of(Map.of("tool_call_id", "call_1", "output", "晴")));
            client.post("/v3/chat/submit_tool_outputs" + Client.place(patient, chat), outputs).data();

            client.await(patient, chat, PATIENCE, "completed"::equals);
            assertThat(client.chat(late, bot, "三").code()).isZero();
        }
    }
}
