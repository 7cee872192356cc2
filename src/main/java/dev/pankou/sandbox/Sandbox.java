package dev.pankou.sandbox;

import dev.pankou.sandbox.CodeException.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs user code. Nothing is started before the first use of a language; then some processes wait ready, and each that is
 * taken is replaced beside the run. Threads share it, virtual ones too: who waits holds no carrier. One lock, never held while
 * a process is started or read.
 */
public final class Sandbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sandbox.class);

    /** After a language was found unavailable: an operator who installs what was missing need not restart the server. */
    private static final long RECHECK_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** Starts of a language beside each other; more would only slow each other down. Each that is ready starts the next. */
    private static final int AT_ONCE = Math.max(2, Runtime.getRuntime().availableProcessors());

    private static final Duration STOP_TIME = Duration.ofSeconds(5);

    private final SandboxLimits limits;
    private final Bubblewrap bubblewrap;
    private final ScheduledExecutorService clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Pool javascript = new Pool(Language.JAVASCRIPT);
    private final Pool python = new Pool(Language.PYTHON);
    private final Map<Worker, Thread> workers = new HashMap<>();
    private int busy;
    private boolean closed;

    /** Processes and waiting jobs of a language; guarded by the lock of the sandbox. */
    private final class Pool {
        final Language language;
        final ReentrantLock checking = new ReentrantLock();
        final Deque<Job> waiting = new ArrayDeque<>();
        final Condition changed = lock.newCondition();
        int starting;
        int idle;
        volatile @Nullable List<String> command;
        @Nullable CodeException missing;
        long missingSince;

        Pool(Language language) {
            this.language = language;
        }

        /** The command to start it with. @throws CodeException UNAVAILABLE */
        List<String> command() {
            var known = command;
            if (known != null) {
                return known;
            }
            checking.lock(); // held while programs are tried: nobody could go on without what they say
            try {
                known = command;
                if (known == null) {
                    var before = missing;
                    if (before != null && System.nanoTime() - missingSince < RECHECK_NANOS) {
                        throw before;
                    }
                    known = find();
                    missing = null;
                    command = known;
                }
                return known;
            } catch (CodeException unavailable) {
                if (unavailable != missing && unavailable.kind() == Kind.UNAVAILABLE) {
                    LOG.warn("User code cannot run here, language={} reason={}", language, unavailable.getMessage());
                    missing = unavailable;
                    missingSince = System.nanoTime();
                }
                throw unavailable;
            } finally {
                checking.unlock();
            }
        }

        private List<String> find() {
            try {
                return bubblewrap.check(language);
            } catch (CodeException unavailable) {
                if (language != Language.JAVASCRIPT || unavailable.kind() != Kind.UNAVAILABLE) {
                    throw unavailable;
                }
                LOG.warn("JavaScript runs in the built-in interpreter, which is slow, reason={}", unavailable.getMessage());
                return QuickJs.command(limits);
            }
        }
    }

    /**
     * @param folder where the files that the sandbox needs are written
     * @param data a folder that no sandbox may show
     */
    public Sandbox(Path folder, Path data, SandboxLimits limits) {
        this(new Bubblewrap(folder, data, limits), limits);
    }

    Sandbox(Bubblewrap bubblewrap, SandboxLimits limits) {
        this.limits = limits;
        this.bubblewrap = bubblewrap;
        clock = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("sandbox-clock").factory());
    }

    /**
     * Runs one function. Waits for its turn and for its end; an interrupt of the caller cancels.
     *
     * @throws CodeException when there is no result
     */
    public CodeResult run(CodeTask task) {
        var pool = pool(task.language());
        var command = pool.command();
        var job = new Job(task);
        Runnable cancel = () -> cancel(pool, job);
        task.cancel().onCancel(cancel);
        try {
            enter(pool, job, command);
            return job.answer.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof CodeException failure) {
                throw failure;
            }
            throw new IllegalStateException("a run ended in an unknown way", failed.getCause());
        } catch (InterruptedException stopped) {
            cancel.run();
            Thread.currentThread().interrupt();
            throw new CodeException(Kind.CANCELLED, "The run was cancelled");
        } finally {
            task.cancel().forget(cancel);
        }
    }

    private void cancel(Pool pool, Job job) {
        lock.lock();
        try {
            pool.waiting.remove(job);
        } finally {
            lock.unlock();
        }
        job.fail(Kind.CANCELLED, "The run was cancelled");
    }

    private void enter(Pool pool, Job job, List<String> command) {
        lock.lock();
        try {
            if (closed) {
                throw new CodeException(Kind.CANCELLED, "The server is stopping");
            }
            if (job.answer.isDone()) {
                return;
            }
            pool.waiting.add(job);
            pool.changed.signal();
            start(pool, command, wanted(pool));
        } finally {
            lock.unlock();
        }
    }

    private Pool pool(Language language) {
        return switch (language) {
            case JAVASCRIPT -> javascript;
            case PYTHON -> python;
        };
    }

    private int wanted(Pool pool) {
        return Math.min(pool.waiting.size(), limits.concurrency() - busy);
    }

    /** Starts what is missing to {@code wanted} processes that are ready or soon will be. The lock is held. */
    private void start(Pool pool, List<String> command, int wanted) {
        while (!closed && pool.idle + pool.starting < wanted && pool.starting < AT_ONCE) {
            pool.starting++;
            var worker = new Worker(this, pool.language, bubblewrap, command, limits, clock);
            var thread = Thread.ofPlatform().daemon().name("sandbox-worker").unstarted(worker);
            workers.put(worker, thread);
            thread.start();
        }
    }

    /** The next job of a worker that has become ready; null when it is no longer needed. */
    @Nullable Job next(Worker worker) throws InterruptedException {
        var pool = pool(worker.language());
        lock.lockInterruptibly();
        try {
            pool.starting--;
            pool.idle++;
            var left = limits.idle().toNanos();
            try {
                while (!closed && worker.alive()) {
                    if (busy < limits.concurrency() && !pool.waiting.isEmpty()) {
                        var job = pool.waiting.remove();
                        busy++;
                        // beside this run; this worker still counts as idle
                        start(pool, worker.command(), wanted(pool) + limits.warm() + 1);
                        return job;
                    }
                    if (left <= 0) {
                        return null;
                    }
                    left = pool.changed.awaitNanos(left);
                }
                return null;
            } finally {
                pool.idle--;
            }
        } finally {
            lock.unlock();
        }
    }

    /** A worker that could not make its process ready. Who waits longest is told; it was tried for them. */
    void failed(Worker worker, String said) {
        var pool = pool(worker.language());
        Job told;
        lock.lock();
        try {
            pool.starting--;
            pool.command = null; // try again what worked before
            told = pool.waiting.poll();
        } finally {
            lock.unlock();
        }
        if (told != null) {
            told.fail(Kind.UNAVAILABLE, "The sandbox did not start: " + said);
        }
    }

    /** The last word of a worker. */
    void ended(Worker worker, boolean served) {
        lock.lock();
        try {
            workers.remove(worker);
            if (served) {
                busy--;
            }
            for (var each : List.of(javascript, python)) { // a signal may have been spent on the one that ended
                each.changed.signal();
            }
            var pool = pool(worker.language());
            start(pool, worker.command(), wanted(pool)); // it may have ended with a job in sight
        } finally {
            lock.unlock();
        }
    }

    /** Ends what runs, as cancelled, and every process. */
    @Override
    public void close() {
        List<Job> left = new ArrayList<>();
        List<Thread> threads;
        lock.lock();
        try {
            closed = true;
            for (var pool : List.of(javascript, python)) {
                left.addAll(pool.waiting);
                pool.waiting.clear();
                pool.changed.signalAll();
            }
            workers.keySet().forEach(worker -> worker.stop(new CodeException(Kind.CANCELLED, "The server is stopping")));
            threads = List.copyOf(workers.values());
        } finally {
            lock.unlock();
        }
        left.forEach(job -> job.fail(Kind.CANCELLED, "The server is stopping"));
        try {
            for (var thread : threads) {
                thread.join(STOP_TIME);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        clock.shutdownNow();
    }
}
