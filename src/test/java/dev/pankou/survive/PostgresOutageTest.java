package dev.pankou.survive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.Server;
import dev.pankou.config.Settings;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.Sse;
import dev.pankou.testing.TestDatabases;
import dev.pankou.time.Times;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** PostgreSQL is stopped under load and started again: the server waits, says so, and recovers by itself. */
@Tag("slow")
final class PostgresOutageTest {
    private static final String TOKEN = "pat_root_of_the_outage";
    private static final int WRITERS = 3;
    private static final int STREAMS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void losesNothingAndRecoversByItself() throws Exception {
        try (var outage = TestDatabases.outage();
                var fake = FakeModel.start()) {
            var url = outage.config().jdbcUrl();
            var data = outage.config().dataDirectory().toString();
            var flags = Map.of("port", "0", "data", data, "bootstrap-token", TOKEN, "db-url", url);
            try (var server = Server.start(Settings.load(flags, Map.of(), Path.of("no-such-file")), Times.system())) {
                survives(outage, fake, new Client(server.address(), TOKEN));
            }
        }
    }

    private static void survives(TestDatabases.Outage outage, FakeModel fake, Client client) throws Exception {
        var bot = client.botOn(fake);
        var conversation = client.conversation();
        var acknowledged = new ConcurrentHashMap<String, String>();
        var strange = new ConcurrentLinkedQueue<String>();
        var refusals = new CountDownLatch(3);
        var recovered = new CountDownLatch(50);
        var down = new AtomicBoolean();
        var stopped = new AtomicBoolean();
        var threads = new ArrayList<Thread>();
        for (var i = 0; i < WRITERS; i++) {
            var name = "写 " + i + " ";
            threads.add(Thread.ofVirtual().start(() -> {
                for (var n = 0; !stopped.get(); n++) {
                    write(client, conversation, name + n, acknowledged, strange, down.get() ? refusals : null, recovered);
                }
            }));
        }
        var gate = new CountDownLatch(1);
        fake.byDefault(request -> FakeModelReply.answer().text("半").waitFor(gate).text("全"));
        Queue<List<String>> ends = new ConcurrentLinkedQueue<>();
        var begun = new CountDownLatch(STREAMS);
        for (var i = 0; i < STREAMS; i++) {
            threads.add(Thread.ofVirtual().start(() -> ends.add(stream(client, bot, begun))));
        }
        assertThat(begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("streams begin").isTrue();

        outage.stop();
        down.set(true);
        gate.countDown(); // the answers are whole while there is nowhere to store them
        assertThat(refusals.await(60, TimeUnit.SECONDS)).as("writes are refused").isTrue();
        assertThat(ends).isEmpty();
        outage.start();
        down.set(false);

        var began = System.nanoTime();
        var left = recovered.getCount();
        assertThat(left).isPositive();
        assertThat(recovered.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("writes succeed again").isTrue();
        stopped.set(true);
        for (var thread : threads) {
            assertThat(thread.join(PATIENCE)).as("a client ends").isTrue();
        }
        System.out.printf(
                "PostgreSQL is back: all work went on after %.1f s, %s writes acknowledged%n",
                (System.nanoTime() - began) / 1e9, acknowledged.size());
        assertThat(strange).isEmpty();
        for (var message : acknowledged.entrySet()) {
            var path = "/v1/conversation/message/retrieve?conversation_id=" + conversation + "&message_id=" + message.getKey();
            assertThat(client.get(path).data().get("content").stringValue()).isEqualTo(message.getValue());
        }
        assertThat(ends).hasSize(STREAMS);
        for (var end : ends) {
            assertThat(end.getFirst()).isEqualTo("conversation.chat.completed");
            assertThat(client.status(end.get(1), end.get(2))).isEqualTo("completed");
            assertThat(client.answers(end.get(1), end.get(2)).get(0).get("content").stringValue()).isEqualTo("半全");
            assertThat(client.chat(end.get(1), bot, "再来").code()).isZero();
        }
    }

    private static void write(
            Client client,
            String conversation,
            String content,
            Map<String, String> acknowledged,
            Queue<String> strange,
            @Nullable CountDownLatch refusals,
            CountDownLatch recovered) {
        var body = Map.of("role", "user", "content", content, "content_type", "text");
        try {
            var reply = client.post("/v1/conversation/message/create?conversation_id=" + conversation, body);
            if (reply.code() == 0) {
                acknowledged.put(reply.data().get("id").stringValue(), content);
                if (refusals == null && acknowledged.size() > 1) {
                    recovered.countDown();
                }
            } else if (reply.status() == 503 && reply.code() == 5000) {
                if (refusals != null) {
                    refusals.countDown();
                }
            } else {
                strange.add(reply.toString());
            }
        } catch (IOException | RuntimeException failed) {
            strange.add(failed.toString());
        }
    }

    /** How a stream ended: its last event but done, conversation, chat. Its first event tells that the question is stored. */
    private static List<String> stream(Client client, String bot, CountDownLatch begun) {
        try {
            var events = new ArrayList<Sse>();
            client.stream("/v3/chat", Client.say(bot, "一", true), Map.of(), event -> {
                if (events.isEmpty()) {
                    begun.countDown();
                }
                return events.add(event);
            });
            var last = events.get(events.size() - 2);
            return List.of(
                    last.event(),
                    last.json().get("conversation_id").stringValue(),
                    last.json().get("id").stringValue());
        } catch (IOException | RuntimeException | AssertionError broken) {
            return List.of(broken.toString());
        }
    }
}
