package dev.pankou.survive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Database;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.TestDatabases;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
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
 * A server that runs workflows is killed with SIGKILL at random moments, or stopped. Every run that was acknowledged ends as
 * it should, nothing outside happens twice, and what was cut off is said to have failed.
 */
@Tag("slow")
final class RunCrashTest {
    private static final int WANTED = Integer.getInteger("pankou.kills", 20);
    /** A run takes longer to check than a chat. */
    static final int KILLS = WANTED > 20 ? Math.min(WANTED, 60) : 12;

    private static final int WORKERS = 4;
    private static final Duration LONGEST_IN_PROGRESS = Duration.ofSeconds(30);
    private static final Duration LONGEST_RUN = Duration.ofSeconds(15);

    @ParameterizedTest
    @EnumSource
    void bringsEveryRunToItsEndWhenTheProcessIsKilled(Database database) throws Exception {
        var seed = Long.getLong("pankou.seed", ThreadLocalRandom.current().nextLong());
        var random = new Random(seed);
        var facts = new Facts();
        var store = database.fresh();
        var workers = new ArrayList<RunWorker>();
        var began = System.nanoTime();
        try (var fake = FakeModel.start().withoutRecording();
                var effects = Effects.start(random.nextLong(), 120);
                var gates = Executors.newSingleThreadScheduledExecutor();
                var server = ChildServer.start(TestDatabases.folder(), store.jdbcUrl(), Map.of("egress-allow", "127.0.0.1"))) {
            slowAnswers(fake, gates, random.nextLong());
            var client = server.client();
            var chain = Flow.published(client, Flow.chain(effects.url(), client.model(fake)));
            var asking = Flow.published(client, Flow.asking(effects.url()));
            for (var i = 0; i < WORKERS; i++) {
                workers.add(new RunWorker(random.nextLong(), facts, effects, chain, asking));
            }
            for (var kill = 1; kill <= KILLS; kill++) {
                work(workers, server, random);
                server.restart();
                var again = server.client();
                if (database == Database.SQLITE && kill % 3 == 0) { // else runs are killed several times
                    together(workers, worker -> worker.settle(again, LONGEST_RUN));
                }
                assertThat(facts.broken()).as("kill %s of seed %s\n%s", kill, seed, server.logged()).isEmpty();
            }
            var last = server.client();
            var restarted = System.nanoTime();
            for (var flow : List.of(chain, asking)) {
                awaitCutOff(last, flow, restarted + LONGEST_IN_PROGRESS.toNanos());
            }
            together(workers, worker -> worker.settle(last, LONGEST_IN_PROGRESS.plus(LONGEST_RUN)));
            effects.counts().forEach((path, count) -> facts.require(count == 1, "%s happened %s times", path, count));
            assertThat(facts.broken()).as("seed %s\n%s", seed, server.logged()).isEmpty();
            System.out.printf(
                    "%s: %s kills in %.1f s, %s calls acknowledged, %s effects, %s runs failed honestly, %s facts checked, seed %s%n",
                    database,
                    KILLS,
                    (System.nanoTime() - began) / 1e9,
                    workers.stream().mapToLong(RunWorker::acknowledged).sum(),
                    effects.counts().size(),
                    workers.stream().mapToLong(RunWorker::honest).sum(),
                    facts.checked(),
                    seed);
        }
        assertThat(workers.stream().mapToLong(RunWorker::acknowledged).sum()).isGreaterThan(KILLS);
    }

    @ParameterizedTest
    @EnumSource
    void goesOnWithAsynchronousRunsAfterAStop(Database database) throws Exception {
        var store = database.fresh();
        try (var fake = FakeModel.start().withoutRecording();
                var effects = Effects.start(1, 150);
                var gates = Executors.newSingleThreadScheduledExecutor();
                var server = ChildServer.start(
                        TestDatabases.folder(),
                        store.jdbcUrl(),
                        Map.of("egress-allow", "127.0.0.1", "stop-timeout", "50ms"))) {
            slowAnswers(fake, gates, 2);
            var client = server.client();
            var chain = Flow.published(client, Flow.chain(effects.url(), client.model(fake)));
            var runs = new ArrayList<String>();
            for (var i = 0; i < 20; i++) {
                runs.add(chain.launch(client, "s" + i));
                LockSupport.parkNanos(20_000_000);
            }
            server.terminate();
            assertThat(server.awaitExit(15)).isZero();
            server.restart();
            var again = server.client();

            var succeeded = 0;
            for (var i = 0; i < runs.size(); i++) {
                var detail = chain.await(
                        again, runs.get(i), LONGEST_IN_PROGRESS, status -> status.equals("success") || status.equals("fail"));
                if (detail.get("status").stringValue().equals("success")) {
                    assertThat(Flow.answer(detail)).isEqualTo(Flow.chainSays("s" + i));
                    succeeded++;
                } else {
                    assertThat(detail.get("run").get("error_message").stringValue()).contains("had begun when the server stopped");
                }
            }
            System.out.printf("%s: %s of %s runs succeeded over a stop%n", database, succeeded, runs.size());
            assertThat(succeeded).isGreaterThan(runs.size() / 3);
            assertThat(effects.counts().values()).containsOnly(1);
        }
    }

    /** Waits until no blocking or streamed run is in progress: their clients are gone. */
    static void awaitCutOff(Client client, Flow flow, long deadline) throws IOException {
        while (true) {
            var running = new ArrayList<String>();
            var before = "";
            for (var more = true; more; ) {
                var page = client.get("/pankou/v1/workflows/" + flow.id() + "/runs?page_size=100" + before).data();
                for (var run : page.get("items")) {
                    before = "&before=" + run.get("execute_id").stringValue();
                    if (run.get("status").stringValue().equals("running") && run.get("run_mode").intValue() < 2) {
                        running.add(run.toString());
                    }
                }
                more = page.get("has_more").booleanValue();
            }
            if (running.isEmpty()) {
                return;
            }
            assertThat(System.nanoTime()).as("still in progress: %s", running).isLessThan(deadline);
            LockSupport.parkNanos(200_000_000);
        }
    }

    /** Answers in three pieces, so that kills hit the middle of them. */
    static void slowAnswers(FakeModel fake, ScheduledExecutorService gates, long seed) {
        var random = new Random(seed);
        fake.byDefault(request -> {
            var answer = FakeModelReply.answer().text("你好");
            var gate = new CountDownLatch(1);
            gates.schedule(gate::countDown, random.nextInt(200), TimeUnit.MILLISECONDS);
            return answer.waitFor(gate).text("，", "世界").usage(7, 5);
        });
    }

    private static void work(List<RunWorker> workers, ChildServer server, Random random) {
        var killed = new AtomicBoolean();
        var client = server.client();
        var threads = new ArrayList<Thread>();
        for (var worker : workers) {
            threads.add(Thread.ofVirtual().start(() -> worker.work(client, killed::get)));
        }
        LockSupport.parkNanos(Duration.ofMillis(300 + random.nextInt(1_200)).toNanos());
        killed.set(true);
        server.kill();
        join(threads);
    }

    private static void together(List<RunWorker> workers, Consumer<RunWorker> what) {
        join(workers.stream()
                .map(worker -> Thread.ofVirtual().start(() -> what.accept(worker)))
                .toList());
    }

    static void join(List<Thread> threads) {
        try {
            for (var thread : threads) {
                assertThat(thread.join(Duration.ofSeconds(180))).as("a client ends").isTrue();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
