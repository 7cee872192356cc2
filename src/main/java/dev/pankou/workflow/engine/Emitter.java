package dev.pankou.workflow.engine;

import org.jspecify.annotations.Nullable;

/** Shows what a run says while it goes on. Called by many threads; never waits for a client. */
public interface Emitter {
    /** Nobody listens. */
    Emitter NONE = (source, seq, content, last) -> {};

    /**
     * A piece of what a node says.
     *
     * @param seq 0 for the node's first piece
     * @param last whether the node has said everything
     */
    void message(Source source, int seq, String content, boolean last);

    /**
     * Who speaks.
     *
     * @param uuid of this execution of the node
     * @param answer whether the content is what a person should read, not variables as JSON
     * @param end whether it is the run's End
     * @param loopIndex from 0; null outside of loops
     * @param batchIndex from 0; null outside of batches
     * @param subExecute the sub-workflow's own execute id; null in the run itself
     */
    record Source(
            String nodeId,
            String title,
            String typeName,
            String uuid,
            boolean answer,
            boolean end,
            @Nullable Integer loopIndex,
            @Nullable Integer batchIndex,
            @Nullable String subExecute) {}
}
