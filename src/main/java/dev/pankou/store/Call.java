package dev.pankou.store;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** A work on its way from the caller's thread to a thread of the store and its result on the way back. */
final class Call<T extends @Nullable Object> {
    private enum State {
        WAITING,
        BEGUN,
        CANCELLED
    }

    private final Work<T> work;
    private final Executor completer;
    private final CompletableFuture<T> future = new CompletableFuture<>();
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private @Nullable T value;

    /** @param completer runs what hangs on the future; {@code Runnable::run} where nothing does */
    Call(Work<T> work, Executor completer) {
        this.work = work;
        this.completer = completer;
    }

    CompletableFuture<T> future() {
        return future;
    }

    /** False when nobody waits for it any more; else the work is going to be run and can no longer be cancelled. */
    boolean begin() {
        return !future.isDone() && state.compareAndSet(State.WAITING, State.BEGUN);
    }

    /** True when the work will never run. */
    boolean cancel() {
        return state.compareAndSet(State.WAITING, State.CANCELLED);
    }

    /** Runs the work and keeps the result until its transaction is committed. */
    void run(Handle handle) {
        value = work.run(handle);
    }

    @SuppressWarnings("NullAway") // T itself says whether null is a result
    void succeed() {
        completer.execute(() -> future.complete(value));
    }

    void fail(Throwable failure) {
        completer.execute(() -> future.completeExceptionally(failure));
    }

    /** Waits for the result. An interrupt cancels a work that has not begun and else waits with us. */
    T await() {
        var interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException interrupt) {
                    interrupted = true;
                    if (cancel()) {
                        throw cancelled();
                    }
                } catch (ExecutionException failed) {
                    throw Call.<RuntimeException>asItIs(failed.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static CancellationException cancelled() {
        return new CancellationException("interrupted before the work on the database began");
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // a work declares no checked exception
    private static <E extends Throwable> E asItIs(@Nullable Throwable failure) throws E {
        throw (E) (failure == null ? new IllegalStateException("a work failed without a reason") : failure);
    }
}
