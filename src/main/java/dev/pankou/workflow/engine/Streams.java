package dev.pankou.workflow.engine;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The texts that one attempt of a node hands out while it works. Until a reader claims them nobody has seen anything of them:
 * then the attempt may fail and be made again, or be replaced; afterwards a failure can only fail the run. Thread-safe.
 *
 * @param texts by output name
 * @param outputs all outputs of the node, once it is done
 */
record Streams(
        Map<String, TextStream> texts,
        CompletableFuture<Map<String, @Nullable Object>> outputs,
        AtomicReference<State> state) {
    enum State {
        OPEN,
        CLAIMED,
        RETRACTED
    }

    static Streams of(Map<String, TextStream> texts) {
        return new Streams(Map.copyOf(texts), new CompletableFuture<>(), new AtomicReference<>(State.OPEN));
    }

    /** A reader is going to show them; false when they were taken back. */
    boolean claim() {
        return state.compareAndSet(State.OPEN, State.CLAIMED) || state.get() == State.CLAIMED;
    }

    /** The attempt failed; false when a reader has claimed them. */
    boolean retract() {
        return state.compareAndSet(State.OPEN, State.RETRACTED);
    }

    void end(@Nullable Map<String, @Nullable Object> result) {
        for (var text : texts.values()) {
            text.end(result == null);
        }
        if (result == null) {
            outputs.completeExceptionally(new TextStream.BrokenException());
        } else {
            outputs.complete(result);
        }
    }
}
