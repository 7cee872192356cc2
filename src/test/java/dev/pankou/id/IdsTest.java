package dev.pankou.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pankou.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

final class IdsTest {
    private final TestClock clock = new TestClock();
    private final Ids ids = new Ids(clock, 7);

    private static long node(Id id) {
        return id.value() >>> 12 & 1023;
    }

    private static Instant time(Id id) {
        return Instant.ofEpochMilli((id.value() >>> 22) + Instant.parse("2010-01-01T00:00:00Z").toEpochMilli());
    }

    @Test
    void carriesTimeAndNodeIn19Digits() {
        var id = ids.next();

        assertThat(node(id)).isEqualTo(7);
        assertThat(time(id)).isEqualTo(clock.instant());
        assertThat(id.toString()).hasSize(19);
    }

    @Test
    void risesWithinAMillisecondAndPastTheEndOfItsSequence() {
        var previous = ids.next();
        for (var i = 0; i < 10_000; i++) { // a millisecond has 4,096
            var next = ids.next();
            assertThat(next).isGreaterThan(previous);
            assertThat(node(next)).isEqualTo(7);
            previous = next;
        }
        assertThat(time(previous)).isEqualTo(clock.instant().plusMillis(2));
    }

    @Test
    void risesWhenTheClockJumpsBack() {
        var before = ids.next();
        clock.advance(Duration.ofHours(-3));
        var after = ids.next();
        clock.advance(Duration.ofHours(4));
        var later = ids.next();

        assertThat(after).isGreaterThan(before);
        assertThat(later).isGreaterThan(after);
        assertThat(time(later)).isEqualTo(clock.instant());
    }

    @Test
    void startsPastWhatIsStored() {
        var stored = new Id(Ids.MAX_NODE << 12 | (clock.millis() + 60_000 - 1_262_304_000_000L) << 22 | 4095);

        ids.advancePast(stored);
        var next = ids.next();
        ids.advancePast(new Id(1));

        assertThat(next).isGreaterThan(stored);
        assertThat(ids.next()).isGreaterThan(next);
    }

    @Test
    void givesNoIdTwiceToManyThreads() throws Exception {
        var tasks = new ArrayList<Callable<List<Id>>>();
        for (var task = 0; task < 8; task++) {
            tasks.add(() -> {
                var own = new ArrayList<Id>();
                for (var i = 0; i < 20_000; i++) {
                    own.add(ids.next());
                }
                return own;
            });
        }
        var all = new HashSet<Id>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var result : threads.invokeAll(tasks)) {
                assertThat(result.get()).isSorted();
                all.addAll(result.get());
            }
        }

        assertThat(all).hasSize(160_000);
    }

    @Test
    void takesNodes0To1023() {
        assertThat(node(new Ids(clock, 0).next())).isZero();
        assertThat(node(new Ids(clock, 1023).next())).isEqualTo(1023);
        assertThatThrownBy(() -> new Ids(clock, 1024)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Ids(clock, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void makesSecretsOf43Characters() {
        assertThat(ids.secret()).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(ids.secret());
        assertThat(ids.hex(10)).matches("[0-9a-f]{20}");
        assertThat(ids.bytes(32)).hasSize(32);
    }

    @Test
    void readsOnlyDecimalIdsThatFit() {
        assertThat(Id.parse("0")).isEqualTo(new Id(0));
        assertThat(Id.parse("9223372036854775807")).isEqualTo(new Id(Long.MAX_VALUE));
        for (var text : new String[] {"", "-1", "+1", " 1", "1.0", "1e3", "9223372036854775808", "00000000000000000001", "１２", "x"}) {
            assertThat(Id.parse(text)).as(text).isNull();
        }
        assertThatThrownBy(() -> Id.of("x")).hasMessage("not an id: x");
        assertThatThrownBy(() -> new Id(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
