package dev.pankou.model;

import java.time.Duration;

/**
 * How patient a call is.
 *
 * @param firstEvent from sending to the first piece of the answer, connecting included
 * @param idle between two pieces
 * @param total the whole answer
 * @param attempts tries in all while nothing has been answered, 1 = no retry
 * @param firstWait before the second try; doubled for each further one
 * @param maxWait longest wait between tries, also when the server asks for more (Retry-After)
 */
public record ModelTimeouts(
        Duration firstEvent, Duration idle, Duration total, int attempts, Duration firstWait, Duration maxWait) {
    public static final ModelTimeouts DEFAULT = new ModelTimeouts(
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofMinutes(10),
            3,
            Duration.ofMillis(500),
            Duration.ofSeconds(20));

    public ModelTimeouts {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1: " + attempts);
        }
    }
}
