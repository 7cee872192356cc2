package dev.pankou.store;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Statements that belong together. The handle is open and in a transaction, and is not to be kept, closed, committed or
 * handed to other threads. On PostgreSQL a work that lost a race against another is run again, so it changes nothing but
 * the database. It runs on a thread of the store: scoped values of the caller are not bound, and blocking in it blocks
 * others.
 */
@FunctionalInterface
public interface Work<T extends @Nullable Object> {
    T run(Handle handle);
}
