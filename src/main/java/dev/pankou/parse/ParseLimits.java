package dev.pankou.parse;

import java.time.Duration;

/**
 * What one document may use.
 *
 * @param memoryBytes heap of a child process
 * @param timeout of one document, from the moment its child begins
 * @param maxPages pages of a PDF, slides of a presentation
 * @param concurrency documents at once; more wait for their turn
 * @param maxFileBytes largest file
 * @param maxTextBytes most text (UTF-8) that one document may become
 */
public record ParseLimits(
        long memoryBytes, Duration timeout, int maxPages, int concurrency, long maxFileBytes, long maxTextBytes) {
    public static final ParseLimits DEFAULT =
            new ParseLimits(512L << 20, Duration.ofMinutes(5), 20_000, 2, 512L << 20, 256L << 20);

    private static final long LEAST_MEMORY_BYTES = 64L << 20;

    public ParseLimits {
        memoryBytes = Math.max(memoryBytes, LEAST_MEMORY_BYTES);
    }
}
