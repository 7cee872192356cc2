package dev.pankou.model;

import org.jspecify.annotations.Nullable;

/** The pieces of one try. For one thread. */
interface ModelStream extends AutoCloseable {
    @Nullable ModelEvent next();

    /** True when {@link #next} will not have to wait. */
    boolean ready();

    @Override
    void close();
}
