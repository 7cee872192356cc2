package dev.pankou.sandbox;

import java.time.Duration;

/**
 * What user code may use.
 *
 * @param timeout longest run
 * @param memoryBytes of one process, beyond what the empty interpreter needs; at least 32 MB
 * @param concurrency runs at once; more wait for their turn
 * @param warm processes of a language that wait ready once it was used
 * @param idle time after which a waiting process is given up
 * @param outputBytes longest result
 */
public record SandboxLimits(
        Duration timeout, long memoryBytes, int concurrency, int warm, Duration idle, int outputBytes) {
    /** What a code node must be able to return (the largest input of a run). */
    public static final int OUTPUT_BYTES = 20 << 20;

    private static final long LEAST_MEMORY_BYTES = 32L << 20;

    public SandboxLimits {
        memoryBytes = Math.max(memoryBytes, LEAST_MEMORY_BYTES);
    }
}
