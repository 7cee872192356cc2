package dev.pankou.parse;

import dev.pankou.parse.ParseException.Kind;
import dev.pankou.parse.wire.Frame;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads documents in child processes. Nothing is started before the first; a child serves many documents and is replaced after a
 * bad one, or given up after five idle minutes. Threads share it, virtual ones too: who waits holds no carrier. One lock, never
 * held over a process or a file.
 */
public final class DocumentParser implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DocumentParser.class);
    private static final Duration IDLE = Duration.ofMinutes(5);
    private static final Duration STOP_TIME = Duration.ofSeconds(5);

    /** Suffixes and the name of the format that reads them. */
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("txt", "txt"), Map.entry("text", "txt"), Map.entry("log", "txt"), Map.entry("md", "md"),
            Map.entry("markdown", "md"), Map.entry("html", "html"), Map.entry("htm", "html"), Map.entry("xhtml", "html"),
            Map.entry("pdf", "pdf"), Map.entry("docx", "docx"), Map.entry("doc", "doc"), Map.entry("pptx", "pptx"),
            Map.entry("xlsx", "xlsx"), Map.entry("xlsm", "xlsx"), Map.entry("xls", "xls"), Map.entry("csv", "csv"),
            Map.entry("tsv", "csv"));

    private static final Set<String> TABLES = Set.of("xlsx", "xls", "csv");

    private final ParseLimits limits;
    private final Path folder;
    private final ScheduledExecutorService clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Job> waiting = new ArrayDeque<>();
    private final Set<Job> running = new HashSet<>();
    private final Set<Thread> workers = new HashSet<>();
    private final ReentrantLock finding = new ReentrantLock();
    private @Nullable Jail jail;
    private int idle;
    private int started;
    private boolean closed;

    private DocumentParser(ParseLimits limits, Path folder) {
        this.limits = limits;
        this.folder = folder;
        clock = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("parse-clock").factory());
    }

    /** @param temporary a folder of its own; what lies there from before is deleted */
    public static DocumentParser open(ParseLimits limits, Path temporary) {
        var folder = temporary.toAbsolutePath().normalize();
        try {
            if (Files.isDirectory(folder)) {
                try (var left = Files.walk(folder)) {
                    for (var file : left.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
            Files.createDirectories(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return new DocumentParser(limits, folder);
    }

    /** The format that reads files of this suffix ({@code docx}, {@code .PDF}); empty when there is none. */
    public static Optional<String> format(String suffix) {
        var type = suffix.toLowerCase(Locale.ROOT);
        return Optional.ofNullable(TYPES.get(type.startsWith(".") ? type.substring(1) : type));
    }

    /** Whether {@link #sheets} and {@link #table} read files of this suffix: XLSX, XLS, CSV and TSV. */
    public static boolean isTable(String suffix) {
        return format(suffix).filter(TABLES::contains).isPresent();
    }

    /**
     * Reads a document as text. Blocks; an interrupt ends the child.
     *
     * @param type suffix of its name
     * @param progress called from another thread
     * @throws ParseException when it has none that we can read
     */
    public Parsed parse(Path file, String type, ParseOptions options, Consumer<Progress> progress) {
        var job = job(Frame.TEXT, file, type, progress, out -> {
            var charset = options.charset();
            out.writeUTF(charset == null || charset.length() > 100 ? "" : charset);
            out.writeBoolean(options.wholePage());
        });
        var spool = run(job);
        if (spool.frames() == 0) {
            spool.close();
            throw new ParseException(Kind.EMPTY, "The document has no text");
        }
        return new Parsed(spool, job.title(), job.pages(), job.characters());
    }

    /**
     * The sheets of a table file with their first rows.
     *
     * @throws ParseException as {@link #parse}
     */
    public List<Sheet> sheets(Path file, String type) {
        var job = job(Frame.SHEETS, file, tableType(type), progress -> {}, out -> {});
        run(job).close();
        return List.copyOf(job.sheets);
    }

    /**
     * Reads one sheet of a table file. Blocks; an interrupt ends the child.
     *
     * @throws ParseException as {@link #parse}; EMPTY when there is no such sheet or it has no row
     */
    public Table table(Path file, String type, TableOptions options, Consumer<Progress> progress) {
        var job = job(Frame.TABLE, file, tableType(type), progress, out -> {
            out.writeInt(options.sheet());
            out.writeInt(options.headerRow());
            out.writeInt(options.firstRow());
            out.writeInt(options.maxRows());
        });
        var spool = run(job);
        if (job.names.isEmpty()) {
            spool.close();
            throw new ParseException(Kind.EMPTY, "The sheet has no columns");
        }
        List<Column> columns = new ArrayList<>();
        for (var i = 0; i < job.names.size(); i++) {
            var tally = job.tallies.get(i);
            columns.add(new Column(job.names.get(i), tally.type(), tally.filled));
        }
        return new Table(spool, job.title(), columns);
    }

    private static String tableType(String type) {
        if (!isTable(type)) {
            throw new ParseException(Kind.UNSUPPORTED, "Tables are read from XLSX, XLS and CSV files, not from ." + type);
        }
        return type;
    }

    private Job job(int operation, Path file, String type, Consumer<Progress> progress, Job.Body body) {
        var format = format(type)
                .orElseThrow(() -> new ParseException(Kind.UNSUPPORTED, "Files of type ." + type + " cannot be read"));
        try {
            if (Files.size(file) > limits.maxFileBytes()) {
                throw new ParseException(
                        Kind.TOO_LARGE, "The file is larger than " + (limits.maxFileBytes() >> 20) + " MB");
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return new Job(file, Job.request(operation, format, limits, body), limits, progress);
    }

    private Spool run(Job job) {
        enter(job);
        try {
            return job.result.get();
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case ParseException said -> throw said;
                case RuntimeException defect -> throw defect;
                case IOException disk -> throw new UncheckedIOException(disk);
                case null, default -> throw new IllegalStateException("reading ended in an unknown way", failed);
            }
        } catch (InterruptedException stopped) {
            cancel(job);
            Thread.currentThread().interrupt();
            throw new ParseException(Kind.CANCELLED, "Reading the document was cancelled");
        }
    }

    private void enter(Job job) {
        lock.lock();
        try {
            if (closed) {
                throw new ParseException(Kind.CANCELLED, "The server is stopping");
            }
            waiting.add(job);
            changed.signal();
            startWorkers();
        } finally {
            lock.unlock();
        }
    }

    /** The lock is held. */
    private void startWorkers() {
        if (!closed && waiting.size() > idle && workers.size() < limits.concurrency()) {
            var home = folder.resolve("child-" + ++started);
            var thread = Thread.ofPlatform().daemon().name("parse-" + started).unstarted(() -> work(home));
            workers.add(thread);
            thread.start();
        }
    }

    private void cancel(Job job) {
        lock.lock();
        try {
            waiting.remove(job);
        } finally {
            lock.unlock();
        }
        job.cancel("Reading the document was cancelled");
        job.result.whenComplete((spool, failure) -> {
            if (spool != null) {
                spool.close(); // it was there a moment too late
            }
        });
    }

    /** The life of a worker: a platform thread, for the kernel ends a child with the thread that started it. */
    private void work(Path home) {
        Child child = null;
        try {
            for (Job job; (job = next()) != null; ) {
                try {
                    if (child == null) {
                        child = Child.start(jail(), home, limits, clock);
                    }
                    var spool = child.read(job, folder);
                    if (!job.result.complete(spool)) {
                        spool.close();
                    }
                } catch (IOException | RuntimeException failure) {
                    job.result.completeExceptionally(failure);
                } finally {
                    done(job);
                }
                if (child != null && !child.reusable()) {
                    child.close();
                    child = null;
                }
            }
        } finally {
            if (child != null) {
                child.close();
            }
            ended();
        }
    }

    private Jail jail() {
        finding.lock(); // held while bubblewrap is tried: nobody could go on without what that says
        try {
            var found = jail;
            if (found == null) {
                found = Jail.find(limits, folder);
                jail = found;
            }
            return found;
        } finally {
            finding.unlock();
        }
    }

    /** Null when the worker is no longer needed. */
    private @Nullable Job next() {
        lock.lock();
        try {
            idle++;
            var left = IDLE.toNanos();
            while (!closed && waiting.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            var job = closed ? null : waiting.poll();
            if (job != null) {
                running.add(job);
            }
            return job;
        } catch (InterruptedException nobody) {
            LOG.warn("A thread that reads documents was interrupted");
            return null;
        } finally {
            idle--;
            lock.unlock();
        }
    }

    private void done(Job job) {
        lock.lock();
        try {
            running.remove(job);
        } finally {
            lock.unlock();
        }
    }

    private void ended() {
        lock.lock();
        try {
            workers.remove(Thread.currentThread());
            startWorkers(); // it may have ended with a document in sight
        } finally {
            lock.unlock();
        }
    }

    /** Ends what is read, as cancelled, and every child. */
    @Override
    public void close() {
        List<Job> left;
        List<Thread> threads;
        lock.lock();
        try {
            closed = true;
            left = new ArrayList<>(waiting);
            left.addAll(running);
            waiting.clear();
            changed.signalAll();
            threads = List.copyOf(workers);
        } finally {
            lock.unlock();
        }
        left.forEach(job -> job.cancel("The server is stopping"));
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
