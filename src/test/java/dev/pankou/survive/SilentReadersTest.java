package dev.pankou.survive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.json.Json;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.TestDatabases;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * 2,000 clients start streamed chats with long answers and read nothing. The server has a heap that could not hold their
 * unread answers, so keeping them would end it; all chats end, others are served meanwhile.
 */
@Tag("slow")
final class SilentReadersTest {
    private static final int CLIENTS = 2000;
    private static final int PIECES = 1500;
    private static final String HEAP = "-Xmx384m";

    @Test
    void keepsItsMemoryAndServesOthersWhenTwoThousandClientsReadNothing() throws Exception {
        var folder = TestDatabases.folder();
        try (var fake = FakeModel.start().withoutRecording();
                var server = ChildServer.start(folder, null, Map.of(), HEAP, "-XX:+ExitOnOutOfMemoryError")) {
            var answer = longAnswer();
            fake.byDefault(request -> FakeModelReply.answer().raw(answer));
            var client = server.client();
            var silentBot = client.botOn(fake);
            var otherBot = client.bot(Map.of());
            var began = System.nanoTime();
            var sockets = new ArrayList<Socket>();
            try {
                for (var i = 0; i < CLIENTS; i++) {
                    sockets.add(silent(client, silentBot));
                }
                var asked = System.nanoTime();
                var events = client.streamed("/v3/chat", Client.say(otherBot, "有人吗？", true), Map.of());
                System.out.printf("Another client's chat took %.1f s%n", (System.nanoTime() - asked) / 1e9);
                assertThat(events).anyMatch(event -> event.event().equals("conversation.chat.completed"));

                awaitIdle(client.address(), Duration.ofSeconds(100));
                System.out.printf(
                        "%s silent readers: all chats ended after %.1f s, heap now %.0f MB of %s%n",
                        CLIENTS, (System.nanoTime() - began) / 1e9, metric(client.address(), "jvm_memory_used_bytes{area=\"heap\"") / 1e6, HEAP);
                assertThat(server.isAlive()).isTrue();
            } finally {
                for (var socket : sockets) {
                    socket.close();
                }
            }
            server.kill();
            var url = "jdbc:sqlite:" + server.data().resolve("pankou.db");
            try (var connection = DriverManager.getConnection(url);
                    var row = connection.createStatement().executeQuery("SELECT count(*) FROM chat WHERE status = 'completed'")) {
                assertThat(row.getInt(1)).isEqualTo(CLIENTS + 1);
            }
        }
    }

    /** The events of a long answer in few pieces, so that the scripted model costs little. */
    private static byte[] longAnswer() {
        var text = new StringBuilder();
        var chunk = Json.object().put("id", "chatcmpl-1").put("object", "chat.completion.chunk");
        chunk.putArray("choices").addObject().put("index", 0).putObject("delta").put("content", "沉默 ");
        text.repeat("data: " + chunk + "\n\n", PIECES);
        var end = Json.object().put("id", "chatcmpl-1").put("object", "chat.completion.chunk");
        end.putArray("choices").addObject().put("index", 0).put("finish_reason", "stop").putObject("delta");
        return (text + "data: " + end + "\n\ndata: [DONE]\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private static Socket silent(Client client, String bot) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4096); // so that nearly all of the answer stays with the server
        socket.connect(new InetSocketAddress(client.address().getHost(), client.address().getPort()));
        var body = Json.bytes(Client.say(bot, "说个不停", true));
        var head = "POST /v3/chat HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + client.token()
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(body);
        return socket;
    }

    private static void awaitIdle(URI address, Duration most) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + most.toNanos();
        while (metric(address, "pankou_chats_running") > 0) {
            assertThat(System.nanoTime()).as("chats still run").isLessThan(deadline);
            java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
        }
    }

    /** The sum of a metric over its labels. */
    private static double metric(URI address, String name) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var text = http.send(HttpRequest.newBuilder(address.resolve("/metrics")).build(), BodyHandlers.ofString())
                    .body();
            var found = List.of(text.split("\n")).stream().filter(line -> line.startsWith(name)).toList();
            assertThat(found).as(name).isNotEmpty();
            return found.stream().mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
        }
    }
}
