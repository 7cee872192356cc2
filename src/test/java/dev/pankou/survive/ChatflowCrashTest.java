package dev.pankou.survive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Database;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.TestDatabases;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A server that runs chatflows is killed with SIGKILL at random moments. What was heard and asked is there afterwards, every
 * conversation goes on, and no run waits for an answer that nobody can give.
 */
@Tag("slow")
final class ChatflowCrashTest {
    private static final int KILLS = RunCrashTest.KILLS > 20 ? RunCrashTest.KILLS : 4; // more with --long
    private static final int TALKERS = 4;
    private static final int TALKS_AT_HAND = 3;
    private static final Duration LONGEST_IN_PROGRESS = Duration.ofSeconds(30);

    /** One client at work in some conversations. Used by one thread at a time. */
    private static final class Talker {
        private final Random random;
        private final Facts facts;
        private final Flow flow;
        private final List<FlowTalk> talks = new ArrayList<>();
        private long acknowledged;

        Talker(long seed, Facts facts, Flow flow) {
            this.random = new Random(seed);
            this.facts = facts;
            this.flow = flow;
        }

        void work(Client client, BooleanSupplier killed) {
            try {
                while (!killed.getAsBoolean()) {
                    turn(client, talk(client));
                }
            } catch (IOException broken) {
                facts.require(killed.getAsBoolean(), "a connection broke without a crash: %s", broken);
            } catch (AssertionError | RuntimeException wrong) {
                facts.broken(wrong);
            }
        }

        private void turn(Client client, FlowTalk talk) throws IOException {
            try {
                talk.say(client, "t" + Long.toHexString(random.nextLong()), facts);
                acknowledged++;
            } catch (Client.RefusedException refused) { // until the other servers know that one is dead
                facts.require(talk.interrupted() && refused.reply().code() == 4016, "refused: %s", refused);
            }
        }

        /** Sometimes one that was cut off by the last crash. */
        private FlowTalk talk(Client client) throws IOException {
            var free = talks.stream().filter(talk -> !talk.interrupted() || random.nextInt(4) == 0).toList();
            if (free.size() < TALKS_AT_HAND) {
                talks.add(new FlowTalk(client.conversation(), flow));
                return talks.getLast();
            }
            return free.get(random.nextInt(free.size()));
        }

        /** Every conversation takes the next message by the deadline (of System.nanoTime). */
        void goOn(Client client, long deadline) {
            for (var talk : talks) {
                while (true) {
                    try {
                        talk.say(client, "t" + Long.toHexString(random.nextLong()), facts);
                        talk.verify(client, facts);
                        break;
                    } catch (Client.RefusedException refused) {
                        if (!facts.require(
                                refused.reply().code() == 4016 && System.nanoTime() < deadline, "stuck after a crash: %s", refused)) {
                            break;
                        }
                        LockSupport.parkNanos(100_000_000);
                    } catch (IOException | RuntimeException | AssertionError failed) {
                        facts.broken(failed);
                        break;
                    }
                }
            }
        }

        void finish(Client client) {
            try {
                for (var talk : talks) {
                    talk.finish(client, facts);
                    talk.verify(client, facts);
                }
            } catch (IOException | RuntimeException | AssertionError failed) {
                facts.broken(failed);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsWhatWasSaidAndAskedWhenTheProcessIsKilled(Database database) throws Exception {
        var seed = Long.getLong("pankou.seed", ThreadLocalRandom.current().nextLong());
        var random = new Random(seed);
        var facts = new Facts();
        var store = database.fresh();
        var talkers = new ArrayList<Talker>();
        var began = System.nanoTime();
        try (var fake = FakeModel.start().withoutRecording();
                var gates = Executors.newSingleThreadScheduledExecutor();
                var server = ChildServer.start(TestDatabases.folder(), store.jdbcUrl(), Map.of())) {
            RunCrashTest.slowAnswers(fake, gates, random.nextLong());
            var first = server.client();
            var flow = Flow.published(first, Flow.talking(first.model(fake)), "chatflow");
            for (var i = 0; i < TALKERS; i++) {
                talkers.add(new Talker(random.nextLong(), facts, flow));
            }
            for (var kill = 1; kill <= KILLS; kill++) {
                work(talkers, server, random);
                server.restart();
                var deadline = System.nanoTime() + LONGEST_IN_PROGRESS.toNanos();
                var again = server.client();
                if (kill % 2 == 0) { // else conversations are cut off several times
                    together(talkers, talker -> talker.goOn(again, deadline));
                }
                assertThat(facts.broken()).as("kill %s of seed %s\n%s", kill, seed, server.logged()).isEmpty();
                if (kill % 4 == 0) { // new conversations, before a list of messages has several pages
                    together(talkers, talker -> talker.finish(again));
                    talkers.forEach(talker -> talker.talks.clear());
                }
            }
            var deadline = System.nanoTime() + LONGEST_IN_PROGRESS.toNanos();
            var last = server.client();
            together(talkers, talker -> talker.goOn(last, deadline));
            together(talkers, talker -> talker.finish(last));
            RunCrashTest.awaitCutOff(last, flow, deadline);
            var waiting = last.get("/pankou/v1/workflows/" + flow.id() + "/runs?status=interrupted").data().get("items");
            facts.require(waiting.isEmpty(), "runs wait for answers that nobody can give: %s", waiting);
            assertThat(facts.broken()).as("seed %s\n%s", seed, server.logged()).isEmpty();
            System.out.printf(
                    "%s: chatflows, %s kills in %.1f s, %s turns acknowledged, %s facts checked, seed %s%n",
                    database,
                    KILLS,
                    (System.nanoTime() - began) / 1e9,
                    talkers.stream().mapToLong(talker -> talker.acknowledged).sum(),
                    facts.checked(),
                    seed);
        }
        assertThat(talkers.stream().mapToLong(talker -> talker.acknowledged).sum()).isGreaterThan(KILLS);
    }

    private static void work(List<Talker> talkers, ChildServer server, Random random) {
        var killed = new AtomicBoolean();
        var client = server.client();
        var threads = talkers.stream()
                .map(talker -> Thread.ofVirtual().start(() -> talker.work(client, killed::get)))
                .toList();
        LockSupport.parkNanos(Duration.ofMillis(300 + random.nextInt(1_200)).toNanos());
        killed.set(true);
        server.kill();
        RunCrashTest.join(threads);
    }

    private static void together(List<Talker> talkers, java.util.function.Consumer<Talker> what) {
        RunCrashTest.join(talkers.stream()
                .map(talker -> Thread.ofVirtual().start(() -> what.accept(talker)))
                .toList());
    }
}
