package dev.pankou.console;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pankou.api.ApiError;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Slows down guessing: after five wrong attempts on one name or from one address the next one must wait a minute, then two,
 * four, up to fifteen. An attempt counts as wrong from its beginning until it has succeeded, so that many at once get
 * no further than one after the other. Unknown names count like known ones. Threads share it; counts are of this node.
 */
final class SignInLimiter {
    private static final int FREE_ATTEMPTS = 5;
    private static final long FIRST_WAIT_MILLIS = Duration.ofMinutes(1).toMillis();
    private static final long LONGEST_WAIT_MILLIS = Duration.ofMinutes(15).toMillis();
    private static final int MAX_KEYS = 100_000;

    private final Clock clock;
    private final Cache<String, Wrong> names = counts();
    private final Cache<String, Wrong> addresses = counts();

    SignInLimiter(Clock clock) {
        this.clock = clock;
    }

    /** Wrong attempts so far and the time of the last one. */
    private record Wrong(int count, long lastAt) {
        /** When the next attempt is allowed. */
        long freeAt() {
            return count < FREE_ATTEMPTS
                    ? 0
                    : lastAt + Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS << Math.min(10, count - FREE_ATTEMPTS));
        }
    }

    private static Cache<String, Wrong> counts() {
        return Caffeine.newBuilder().expireAfterWrite(Duration.ofHours(1)).maximumSize(MAX_KEYS).build();
    }

    /**
     * Begins an attempt.
     *
     * @param name null where none is given, as with a one-time key
     * @throws dev.pankou.api.ApiException 4020, HTTP 429, that says how long to wait
     */
    void begin(@Nullable String name, String address) {
        take(addresses, address, "wrong sign-ins from this address");
        if (name != null) {
            take(names, name, "wrong sign-ins for this name");
        }
    }

    /** The attempt was right: the name starts anew, and the address gets this one back. */
    void succeeded(@Nullable String name, String address) {
        if (name != null) {
            names.invalidate(name);
        }
        // Not cleared: who has one account could otherwise guess at others without end.
        addresses.asMap().computeIfPresent(address, (key, wrong) ->
                wrong.count() <= 1 ? null : new Wrong(wrong.count() - 1, wrong.lastAt()));
    }

    private void take(Cache<String, Wrong> counts, String key, String what) {
        var now = clock.millis();
        counts.asMap().compute(key, (same, wrong) -> {
            if (wrong == null || now - wrong.lastAt() > LONGEST_WAIT_MILLIS) {
                return new Wrong(1, now);
            }
            if (now < wrong.freeAt()) {
                throw ApiError.RATE_LIMITED.with(what, (wrong.freeAt() - now + 999) / 1000);
            }
            return new Wrong(wrong.count() + 1, now);
        });
    }
}
