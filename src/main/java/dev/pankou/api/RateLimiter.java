package dev.pankou.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pankou.id.Id;
import java.time.Clock;
import java.time.Duration;

/**
 * Calls of each user in each {@link RateGroup}, as the installation's plan says. A bucket holds one window's worth and fills
 * steadily. Threads share it; a bucket is locked for a few instructions only.
 */
final class RateLimiter {
    private final Clock clock;
    private final String plan;
    private final Cache<Key, Bucket> buckets =
            Caffeine.newBuilder().expireAfterAccess(Duration.ofMinutes(1)).maximumSize(100_000).build();

    RateLimiter(Clock clock, String plan) {
        this.clock = clock;
        this.plan = plan;
    }

    /** @throws ApiException 4020, HTTP 429, when the user's bucket of the group, or of a wider one, is empty */
    void take(RateGroup group, Id user) {
        for (var each = group; each != null; each = each.wider()) {
            var calls = each.calls(plan);
            if (calls > 0 && !bucket(each, user, calls).take(clock.millis())) {
                var window = each.seconds() == 1 ? "a second" : "in " + each.seconds() + " seconds";
                throw ApiError.RATE_LIMITED.with(calls + " " + window + " on plan " + plan, 1);
            }
        }
    }

    private Bucket bucket(RateGroup group, Id user, int calls) {
        return buckets.get(new Key(group, user), key -> new Bucket(calls, group.seconds(), clock.millis()));
    }

    private record Key(RateGroup group, Id user) {}

    private static final class Bucket {
        private final int calls;
        private final double perMilli;
        private double tokens;
        private long filledAt;

        Bucket(int calls, int seconds, long now) {
            this.calls = calls;
            this.perMilli = calls / (seconds * 1000.0);
            this.tokens = calls;
            this.filledAt = now;
        }

        synchronized boolean take(long now) {
            tokens = Math.min(calls, tokens + Math.max(0, now - filledAt) * perMilli);
            filledAt = now;
            if (tokens < 1) {
                return false;
            }
            tokens--;
            return true;
        }
    }
}
