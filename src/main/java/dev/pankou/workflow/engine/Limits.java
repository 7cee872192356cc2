package dev.pankou.workflow.engine;

/**
 * What one run may use; each is a setting.
 *
 * @param executions of nodes, those in loops and sub-workflows included
 * @param loopIterations of one loop
 * @param batchItems of one batch
 * @param batchParallel items of one batch at a time
 * @param nesting sub-workflows inside each other
 * @param totalBytes of all that nodes gave, as JSON
 * @param tokens 0: no limit
 * @param toolCalls calls of models, HTTP addresses and code; 0: no limit
 */
public record Limits(
        int executions,
        int loopIterations,
        int batchItems,
        int batchParallel,
        int nesting,
        long totalBytes,
        long tokens,
        long toolCalls) {
    public static final Limits DEFAULT = new Limits(100_000, 1_000, 200, 10, 10, 20L << 20, 0, 0);

    /** As this, with a budget of its own. */
    public Limits within(long mostTokens, long mostToolCalls) {
        return new Limits(
                executions,
                loopIterations,
                batchItems,
                batchParallel,
                nesting,
                totalBytes,
                tighter(tokens, mostTokens),
                tighter(toolCalls, mostToolCalls));
    }

    private static long tighter(long one, long other) {
        return one == 0 || other == 0 ? Math.max(one, other) : Math.min(one, other);
    }
}
