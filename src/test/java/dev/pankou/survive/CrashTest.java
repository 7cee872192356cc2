package dev.pankou.survive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.store.Databases;
import dev.pankou.store.StoreConfig;
import dev.pankou.testing.Database;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A server process under load is killed with SIGKILL at random moments, {@code -Dpankou.kills} times (20). After each
 * restart everything acknowledged is there and nothing is stuck. {@code -Dpankou.seed} repeats the choices of a run.
 */
@Tag("slow")
final class CrashTest {
    private static final int KILLS = Integer.getInteger("pankou.kills", 20);
    private static final int WORKERS = 4;
    private static final Duration LONGEST_IN_PROGRESS = Duration.ofSeconds(30);

    @ParameterizedTest
    @EnumSource
    void keepsWhatWasAcknowledgedWhenTheProcessIsKilled(Database database) throws Exception {
        var seed = Long.getLong("pankou.seed", ThreadLocalRandom.current().nextLong());
        var random = new Random(seed);
        var facts = new Facts();
        var store = database.fresh();
        var folder = TestDatabases.folder();
        var workers = new ArrayList<Worker>();
        assertThat(FastStart.JAVA).isNotEmpty();
        var began = System.nanoTime();
        try (var fake = FakeModel.start().withoutRecording();
                var gates = Executors.newSingleThreadScheduledExecutor();
                var server = ChildServer.start(folder, store.jdbcUrl(), Map.of())) {
            slowAnswers(fake, gates, random.nextLong());
            var client = server.client();
            var slowBot = client.botOn(fake);
            for (var i = 0; i < WORKERS; i++) {
                workers.add(new Worker(random.nextLong(), facts, client.bot(Map.of()), slowBot, client.bot(Map.of())));
            }
            var restarted = 0L;
            for (var kill = 1; kill <= KILLS; kill++) {
                work(workers, server, random);
                if (database == Database.SQLITE) {
                    checkCopy(server.data(), TestDatabases.folder(), Map.of());
                }
                server.restart();
                restarted = System.nanoTime();
                var again = server.client();
                together(workers, worker -> worker.verify(again, false));
                if (database == Database.SQLITE) {
                    together(workers, worker -> worker.goOn(again, 0));
                }
                assertThat(facts.broken()).as("kill %s of seed %s\n%s", kill, seed, server.logged()).isEmpty();
            }
            var last = server.client();
            var deadline = restarted + LONGEST_IN_PROGRESS.toNanos();
            together(workers, worker -> worker.goOn(last, deadline));
            together(workers, worker -> worker.verify(last, true));
            server.kill();
            var ratings = new HashMap<String, String>();
            workers.forEach(worker -> ratings.putAll(worker.ratings()));
            if (database == Database.SQLITE) {
                checkCopy(server.data(), TestDatabases.folder(), ratings);
            } else {
                check(store, ratings);
            }
            assertThat(facts.broken()).as("seed %s\n%s", seed, server.logged()).isEmpty();
        }
        var acknowledged = workers.stream().mapToLong(Worker::acknowledged).sum();
        System.out.printf(
                "%s: %s kills in %.1f s, %s calls acknowledged, %s facts checked, seed %s%n",
                database, KILLS, (System.nanoTime() - began) / 1e9, acknowledged, facts.checked(), seed);
        assertThat(acknowledged).isGreaterThan(KILLS);
    }

    /** Answers of up to half a second, so that kills hit the middle of them. */
    private static void slowAnswers(FakeModel fake, ScheduledExecutorService gates, long seed) {
        var random = new Random(seed);
        fake.byDefault(request -> {
            var answer = FakeModelReply.answer().text("你好");
            var millis = 0;
            for (var i = 0; i < 4; i++) {
                var gate = new CountDownLatch(1);
                millis += random.nextInt(120);
                gates.schedule(gate::countDown, millis, TimeUnit.MILLISECONDS);
                answer.waitFor(gate).text("，世界 " + i, "🌏");
            }
            return answer.usage(7, 5);
        });
    }

    private static void work(List<Worker> workers, ChildServer server, Random random) {
        var killed = new AtomicBoolean();
        var client = server.client();
        var threads = new ArrayList<Thread>();
        for (var worker : workers) {
            threads.add(Thread.ofVirtual().start(() -> worker.work(client, killed::get)));
        }
        LockSupport.parkNanos(Duration.ofMillis(100 + random.nextInt(500)).toNanos());
        killed.set(true);
        server.kill();
        join(threads);
    }

    private static void together(List<Worker> workers, Consumer<Worker> what) {
        join(workers.stream()
                .map(worker -> Thread.ofVirtual().start(() -> what.accept(worker)))
                .toList());
    }

    private static void join(List<Thread> threads) {
        try {
            for (var thread : threads) {
                assertThat(thread.join(Duration.ofSeconds(60))).as("a client ends").isTrue();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** Looks at a copy of the files as the kill left them, so that the server itself has to recover the original. */
    private static void checkCopy(Path data, Path folder, Map<String, String> ratings)
            throws IOException, SQLException {
        for (var name : List.of("pankou.db", "pankou.db-wal")) {
            if (Files.exists(data.resolve(name))) {
                Files.copy(data.resolve(name), folder.resolve(name));
            }
        }
        check(StoreConfig.of(folder, null), ratings);
    }

    private static void check(StoreConfig config, Map<String, String> ratings) throws SQLException {
        try (var db = Databases.open(config)) {
            db.check();
        }
        var url = TestDatabases.jdbcUrl(config);
        var stored = new HashMap<String, String>();
        try (var connection = DriverManager.getConnection(url);
                var rows = connection.createStatement().executeQuery("SELECT message_id, comment FROM message_feedback")) {
            while (rows.next()) {
                stored.put(rows.getString(1), rows.getString(2));
            }
        }
        assertThat(stored).containsAllEntriesOf(ratings);
    }
}
