package dev.pankou.survive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.store.Databases;
import dev.pankou.store.StoreConfig;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.TestDatabases;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The disk is full: writes are refused with a plain sentence, reads go on, nothing acknowledged is lost, and once there is room
 * again work goes on without a restart. On a real small file system where this process may mount one; else, and besides, with
 * a limit of the operating system that lets every write to a file fail.
 */
@Tag("slow")
final class FullDiskTest {
    private static final int MOST_TRIES = 2000;

    @Test
    void refusesWritesPlainlyAndGoesOnWhenThereIsRoom() throws Exception {
        var small = survives(new SmallFileSystem());
        var limited = survives(new FileSizeLimit());
        System.out.println("Full disk: small file system " + (small ? "done" : "may not be mounted here")
                + ", limit of file sizes " + (limited ? "done" : "cannot be set here"));
        assertThat(small || limited).as("neither mount nor prlimit works here").isTrue();
    }

    /** A way to let a server's disk become full. */
    private interface Disk {
        /** False when it cannot be done on this machine. */
        boolean open(Path data) throws IOException, InterruptedException;

        void fill(ChildServer server) throws IOException, InterruptedException;

        void makeRoom(ChildServer server) throws IOException, InterruptedException;

        void close(Path data) throws IOException, InterruptedException;
    }

    private static boolean survives(Disk disk) throws Exception {
        var folder = TestDatabases.folder();
        var data = Files.createDirectory(folder.resolve("data"));
        if (!disk.open(data)) {
            return false;
        }
        try (var fake = FakeModel.start();
                var server = ChildServer.start(folder, null, Map.of())) {
            survives(disk, fake, server);
            server.kill();
            try (var db = Databases.open(StoreConfig.of(data, null))) {
                db.check();
            }
        } finally {
            disk.close(data);
        }
        return true;
    }

    private static void survives(Disk disk, FakeModel fake, ChildServer server) throws Exception {
        var client = server.client();
        var bot = client.botOn(fake);
        var conversation = client.conversation();
        var acknowledged = new HashMap<String, String>();
        for (var i = 0; i < 20; i++) {
            var reply = add(client, conversation, "前 " + i);
            acknowledged.put(reply.data().get("id").stringValue(), "前 " + i);
        }
        var gate = new CountDownLatch(1);
        fake.reply(FakeModelReply.answer().text("半").waitFor(gate).text("全"));
        var held = client.conversation();
        var chat = client.chat(held, bot, "一").data().get("id").stringValue();
        fake.awaitRequest();

        disk.fill(server);
        var refused = add(client, conversation, "满 0");
        for (var i = 1; refused.code() == 0; i++) {
            assertThat(i).as("writes that a full disk took").isLessThan(MOST_TRIES);
            acknowledged.put(refused.data().get("id").stringValue(), "满 " + (i - 1));
            refused = add(client, conversation, "满 " + i);
        }
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo(5000);
        assertThat(refused.json().get("msg").stringValue()).isEqualTo("the store is not available; try again later");
        var noChat = client.chat(conversation, bot, "二");
        assertThat(noChat.status()).isEqualTo(503);
        assertThat(server.isAlive()).isTrue();
        stored(client, conversation, acknowledged);
        gate.countDown();
        assertThat(client.status(held, chat)).isEqualTo("in_progress");

        disk.makeRoom(server);
        client.await(held, chat, Duration.ofSeconds(30), "completed"::equals);
        assertThat(client.answers(held, chat).get(0).get("content").stringValue()).isEqualTo("半全");
        fake.reply(FakeModelReply.answer().text("又好了"));
        var after = client.chat(conversation, bot, "三").data().get("id").stringValue();
        client.await(conversation, after, Duration.ofSeconds(30), "completed"::equals);
        stored(client, conversation, acknowledged);
    }

    @Test
    void saysInOneSentenceThatTheDiskIsFullAtTheStart() throws Exception {
        var folder = TestDatabases.folder();
        var data = Files.createDirectory(folder.resolve("full"));
        var mounted = run("mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", data.toString());
        try {
            var line = new ArrayList<>(FastStart.JAVA);
            line.addAll(List.of("dev.pankou.Main", "serve", "--port", "0", "--data", data.toString(), "--language", "en"));
            var builder = FastStart.process(folder, line);
            if (!mounted) {
                builder.command().addAll(0, List.of("prlimit", "--fsize=100000"));
            }
            var process = builder.redirectErrorStream(true).start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(process.waitFor()).isEqualTo(1);
            assertThat(said.lines()).singleElement().asString().startsWith(mounted ? "The disk is full (" : "The disk failed");
        } finally {
            if (mounted) {
                assertThat(run("umount", data.toString())).isTrue();
            }
        }
    }

    private static Client.Reply add(Client client, String conversation, String content) throws IOException {
        var body = Map.of("role", "user", "content", content + "字".repeat(1000), "content_type", "text");
        return client.post("/v1/conversation/message/create?conversation_id=" + conversation, body);
    }

    private static void stored(Client client, String conversation, Map<String, String> acknowledged) throws IOException {
        for (var message : acknowledged.entrySet()) {
            var path = "/v1/conversation/message/retrieve?conversation_id=" + conversation + "&message_id=";
            assertThat(client.get(path + message.getKey()).data().get("content").stringValue())
                    .startsWith(message.getValue() + "字");
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    /** A file system in memory, small enough to be filled. */
    private static final class SmallFileSystem implements Disk {
        private static final int CHUNK = 64 * 1024;

        private Path ballast = Path.of("none");

        @Override
        public boolean open(Path data) throws IOException, InterruptedException {
            ballast = data.resolve("ballast");
            return run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", data.toString());
        }

        @Override
        public void fill(ChildServer server) throws IOException {
            for (var size : List.of(CHUNK, 1)) {
                try (var out = Files.newOutputStream(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                    while (true) {
                        out.write(new byte[size]);
                    }
                } catch (IOException full) {
                    // as it shall be
                }
            }
        }

        @Override
        public void makeRoom(ChildServer server) throws IOException {
            Files.delete(ballast);
        }

        @Override
        public void close(Path data) throws IOException, InterruptedException {
            assertThat(run("umount", data.toString())).isTrue();
        }
    }

    /** The soft limit of the size of files that a process may write (RLIMIT_FSIZE), changed while it runs. */
    private static final class FileSizeLimit implements Disk {
        @Override
        public boolean open(Path data) throws IOException, InterruptedException {
            return run("prlimit", "--version");
        }

        @Override
        public void fill(ChildServer server) throws IOException, InterruptedException {
            assertThat(run("prlimit", "--pid", "" + server.pid(), "--fsize=1:")).isTrue();
        }

        @Override
        public void makeRoom(ChildServer server) throws IOException, InterruptedException {
            assertThat(run("prlimit", "--pid", "" + server.pid(), "--fsize=unlimited:")).isTrue();
        }

        @Override
        public void close(Path data) {}
    }
}
