package dev.pankou.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.pankou.id.Id;
import dev.pankou.testing.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RateLimiterTest {
    private static final Id ALICE = new Id(1);
    private static final Id BOB = new Id(2);

    private final TestClock clock = new TestClock();

    /** BEHAVIOUR 1.11. */
    @ParameterizedTest
    @CsvSource({
        "CHAT,free,20", "CHAT,pro,100", "CHAT,team,200", "CHAT,enterprise,500",
        "UPLOAD,free,10", "UPLOAD,pro,10", "UPLOAD,team,20", "UPLOAD,enterprise,20"
    })
    void refusesTheCallAfterThePlansCallsOfASecond(RateGroup group, String plan, int calls) {
        var limiter = new RateLimiter(clock, plan);
        for (var i = 0; i < calls; i++) {
            limiter.take(group, ALICE);
        }

        assertThatThrownBy(() -> limiter.take(group, ALICE)).isInstanceOfSatisfying(ApiException.class, refused -> {
            assertThat(refused.code()).isEqualTo(4020);
            assertThat(refused.status()).isEqualTo(429);
        });
        assertThatCode(() -> limiter.take(group, BOB)).doesNotThrowAnyException();
        clock.advance(Duration.ofSeconds(1));
        for (var i = 0; i < calls; i++) {
            limiter.take(group, ALICE);
        }
        assertThatThrownBy(() -> limiter.take(group, ALICE)).isInstanceOf(ApiException.class);
    }

    /** BEHAVIOUR 1.11: model requests per user. */
    @ParameterizedTest
    @CsvSource({"free,300", "pro,1000", "team,5000", "enterprise,12000"})
    void refusesTheChatAfterThePlansModelCallsOfAMinute(String plan, int calls) {
        var limiter = new RateLimiter(clock, plan);
        var chatsInAFifthOfASecond = RateGroup.CHAT.calls(plan) / 5;
        var made = 0;
        try {
            for (; made < 2 * calls; made++) {
                limiter.take(RateGroup.CHAT, ALICE);
                if (made % chatsInAFifthOfASecond == chatsInAFifthOfASecond - 1) {
                    clock.advance(Duration.ofMillis(200));
                }
            }
        } catch (ApiException refused) {
            assertThat(refused.code()).isEqualTo(4020);
            assertThat(refused.text()).contains(calls + " in 60 seconds on plan " + plan);
        }
        // The bucket fills up again while they are made.
        var expected = calls / (1 - calls / 60.0 / RateGroup.CHAT.calls(plan));
        assertThat((double) made).isCloseTo(expected, withinPercentage(2));
        clock.advance(Duration.ofMinutes(1));
        assertThatCode(() -> limiter.take(RateGroup.CHAT, ALICE)).doesNotThrowAnyException();
    }

    @Test
    void countsGroupsApartAndNothingWithoutALimit() {
        var limiter = new RateLimiter(clock, "free");
        for (var i = 0; i < 10; i++) {
            limiter.take(RateGroup.UPLOAD, ALICE);
        }
        limiter.take(RateGroup.CHAT, ALICE);
        var unlimited = new RateLimiter(clock, "unlimited");
        for (var i = 0; i < 10_000; i++) {
            limiter.take(RateGroup.NONE, ALICE);
            unlimited.take(RateGroup.CHAT, ALICE);
        }
    }

    @Test
    void aClockThatGoesBackTakesNothingAway() {
        var limiter = new RateLimiter(clock, "free");
        for (var i = 0; i < 10; i++) {
            limiter.take(RateGroup.UPLOAD, ALICE);
        }

        clock.advance(Duration.ofMinutes(-5));
        assertThatThrownBy(() -> limiter.take(RateGroup.UPLOAD, ALICE)).isInstanceOf(ApiException.class);
        clock.advance(Duration.ofMillis(100));
        assertThatCode(() -> limiter.take(RateGroup.UPLOAD, ALICE)).doesNotThrowAnyException();
    }
}
