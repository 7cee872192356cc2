package dev.pankou.parse;

import dev.pankou.parse.ParseException.Kind;
import dev.pankou.parse.wire.Frame;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A child process, from the view of the thread that started it; only {@link #kill} is for others. */
final class Child implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Child.class);
    private static final int START_SECONDS = 60;

    /** Exit code of a JVM that ran out of memory (-XX:+ExitOnOutOfMemoryError). */
    private static final int OUT_OF_MEMORY = 3;

    /** What a library forgets to free does not add up. */
    private static final int MOST_DOCUMENTS = 100;

    private final Process process;
    private final Path folder;
    private final ParseLimits limits;
    private final ScheduledExecutorService clock;
    private final DataInputStream in;
    private final DataOutputStream out;
    private int documents;
    private volatile @Nullable ParseException stopped;

    private Child(Process process, Path folder, ParseLimits limits, ScheduledExecutorService clock) {
        this.process = process;
        this.folder = folder;
        this.limits = limits;
        this.clock = clock;
        in = new DataInputStream(new BufferedInputStream(process.getInputStream(), 64 << 10));
        out = new DataOutputStream(process.getOutputStream());
        Thread.ofPlatform().daemon().name("parse-printed").start(this::forget);
    }

    /** @throws ParseException UNAVAILABLE */
    static Child start(Jail jail, Path folder, ParseLimits limits, ScheduledExecutorService clock) {
        try {
            Files.createDirectories(folder);
            var child = new Child(jail.start(folder), folder, limits, clock);
            Future<?> limit = clock.schedule(child::kill, START_SECONDS, TimeUnit.SECONDS);
            try {
                if (child.in.read() == Frame.READY) {
                    return child;
                }
            } finally {
                limit.cancel(false);
            }
            child.close();
            throw new IOException("exit code " + child.exit());
        } catch (IOException failed) {
            LOG.warn("A process that reads documents did not start", failed);
            throw new ParseException(Kind.UNAVAILABLE, "The server cannot read documents now: the process for it does not start");
        }
    }

    /** What libraries print would stop them once the pipe is full. */
    private void forget() {
        try (var printed = process.getErrorStream()) {
            printed.skip(Long.MAX_VALUE);
        } catch (IOException killed) {
            // nothing more comes
        }
    }

    /** Whether it may take another document. */
    boolean reusable() {
        return stopped == null && documents < MOST_DOCUMENTS && process.isAlive();
    }

    /** @throws ParseException when the document cannot be read; where the child was at fault it is not reusable */
    Spool read(Job job, Path spools) throws IOException {
        documents++;
        var document = folder.resolve("document");
        link(job.file, document);
        var spool = Spool.in(spools);
        var late = new ParseException(
                Kind.TOO_LONG, "Reading the document took longer than " + limits.timeout().toSeconds() + " s");
        Future<?> limit = clock.schedule(() -> stop(late), limits.timeout().toMillis(), TimeUnit.MILLISECONDS);
        var complete = false;
        try {
            job.startsIn(this);
            out.writeInt(job.request().length);
            out.write(job.request());
            out.flush();
            job.answer(in, spool);
            spool.finish();
            complete = true;
            return spool;
        } catch (ParseException said) {
            if (said.kind() == Kind.BROKEN || said.kind() == Kind.TOO_LARGE) {
                stop(said); // what else it left behind is not known
            }
            throw said;
        } catch (IOException gone) {
            throw died();
        } finally {
            limit.cancel(false);
            if (!complete) {
                spool.close();
            }
            Files.deleteIfExists(document);
        }
    }

    /** The same content without a copy where the file system can; the child sees it read-only. */
    private static void link(Path file, Path document) throws IOException {
        Files.deleteIfExists(document);
        try {
            Files.createLink(document, file);
        } catch (FileSystemException | UnsupportedOperationException elsewhere) {
            Files.copy(file, document);
        }
    }

    private ParseException died() {
        var why = stopped;
        kill();
        if (why != null) {
            return why;
        }
        var code = exit();
        stopped = code == OUT_OF_MEMORY
                ? new ParseException(
                        Kind.OUT_OF_MEMORY,
                        "The document needs more than " + (limits.memoryBytes() >> 20) + " MB of memory to be read")
                : new ParseException(Kind.BROKEN, "The document made its reader end");
        LOG.info("A process that reads documents ended, code={}", code);
        return stopped;
    }

    private int exit() {
        return process.onExit().join().exitValue();
    }

    private void stop(ParseException why) {
        stopped = why;
        kill();
    }

    /** Bubblewrap dies, and with it all that runs in it. Its streams stay readable. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    @Override
    public void close() {
        kill();
        exit();
        process.destroyForcibly(); // closes the streams
        try {
            Files.deleteIfExists(folder.resolve("document"));
            Files.deleteIfExists(folder);
        } catch (IOException failed) {
            LOG.warn("A temporary folder of a document stays, folder={}", folder, failed);
        }
    }
}
