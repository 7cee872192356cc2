package dev.pankou.survive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.Server;
import dev.pankou.config.Settings;
import dev.pankou.testing.Database;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.Sse;
import dev.pankou.testing.TestDatabases;
import dev.pankou.time.Times;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two nodes on one PostgreSQL: what was begun on one is seen, ended and continued on the other. */
final class TwoNodesTest {
    private static final String TOKEN = "pat_root_of_two_nodes";

    /** A node in this JVM with a data folder of its own. */
    private record Node(Server server, Path data) implements AutoCloseable {
        static Node start(String jdbcUrl) {
            return start(jdbcUrl, TestDatabases.folder());
        }

        /** Nodes of an installation share the key that seals the keys of models. */
        Node second(String jdbcUrl) throws IOException {
            var folder = TestDatabases.folder();
            Files.copy(data.resolve("secret.key"), folder.resolve("secret.key"));
            return start(jdbcUrl, folder);
        }

        private static Node start(String jdbcUrl, Path data) {
            var flags = Map.of(
                    "port", "0", "data", data.toString(), "bootstrap-token", TOKEN, "db-url", jdbcUrl, "egress-allow", "127.0.0.1");
            return new Node(Server.start(Settings.load(flags, Map.of(), Path.of("no-such-file")), Times.system()), data);
        }

        Client client() {
            return new Client(server.address(), TOKEN);
        }

        @Override
        public void close() {
            server.close();
        }
    }

    @Test
    void refusesASecondChatWhicheverNodeRunsTheFirst() throws IOException {
        var url = Database.POSTGRESQL.fresh().jdbcUrl();
        try (var fake = FakeModel.start();
                var first = Node.start(url);
                var second = first.second(url)) {
            var bot = first.client().botOn(fake);
            var conversation = first.client().conversation();
            var gate = new CountDownLatch(1);
            fake.reply(FakeModelReply.answer().waitFor(gate).text("好"));
            var chat = first.client().chat(conversation, bot, "一").data().get("id").stringValue();

            assertThat(second.client().chat(conversation, bot, "二").code()).isEqualTo(4016);
            assertThat(second.client().status(conversation, chat)).isEqualTo("in_progress");
            gate.countDown();

            second.client().await(conversation, chat, Duration.ofSeconds(10), "completed"::equals);
            assertThat(second.client().answers(conversation, chat).get(0).get("content").stringValue()).isEqualTo("好");
            assertThat(second.client().chat(conversation, bot, "三").code()).isZero();
        }
    }

    @Test
    void cancelsTheModelCallOfTheOtherNodeAtOnce() throws IOException {
        var url = Database.POSTGRESQL.fresh().jdbcUrl();
        try (var fake = FakeModel.start();
                var first = Node.start(url);
                var second = first.second(url)) {
            var bot = first.client().botOn(fake);
            second.client().get("/v1/users/me").data();
            var millis = new ArrayList<Long>();
            for (var i = 0; i < 5; i++) {
                var conversation = first.client().conversation();
                fake.reply(FakeModelReply.answer().text("半").silence());
                var chat = first.client().chat(conversation, bot, "一").data().get("id").stringValue();
                fake.awaitRequest();

                var began = System.nanoTime();
                second.client().cancel(conversation, chat).data();
                fake.awaitCancelled();
                millis.add((System.nanoTime() - began) / 1_000_000);

                assertThat(first.client().status(conversation, chat)).isEqualTo("canceled");
            }
            System.out.println("Cancel from another node to the end of the model call, ms: " + millis);
            assertThat(millis).as("the goal is 100, machines may be busy").allMatch(one -> one < 1000);
        }
    }

    @Test
    void resumesAStreamOnTheOtherNodeWithoutALostOrDoubledEvent() throws IOException {
        var url = Database.POSTGRESQL.fresh().jdbcUrl();
        try (var fake = FakeModel.start();
                var first = Node.start(url);
                var second = first.second(url)) {
            var bot = first.client().botOn(fake);
            var conversation = first.client().conversation();
            var pieces = IntStream.range(0, 300).mapToObj(i -> i + " ").toArray(String[]::new);
            var gate = new CountDownLatch(1);
            fake.reply(FakeModelReply.answer().text("先 ").waitFor(gate).text(pieces));
            var seen = new ArrayList<Sse>();
            var body = Client.say(bot, "一", true);
            var path = "/v3/chat?conversation_id=" + conversation;
            first.client().stream(path, body, Map.of("Pankou-Stream-Ids", "1"), event -> {
                seen.add(event);
                return !event.data().contains("先");
            });

            Thread.ofVirtual().start(gate::countDown);
            var headers = Map.of("Pankou-Stream-Ids", "1", "Last-Event-ID", seen.getLast().id());
            var rest = second.client().streamed(path, body, headers);

            seen.addAll(rest);
            assertThat(seen.stream().map(event -> Long.parseLong(event.id().substring(event.id().indexOf(':') + 1))))
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, seen.size()).boxed().toList());
            assertThat(text(seen)).isEqualTo("先 " + String.join("", pieces));
            assertThat(fake.requests()).hasSize(1);
        }
    }

    private static String text(List<Sse> events) {
        var text = new StringBuilder();
        events.stream()
                .filter(event -> event.event().equals("conversation.message.delta"))
                .forEach(event -> text.append(event.json().get("content").stringValue()));
        return text.toString();
    }

    @Test
    @Tag("slow")
    void endsTheChatsOfAKilledNodeWithinThirtySeconds() throws IOException {
        var url = Database.POSTGRESQL.fresh().jdbcUrl();
        var folder = TestDatabases.folder();
        try (var fake = FakeModel.start();
                var first = Node.start(url)) {
            Files.createDirectory(folder.resolve("data"));
            Files.copy(first.data().resolve("secret.key"), folder.resolve("data/secret.key"));
            try (var second = ChildServer.start(folder, url, Map.of())) {
                var killed = new Client(second.client().address(), TOKEN);
                var bot = first.client().botOn(fake);
                fake.byDefault(request -> FakeModelReply.answer().text("半").silence());
                var streamed = killed.conversation();
                var asked = killed.conversation();
                var chats = new ArrayList<String>();
                var seen = new ArrayList<Sse>();
                killed.stream("/v3/chat?conversation_id=" + streamed, Client.say(bot, "一", true), Map.of("Pankou-Stream-Ids", "1"), event -> {
                    seen.add(event);
                    return !event.data().contains("半");
                });
                chats.add(seen.getFirst().json().get("id").stringValue());
                var chat = killed.chat(asked, bot, "二").data().get("id").stringValue();
                second.kill();
                var began = System.nanoTime();

                // The client comes back to the living node and is told the truth there.
                var rest = first.client()
                        .streamed("/pankou/v1/chats/" + chats.getFirst() + "/events?after=" + seen.size(), null, Map.of());
                first.client().await(asked, chat, Duration.ofSeconds(30), "failed"::equals);

                var seconds = (System.nanoTime() - began) / 1e9;
                System.out.printf("The chats of a killed node ended after %.1f s%n", seconds);
                assertThat(seconds).isLessThan(30);
                assertThat(rest).extracting(Sse::event).containsExactly("conversation.chat.failed", "done");
                fake.byDefault(request -> FakeModelReply.answer().text("好"));
                assertThat(first.client().chat(asked, bot, "三").code()).isZero();
                assertThat(first.client().chat(streamed, bot, "四").code()).isZero();
            }
        }
    }

    @Test
    void cancelsAndAnswersTheRunsOfTheOtherNode() throws IOException {
        var url = Database.POSTGRESQL.fresh().jdbcUrl();
        try (var fake = FakeModel.start();
                var effects = Effects.start(1, 20);
                var first = Node.start(url);
                var second = first.second(url)) {
            var chain = Flow.published(first.client(), Flow.chain(effects.url(), first.client().model(fake)));
            var asking = Flow.published(first.client(), Flow.asking(effects.url()));
            fake.reply(FakeModelReply.answer().text("半").silence());
            var run = chain.launch(first.client(), "one");
            fake.awaitRequest();

            second.client()
                    .post("/pankou/v1/workflows/" + chain.id() + "/runs/" + run + "/cancel", Map.of())
                    .data();
            fake.awaitCancelled();
            assertThat(chain.status(first.client(), run)).isEqualTo("cancel");

            var waiting = asking.launch(first.client(), "two");
            var event = asking.await(first.client(), waiting, Duration.ofSeconds(10), "interrupted"::equals)
                    .get("run")
                    .get("interrupt_data")
                    .get("event_id")
                    .stringValue();
            assertThat(asking.resume(second.client(), event, "杭州").code()).isZero();
            var ended = asking.await(first.client(), waiting, Duration.ofSeconds(10), "success"::equals);
            assertThat(Flow.answer(ended)).isEqualTo(Flow.askingSays("two", "杭州"));
            assertThat(asking.resume(first.client(), event, "晚了").code()).isNotZero();
            assertThat(effects.counts().values()).containsOnly(1);
        }
    }

    @Test
    @Tag("slow")
    void goesOnWithTheAsynchronousRunsOfAKilledNode() throws IOException {
        var url = Database.POSTGRESQL.fresh().jdbcUrl();
        var folder = TestDatabases.folder();
        try (var fake = FakeModel.start().withoutRecording();
                var effects = Effects.start(7, 100);
                var first = Node.start(url)) {
            Files.createDirectory(folder.resolve("data"));
            Files.copy(first.data().resolve("secret.key"), folder.resolve("data/secret.key"));
            fake.byDefault(request -> FakeModelReply.answer().text(Flow.SAID));
            var chain = Flow.published(first.client(), Flow.chain(effects.url(), first.client().model(fake)));
            var runs = new ArrayList<String>();
            try (var second = ChildServer.start(folder, url, Map.of("egress-allow", "127.0.0.1"))) {
                var killed = new Client(second.client().address(), TOKEN);
                for (var i = 0; i < 12; i++) {
                    runs.add(chain.launch(killed, "k" + i));
                    java.util.concurrent.locks.LockSupport.parkNanos(30_000_000);
                }
                second.kill();
            }
            var began = System.nanoTime();

            var succeeded = 0;
            for (var i = 0; i < runs.size(); i++) {
                var ended = chain.await(
                        first.client(), runs.get(i), Duration.ofSeconds(35), status -> !status.equals("running"));
                if (ended.get("status").stringValue().equals("success")) {
                    assertThat(Flow.answer(ended)).isEqualTo(Flow.chainSays("k" + i));
                    succeeded++;
                } else {
                    assertThat(ended.get("run").get("error_message").stringValue()).contains("had begun when the server stopped");
                }
            }
            System.out.printf(
                    "The other node brought %s of %s runs to success, %.1f s after the kill%n",
                    succeeded, runs.size(), (System.nanoTime() - began) / 1e9);
            assertThat(effects.counts().values()).containsOnly(1);
        }
    }
}
