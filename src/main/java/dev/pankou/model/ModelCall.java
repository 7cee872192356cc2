package dev.pankou.model;

import org.jspecify.annotations.Nullable;

/** One streamed answer. One thread calls {@link #next} and {@link #close}; any thread may {@link #cancel}. */
public interface ModelCall extends AutoCloseable {
    /**
     * Waits for the next piece. {@link ModelEvent.Finished} is the last one, then null.
     *
     * @throws ModelException when the model fails or the call was cancelled
     */
    @Nullable ModelEvent next();

    /** True when {@link #next} will not have to wait: more pieces are here already and can be passed on together. */
    boolean ready();

    /** Gives up at once: the connection is aborted and {@link #next} throws {@link ModelException.Kind#CANCELLED}. */
    void cancel();

    /** Frees the connection. Closing before the end aborts it. */
    @Override
    void close();
}
