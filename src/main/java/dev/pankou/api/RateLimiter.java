package dev.pankou.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pankou.id.Id;
import java.time.Clock;
import java.time.Duration;

/**
 * Calls a second of each user in each {@link RateGroup}, as the installation's plan says. A bucket holds one second's worth
 * and fills steadily. Threads share it; a bucket is locked for a few instructions only.
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

    /** @throws ApiException 4020, HTTP 429, when the user's bucket is empty */
    void take(RateGroup group, Id user) {
        var perSecond = group.perSecond(plan);
        if (perSecond > 0 && !buckets.get(new Key(group, user), key -> new Bucket(perSecond, clock.millis())).take(perSecond, clock.millis())) {
            throw ApiError.RATE_LIMITED.with(perSecond + " a second on plan " + plan, 1);
        }
    }

    private record Key(RateGroup group, Id user) {}

    private static final class Bucket {
        private double tokens;
        private long filledAt;

        Bucket(double tokens, long now) {
            this.tokens = tokens;
            this.filledAt = now;
        }

        synchronized boolean take(int perSecond, long now) {
            tokens = Math.min(perSecond, tokens + Math.max(0, now - filledAt) * perSecond / 1000.0);
            filledAt = now;
            if (tokens < 1) {
                return false;
            }
            tokens--;
            return true;
        }
    }
}
