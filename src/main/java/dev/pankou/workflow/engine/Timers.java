package dev.pankou.workflow.engine;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Calls things later, on one thread; what is called returns at once. */
public final class Timers implements AutoCloseable {
    private final ScheduledThreadPoolExecutor executor =
            new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("run-timer").factory());

    public Timers() {
        executor.setRemoveOnCancelPolicy(true);
    }

    /** To be cancelled when it is not needed any more. */
    ScheduledFuture<?> after(long millis, Runnable call) {
        return executor.schedule(call, millis, TimeUnit.MILLISECONDS);
    }

    /** Ends {@code cancellation} for this reason after so many milliseconds; the handle takes it back. */
    public ScheduledFuture<?> limit(Cancellation cancellation, long millis, Cancellation.Reason reason) {
        return after(millis, () -> Thread.startVirtualThread(() -> cancellation.cancel(reason)));
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
