package dev.pankou.console;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pankou.testing.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SignInLimiterTest {
    private final TestClock clock = new TestClock();
    private final SignInLimiter limiter = new SignInLimiter(clock);

    private void wrong(int times, String name, String address) {
        for (var i = 0; i < times; i++) {
            limiter.begin(name, address + i);
        }
    }

    @Test
    void countsANameFromAllAddresses() {
        wrong(5, "小明", "10.0.0.");

        assertThatThrownBy(() -> limiter.begin("小明", "10.9.9.9")).hasMessageContaining("for this name; try again in 60 s");
        limiter.begin("小红", "10.9.9.8");
    }

    @Test
    void countsAnAddressForAllNames() {
        for (var i = 0; i < 5; i++) {
            limiter.begin("user" + i, "10.0.0.1");
        }

        assertThatThrownBy(() -> limiter.begin("another", "10.0.0.1")).hasMessageContaining("from this address; try again in 60 s");
    }

    @Test
    void doublesTheWaitUpToAQuarterOfAnHour() {
        wrong(5, "小明", "10.0.0.");
        for (var seconds : new int[] {60, 120, 240, 480, 900, 900}) {
            assertThatThrownBy(() -> limiter.begin("小明", "a" + seconds)).hasMessageContaining("try again in " + seconds + " s");
            clock.advance(Duration.ofSeconds(seconds));
            limiter.begin("小明", "b" + seconds);
        }
    }

    @Test
    void startsAnewAfterASuccess() {
        wrong(4, "小明", "10.0.0.");
        limiter.begin("小明", "10.0.1.1");
        limiter.succeeded("小明", "10.0.1.1");

        wrong(5, "小明", "10.0.2.");
        assertThatThrownBy(() -> limiter.begin("小明", "x")).hasMessageContaining("try again");
    }

    @Test
    void givesASuccessBackToItsAddressButForgivesNoWrongOne() {
        for (var i = 0; i < 4; i++) {
            limiter.begin("user" + i, "10.0.0.1");
        }
        for (var i = 0; i < 10; i++) {
            limiter.begin("me", "10.0.0.1");
            limiter.succeeded("me", "10.0.0.1");
        }
        limiter.begin("user9", "10.0.0.1");

        assertThatThrownBy(() -> limiter.begin("me", "10.0.0.1")).hasMessageContaining("from this address");
    }
}
