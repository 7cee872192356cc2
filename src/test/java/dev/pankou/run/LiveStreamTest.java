package dev.pankou.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LiveStreamTest {
    private static final int BACKLOG = 1000;
    private static final Duration LONG = Duration.ofSeconds(30);

    private final LiveStream live = new LiveStream(false, BACKLOG);

    @Test
    void waitsForAWatcherOfOursThatHasNotComeYetInsteadOfGrowing() throws InterruptedException {
        var dropped = new AtomicInteger();
        var watcher = live.subscribe(0, dropped::incrementAndGet);
        assertThat(watcher).isNotNull();
        var appended = new AtomicInteger();
        var run = Thread.ofVirtual().start(() -> {
            for (var seq = 1; seq <= 100; seq++) {
                live.append(List.of(new RunEvent(seq, new byte[100])));
                appended.set(seq);
            }
            live.end();
        });
        while (run.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }

        assertThat(appended).hasValue(10); // the eleventh is in the queue, and its producer waits
        assertThat(dropped).hasValue(0);

        try (watcher) {
            assertThat(watcher.next(LONG)).extracting(RunEvent::seq).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
        }
        run.join();
        assertThat(appended).hasValue(100);
    }

    @Test
    void dropsAWatcherWhoseClientDoesNotTakeWhatItHasInHand() throws InterruptedException {
        var dropped = new AtomicInteger();
        var watcher = live.subscribe(0, dropped::incrementAndGet);
        assertThat(watcher).isNotNull();
        live.append(List.of(new RunEvent(1, new byte[100])));
        assertThat(watcher.next(LONG)).hasSize(1); // and is busy with it from now on

        for (var seq = 2; seq <= 11; seq++) {
            live.append(List.of(new RunEvent(seq, new byte[100])));
        }
        assertThat(dropped).hasValue(0);
        live.append(List.of(new RunEvent(12, new byte[100])));

        assertThat(dropped).hasValue(1);
    }
}
