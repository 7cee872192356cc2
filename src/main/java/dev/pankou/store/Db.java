package dev.pankou.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The database, shared by all threads. What a work throws reaches its caller as it is, after the work is undone; when the
 * database itself is in the way, callers get {@link StoreUnavailable} and may try again later. A call from inside a work
 * of the same database is refused with {@link IllegalStateException} on SQLite and to be avoided on PostgreSQL: use the
 * handle at hand. Foreign keys must not be deferrable: a broken one has to fail the statement, not the commit.
 *
 * <p>A caller that is interrupted before its work began gets {@link java.util.concurrent.CancellationException} and
 * nothing was done; later the interrupt waits until the result is there. Either way the thread stays interrupted.
 */
public interface Db extends AutoCloseable {
    /** Runs {@code work} on one consistent snapshot of what is committed. It cannot write. */
    <T extends @Nullable Object> T read(Work<T> work);

    /** Runs {@code work} as one atomic transaction. When this returns, the work survives a crash of the machine. */
    <T extends @Nullable Object> T write(Work<T> work);

    /**
     * As {@link #write} without waiting for the result; waits for room only while thousands of works are queued. Cancelling
     * the future stops work that has not begun. Continuations never run on the thread that commits.
     */
    <T extends @Nullable Object> CompletableFuture<T> submit(Work<T> work);

    Dialect dialect();

    /**
     * Plain connections for a library that brings its own statements and transactions; ours go through {@link #write}. On
     * SQLite each of its writes is a transaction that waits for the writer's, so they are to be few and short, and made by
     * platform threads.
     */
    DataSource connections();

    /** What {@link #version} answers when it cannot tell. */
    long UNKNOWN_VERSION = -1;

    /**
     * A number that grows when a work that wrote to one of these tables is committed, before its caller hears of that. So what
     * was read in a work that began after this call may be kept, and is true, as long as the number stays the same.
     *
     * @return {@link #UNKNOWN_VERSION} when other processes write as well: then nothing may be kept
     */
    long version(List<String> tables);

    /**
     * Hears what other processes send with NOTIFY on this channel; null on SQLite, where there is one process. The receiver
     * runs on the listening thread and returns at once.
     */
    @Nullable Notifications listen(String channel, Consumer<String> receiver);

    /** Looks for damage: on SQLite the whole file, on PostgreSQL that it answers. @throws IllegalStateException naming it */
    void check();

    /** Finishes the work that waits, then lets go of the data folder. Later calls fail with IllegalStateException. */
    @Override
    void close();
}
