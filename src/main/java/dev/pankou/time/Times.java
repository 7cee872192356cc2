package dev.pankou.time;

import java.time.Clock;

/** The clocks of a running server. Tests hand in their own {@link Clock} instead. */
public final class Times {
    private Times() {}

    /** The system's wall clock in UTC. */
    public static Clock system() {
        return Clock.systemUTC();
    }

    /** Milliseconds of the store as Unix seconds of the API. */
    public static long seconds(long millis) {
        return Math.floorDiv(millis, 1000L);
    }
}
