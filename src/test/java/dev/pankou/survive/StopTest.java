package dev.pankou.survive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.TestDatabases;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** SIGTERM in the middle of streams. */
@Tag("slow")
final class StopTest {
    private static final int STREAMS = 20;

    @Test
    void endsOpenStreamsAndExitsWithinTenSecondsOnSigterm() throws Exception {
        try (var fake = FakeModel.start();
                var server = ChildServer.start(TestDatabases.folder(), null, Map.of("stop-timeout", "1s"))) {
            fake.byDefault(request -> FakeModelReply.answer().text("半").silence());
            var client = server.client();
            var bot = client.botOn(fake);
            var open = new CountDownLatch(STREAMS);
            Queue<List<String>> ended = new ConcurrentLinkedQueue<>();
            var readers = new ArrayList<Thread>();
            for (var i = 0; i < STREAMS; i++) {
                readers.add(Thread.ofVirtual().start(() -> read(client, bot, open, ended)));
            }
            assertThat(open.await(30, TimeUnit.SECONDS)).isTrue();

            var began = System.nanoTime();
            server.terminate();
            var code = server.awaitExit(10);

            System.out.printf("Stopped with %s open streams in %.1f s%n", STREAMS, (System.nanoTime() - began) / 1e9);
            assertThat(code).isZero();
            for (var reader : readers) {
                assertThat(reader.join(Duration.ofSeconds(10))).isTrue();
            }
            assertThat(ended)
                    .hasSize(STREAMS)
                    .allSatisfy(events -> assertThat(events).endsWith("conversation.chat.failed", "done"));
        }
    }

    private static void read(Client client, String bot, CountDownLatch open, Queue<List<String>> ended) {
        var events = new ArrayList<String>();
        try {
            client.stream("/v3/chat", Client.say(bot, "一", true), Map.of(), event -> {
                events.add(event.event());
                if (event.data().contains("半")) {
                    open.countDown();
                }
                return true;
            });
        } catch (IOException broken) {
            events.add(broken.toString());
        }
        ended.add(events);
    }
}
