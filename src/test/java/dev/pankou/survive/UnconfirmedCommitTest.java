package dev.pankou.survive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.Server;
import dev.pankou.config.Settings;
import dev.pankou.testing.Database;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.Sse;
import dev.pankou.time.Times;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PostgreSQL commits, but its answer is lost on the way: the work is tried again and must not trip over itself. */
final class UnconfirmedCommitTest {
    private static final String TOKEN = "pat_root_of_the_proxy";

    /** The transaction to cut by a statement in it: the chat's end, or an answer stored before the suggestions. */
    @ParameterizedTest
    @ValueSource(strings = {"SET status = $1", "INSERT INTO message"})
    void endsAChatAsCompletedWhenTheAnswerToItsCommitWasLost(String statement) throws IOException {
        var store = Database.POSTGRESQL.fresh();
        try (var fake = FakeModel.start();
                var proxy = new CuttingProxy(store.jdbcUrl())) {
            var flags = Map.of(
                    "port", "0",
                    "data", store.dataDirectory().toString(),
                    "bootstrap-token", TOKEN,
                    "db-url", proxy.jdbcUrl());
            try (var server = Server.start(Settings.load(flags, Map.of(), Path.of("no-such-file")), Times.system())) {
                var client = new Client(server.address(), TOKEN);
                var bot = client.bot(Map.of(
                        "model_info_config", Map.of("model_id", client.model(fake)),
                        "suggest_reply_info", Map.of("reply_mode", "enable")));
                var conversation = client.conversation();
                var gate = new CountDownLatch(1);
                fake.reply(
                        FakeModelReply.answer().text("半").waitFor(gate).text("全"),
                        FakeModelReply.answer().text("[\"甲？\",\"乙？\"]"));
                var events = new ArrayList<Sse>();

                var ended = client.stream("/v3/chat?conversation_id=" + conversation, Client.say(bot, "一", true), Map.of(), event -> {
                    events.add(event);
                    if (event.data().contains("半")) {
                        proxy.cutCommitAfter(statement);
                        gate.countDown();
                    }
                    return true;
                });

                assertThat(proxy.hasCut()).isTrue();
                assertThat(ended).isTrue();
                var last = events.get(events.size() - 2);
                assertThat(last.event()).isEqualTo("conversation.chat.completed");
                var chat = last.json().get("id").stringValue();
                assertThat(client.status(conversation, chat)).isEqualTo("completed");
                var contents = new ArrayList<String>();
                client.answers(conversation, chat).forEach(message -> contents.add(message.get("content").stringValue()));
                assertThat(contents).contains("半全", "甲？", "乙？").doesNotHaveDuplicates();
                assertThat(client.chat(conversation, bot, "二").code()).isZero();
            }
        }
    }

    /** Stands before PostgreSQL and cuts one connection between a COMMIT and its confirmation. */
    private static final class CuttingProxy implements AutoCloseable {
        private final URI target;
        private final ServerSocket listener;
        private final AtomicReference<@Nullable String> wanted = new AtomicReference<>();
        private final CountDownLatch cut = new CountDownLatch(1);

        CuttingProxy(String jdbcUrl) throws IOException {
            target = URI.create(jdbcUrl.substring("jdbc:".length()));
            listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(this::accept);
        }

        /** Statements are sent as text each time, so that the proxy can read them. */
        String jdbcUrl() {
            return "jdbc:postgresql://127.0.0.1:" + listener.getLocalPort() + target.getPath() + "?" + target.getQuery()
                    + "&prepareThreshold=0";
        }

        void cutCommitAfter(String statement) {
            wanted.set(statement);
        }

        boolean hasCut() {
            return cut.getCount() == 0;
        }

        private void accept() {
            try {
                while (true) {
                    var client = listener.accept();
                    var server = new Socket(target.getHost(), target.getPort());
                    var cutting = new CountDownLatch(1);
                    Thread.ofVirtual().start(() -> pump(client, server, cutting, true));
                    Thread.ofVirtual().start(() -> pump(server, client, cutting, false));
                }
            } catch (IOException closed) {
                // the test is over
            }
        }

        private void pump(Socket from, Socket to, CountDownLatch cutting, boolean upstream) {
            var seen = false;
            try (from;
                    to) {
                var buffer = new byte[64 * 1024];
                for (var n = from.getInputStream().read(buffer); n >= 0; n = from.getInputStream().read(buffer)) {
                    if (upstream) {
                        var text = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
                        var statement = wanted.get();
                        seen |= statement != null && text.contains(statement);
                        if (text.contains("COMMIT")) {
                            if (seen && wanted.getAndSet(null) != null) {
                                cutting.countDown();
                            }
                            seen = false;
                        }
                    } else if (cutting.getCount() == 0) {
                        cut.countDown();
                        return; // it is committed; nobody hears of it
                    }
                    to.getOutputStream().write(buffer, 0, n);
                }
            } catch (IOException broken) {
                // as one end wanted
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
