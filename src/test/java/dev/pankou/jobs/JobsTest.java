package dev.pankou.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.event.Signals;
import dev.pankou.id.Id;
import dev.pankou.store.Databases;
import dev.pankou.store.Db;
import dev.pankou.store.StoreConfig;
import dev.pankou.testing.Database;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
@Timeout(60)
final class JobsTest {
    private static final Id BEETHOVEN = new Id(1);
    private static final Id 贝多芬 = new Id(2);

    private final StoreConfig config;
    private final LinkedBlockingQueue<String> done = new LinkedBlockingQueue<>();
    private Db db;
    private Signals signals;

    JobsTest(Database database) {
        config = database.fresh();
    }

    @BeforeEach
    void open() {
        db = Databases.open(config);
        signals = new Signals(db);
    }

    @AfterEach
    void close() {
        signals.close();
        db.close();
    }

    private Jobs jobs(String node) {
        return new Jobs(db, 1, node, signals);
    }

    private void submit(Jobs jobs, Id subject) {
        db.write(handle -> {
            jobs.submit(handle, "play", subject);
            return true;
        });
        jobs.wake();
    }

    private String next() throws InterruptedException {
        var next = done.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("a piece of work within 20 s").isNotNull();
        return String.valueOf(next);
    }

    private boolean left() {
        return db.read(new JobStore()::any);
    }

    private void awaitNothingLeft() {
        while (left()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void doesWhatWasSubmittedOnceAndForgetsIt() throws InterruptedException {
        try (var jobs = jobs("a")) {
            jobs.on("play", subject -> {
                done.add("played " + subject);
                return Jobs.Next.DONE;
            });

            submit(jobs, BEETHOVEN);

            assertThat(next()).isEqualTo("played 1");
            awaitNothingLeft();
            assertThat(done).isEmpty();
        }
    }

    @Test
    void aLongJobLetsOthersGoBetweenItsPieces() throws InterruptedException {
        try (var jobs = jobs("a")) {
            var pieces = new int[] {0};
            var bothAreThere = new CountDownLatch(1);
            jobs.on("play", subject -> {
                await(bothAreThere);
                done.add(subject.toString());
                return subject.equals(BEETHOVEN) && ++pieces[0] < 3 ? Jobs.Next.MORE : Jobs.Next.DONE;
            });

            submit(jobs, BEETHOVEN);
            submit(jobs, 贝多芬);
            bothAreThere.countDown();

            assertThat(next() + next()).isEqualTo("12");
            assertThat(next() + next()).isEqualTo("11");
        }
    }

    @Test
    void whatIsSubmittedWhileTheWorkRunsIsNotLost() throws InterruptedException {
        try (var jobs = jobs("a")) {
            var again = new CountDownLatch(1);
            jobs.on("play", subject -> {
                done.add("begun");
                await(again);
                return Jobs.Next.DONE;
            });
            submit(jobs, BEETHOVEN);
            assertThat(next()).isEqualTo("begun");

            submit(jobs, BEETHOVEN);
            again.countDown();

            assertThat(next()).isEqualTo("begun");
            awaitNothingLeft();
        }
    }

    @Test
    void goesOnAfterTheServerWasStoppedInTheMiddle() throws InterruptedException {
        try (var jobs = jobs("a")) {
            jobs.on("play", subject -> {
                done.add("begun");
                await(new CountDownLatch(1)); // until interrupted
                return Jobs.Next.DONE;
            });
            submit(jobs, BEETHOVEN);
            assertThat(next()).isEqualTo("begun");
        }
        assertThat(left()).isTrue();

        try (var jobs = jobs("b")) {
            jobs.on("play", subject -> {
                done.add("ended");
                return Jobs.Next.DONE;
            });
            jobs.look();

            assertThat(next()).isEqualTo("ended");
        }
    }

    @Test
    void triesAgainWhatFailed() throws InterruptedException {
        try (var jobs = jobs("a")) {
            var tries = new int[] {0};
            jobs.on("play", subject -> {
                if (tries[0]++ == 0) {
                    throw new IllegalStateException("the string broke");
                }
                done.add("played");
                return Jobs.Next.DONE;
            });

            submit(jobs, BEETHOVEN);

            assertThat(next()).isEqualTo("played");
        }
    }

    @Test
    void whatOnlyAnotherNodeCanDoIsHandedToIt() throws InterruptedException {
        try (var able = jobs("a");
                var unable = jobs("b")) {
            var handedOn = new CountDownLatch(1);
            able.on("play", subject -> {
                done.add("played");
                return Jobs.Next.DONE;
            });
            unable.on("play", subject -> {
                handedOn.countDown();
                return Jobs.Next.ELSEWHERE;
            });
            able.look(); // nothing to do yet: it has not begun

            submit(unable, BEETHOVEN);

            assertThat(handedOn.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(next()).isEqualTo("played");
            awaitNothingLeft();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("waited 20 s");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
