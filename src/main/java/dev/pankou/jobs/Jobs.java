package dev.pankou.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.SystemClock;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.pankou.event.Signals;
import dev.pankou.id.Id;
import dev.pankou.store.Db;
import dev.pankou.store.Dialect;
import dev.pankou.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Background work over db-scheduler. Each kind and subject is worked by one thread of one node at a time; a node that is gone
 * loses its jobs to the others within 20 s. Costs nothing until the first job: only then the scheduler is loaded. Real time, not
 * a test's: the scheduler waits in it. Threads share it.
 */
public final class Jobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

    /** Whoever submits says so; this is for jobs of other nodes, and those whose time comes. */
    private static final Duration POLL = Duration.ofSeconds(5);

    /** Silent for four of them, a node has lost its jobs; who looks for that does so every two; then they wait for a poll. */
    private static final Duration HEARTBEAT = Duration.ofMillis(2500);

    private static final int MISSED_HEARTBEATS = 4;

    /** A job that this node handed on and was given back within this time waits as long. */
    private static final Duration HANDED_ON = Duration.ofSeconds(2);

    private static final String TOPIC = "jobs";
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 8;
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    /** A piece of work on a subject, of some seconds. An interrupt means that the server stops. */
    public interface Work {
        Next work(Id subject);
    }

    /** How it goes on. */
    public enum Next {
        /** There is more; others who wait go first. */
        MORE,
        /** There is more, but something else has to end before; to be asked again in a second. */
        LATER,
        /** There is more, but only another node can do it. */
        ELSEWHERE,
        /** Nothing is left; who finds something new submits it. */
        DONE
    }

    private final Db db;
    private final int threads;
    private final String node;
    private final Signals signals;
    private final JobStore store = new JobStore();
    private final SystemClock clock = new SystemClock();
    private final List<Task<?>> tasks = new ArrayList<>();
    private final Set<Thread> working = ConcurrentHashMap.newKeySet();
    private final Map<String, Instant> handedOn = new ConcurrentHashMap<>();
    private final ReentrantLock starting = new ReentrantLock();
    private volatile @Nullable Scheduler scheduler;
    private volatile boolean closed;

    /**
     * @param threads jobs that this node works at a time
     * @param node what the table calls this node
     */
    public Jobs(Db db, int threads, String node, Signals signals) {
        this.db = db;
        this.threads = threads;
        this.node = node;
        this.signals = signals;
        signals.on(TOPIC, sender -> {
            if (!sender.equals(node)) {
                wake();
            }
        });
    }

    /** Says what is done for a kind of job. To be called before the first job. */
    public void on(String kind, Work work) {
        tasks.add(Tasks.custom(kind, Void.class)
                .onFailure((failed, operations) -> {
                    var failures = Math.min(failed.getExecution().consecutiveFailures, MOST_DOUBLINGS);
                    operations.reschedule(failed, clock.now().plus(FIRST_PAUSE.multipliedBy(1L << failures)));
                })
                .execute((instance, context) -> {
                    var subject = Id.parse(instance.getId());
                    if (subject == null) {
                        throw new IllegalStateException("not an id: " + instance.getId());
                    }
                    return run(kind, subject, work);
                }));
    }

    private CompletionHandler<Void> run(String kind, Id subject, Work work) {
        var asked = db.read(handle -> store.asked(handle, kind, subject));
        var next = turn(kind, subject, work);
        return (complete, operations) -> complete(kind, subject, asked, next, complete, operations);
    }

    private Next turn(String kind, Id subject, Work work) {
        var thread = Thread.currentThread();
        working.add(thread);
        try {
            return closed ? Next.MORE : work.work(subject);
        } catch (RuntimeException failed) {
            if (closed) {
                return Next.MORE; // it was interrupted, which is no failure
            }
            LOG.error("A job failed and is tried again kind={} subject={}", kind, subject, failed);
            throw failed;
        } finally {
            working.remove(thread);
            // an interrupt was for the work; the scheduler still has to write how it ended
            var stopped = Thread.interrupted();
            if (stopped) {
                LOG.debug("A job was stopped kind={} subject={}", kind, subject);
            }
        }
    }

    private void complete(
            String kind, Id subject, long asked, Next next, ExecutionComplete complete, ExecutionOperations<Void> operations) {
        if (next == Next.ELSEWHERE) {
            handOn(kind + " " + subject, complete, operations);
            return;
        }
        if (next == Next.DONE && db.write(handle -> store.finish(handle, kind, subject, asked))) {
            return;
        }
        operations.reschedule(complete, next == Next.LATER ? clock.now().plus(FIRST_PAUSE) : clock.now());
        var running = scheduler;
        if (running != null && !closed) {
            running.triggerCheckForDueExecutions();
        }
    }

    /** Others are told at once, unless they seem to have handed it back: then everybody waits a little. */
    private void handOn(String job, ExecutionComplete complete, ExecutionOperations<Void> operations) {
        var now = clock.now();
        var before = handedOn.put(job, now);
        handedOn.values().removeIf(old -> old.isBefore(now.minus(HANDED_ON)));
        if (before != null && before.isAfter(now.minus(HANDED_ON))) {
            operations.reschedule(complete, now.plus(HANDED_ON));
            return;
        }
        operations.reschedule(complete, now);
        signals.send(TOPIC, node);
    }

    /** Stores a job, in the transaction of the rows that it works on. {@link #wake} when that is committed. */
    public void submit(Handle handle, String kind, Id subject) {
        store.submit(handle, kind, subject, clock.now().toEpochMilli());
    }

    /** Whether there is such a job, waiting or at work. */
    public boolean pending(Handle handle, String kind, Id subject) {
        return store.asked(handle, kind, subject) > 0;
    }

    /** Has what was submitted begun at once. */
    public void wake() {
        begin();
        var running = scheduler;
        if (running != null && !closed) {
            running.triggerCheckForDueExecutions();
        }
    }

    /** Begins if there are jobs, of an earlier process or of other nodes. To be called now and then. */
    public void look() {
        if (scheduler == null && !closed && db.read(store::any)) {
            begin();
        }
    }

    private void begin() {
        if (scheduler != null || closed) {
            return;
        }
        starting.lock();
        try {
            if (scheduler != null || closed) {
                return;
            }
            if (db.dialect() == Dialect.SQLITE) {
                // one process holds the data folder, so whoever had begun is gone
                db.write(handle -> {
                    store.release(handle);
                    return true;
                });
            }
            var made = Scheduler.create(db.connections(), tasks)
                    .tableName("job")
                    .jdbcCustomization(new JobColumns())
                    .commitWhenAutocommitDisabled(true)
                    .schedulerName(new SchedulerName.Fixed(node))
                    .executorService(Executors.newFixedThreadPool(
                            threads, Thread.ofPlatform().daemon().name("job-", 1).factory()))
                    .dueExecutor(Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("job-due").factory()))
                    .housekeeperExecutor(Executors.newScheduledThreadPool(
                            2, Thread.ofPlatform().daemon().name("job-keep-", 1).factory()))
                    .threads(threads)
                    .pollingInterval(POLL)
                    .heartbeatInterval(HEARTBEAT)
                    .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                    .shutdownMaxWait(LAST_WORDS)
                    .build();
            made.start();
            scheduler = made;
        } catch (StoreException down) {
            LOG.warn("Jobs cannot begin yet: {}", down.getMessage());
        } finally {
            starting.unlock();
        }
    }

    /** Interrupts what runs, and waits some seconds until that is written down. Jobs go on at the next start. */
    @Override
    public void close() {
        closed = true;
        working.forEach(Thread::interrupt);
        starting.lock();
        try {
            var running = scheduler;
            if (running != null) {
                running.stop();
            }
        } finally {
            starting.unlock();
        }
    }
}
