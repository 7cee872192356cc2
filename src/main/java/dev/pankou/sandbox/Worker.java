package dev.pankou.sandbox;

import dev.pankou.json.Json;
import dev.pankou.sandbox.CodeException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/**
 * One process from start to end, on a platform thread of its own: reading from a process would hold the carrier of a virtual
 * thread, and the kernel ends the process when the thread that started it ends.
 */
final class Worker implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final int START_SECONDS = 60;
    private static final int READY = '+';
    private static final int LONGEST_HEAD = 64;
    private static final int SIGNAL = 128;
    private static final List<String> WANT_OF_MEMORY = List.of("out of memory", "OutOfMemoryError", "bad_alloc");
    private static final int ILL = 4;
    private static final int TRAP = 5;
    private static final int ABRT = 6;
    private static final int XCPU = 24;

    private final Sandbox pool;
    private final Language language;
    private final Bubblewrap bubblewrap;
    private final List<String> command;
    private final SandboxLimits limits;
    private final ScheduledExecutorService clock;
    private volatile @Nullable Process process;
    private volatile @Nullable CodeException stopped;
    private String fault = "a defect of the server";
    private volatile boolean ready;
    private @Nullable Job job;

    Worker(
            Sandbox pool,
            Language language,
            Bubblewrap bubblewrap,
            List<String> command,
            SandboxLimits limits,
            ScheduledExecutorService clock) {
        this.pool = pool;
        this.language = language;
        this.bubblewrap = bubblewrap;
        this.command = command;
        this.limits = limits;
        this.clock = clock;
    }

    Language language() {
        return language;
    }

    List<String> command() {
        return command;
    }

    @Override
    public void run() {
        try {
            work();
        } catch (IOException failed) {
            if (stopped == null) {
                LOG.warn("A sandbox did not start, language={}", language);
            }
            fault = String.valueOf(failed.getMessage());
        } catch (InterruptedException nobody) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException defect) {
            LOG.error("The sandbox failed by a defect of ours, language={}", language, defect);
        } finally {
            end();
        }
    }

    /** @throws IOException when the process cannot be started */
    private void work() throws IOException, InterruptedException {
        var started = bubblewrap.start(command);
        process = started;
        var printed = new Printed(started.getErrorStream(), () -> stop(new CodeException(
                Kind.OUTPUT_TOO_LARGE, "The code printed more than " + (Printed.MOST_BYTES >> 20) + " MB")));
        Thread.ofPlatform().daemon().name("sandbox-printed").start(printed);
        if (!becomesReady(started)) {
            throw new IOException(printed.text().lines().findFirst().orElse("it ended at once"));
        }
        ready = true;
        var given = pool.next(this);
        if (given != null) {
            job = given;
            serve(given, started, printed);
        }
    }

    private void end() {
        kill();
        var given = job;
        if (given != null) {
            given.fail(Kind.FAILED, "The server failed to run the code"); // counts only after a defect
        }
        if (!ready) {
            pool.failed(this, fault);
        }
        pool.ended(this, given != null);
        var started = process;
        if (started != null) {
            started.onExit().join();
            started.destroyForcibly(); // closes the streams
        }
    }

    /** Whether the process can still take a job. */
    boolean alive() {
        var started = process;
        return started != null && started.isAlive();
    }

    /** Bubblewrap dies, and with the first process of a pid namespace all others in it. Its streams stay readable. */
    void kill() {
        var started = process;
        if (started != null) {
            started.toHandle().destroyForcibly();
        }
    }

    /** Ends the process; what runs in it fails with this. */
    void stop(CodeException why) {
        stopped = why;
        if (ready) {
            kill();
        } // else soon: bubblewrap killed in its first milliseconds would leave its half-made child behind
    }

    private boolean becomesReady(Process started) throws IOException {
        var limit = clock.schedule(this::kill, START_SECONDS, TimeUnit.SECONDS);
        try {
            return started.getInputStream().read() == READY;
        } finally {
            limit.cancel(false);
        }
    }

    private void serve(Job given, Process started, Printed printed) throws InterruptedException {
        given.startsIn(started);
        var allowed = given.task.timeout().compareTo(limits.timeout()) < 0 ? given.task.timeout() : limits.timeout();
        var millis = allowed.toMillis();
        var time = millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
        var late = new CodeException(Kind.TIMEOUT, "The code ran longer than " + time);
        Future<?> limit = clock.schedule(() -> stop(late), millis, TimeUnit.MILLISECONDS);
        try {
            send(given.task, started);
            answer(given, started, printed);
        } catch (CodeException failure) {
            given.fail(failure);
        } finally {
            limit.cancel(false);
        }
    }

    private static void send(CodeTask task, Process started) {
        var code = task.code().getBytes(StandardCharsets.UTF_8);
        var params = task.params().getBytes(StandardCharsets.UTF_8);
        try (var out = started.getOutputStream()) {
            out.write((code.length + " " + params.length + "\n").getBytes(StandardCharsets.US_ASCII));
            out.write(code);
            out.write(params);
        } catch (IOException died) {
            // the answer says why
        }
    }

    private void answer(Job given, Process started, Printed printed) throws InterruptedException {
        try {
            var in = started.getInputStream();
            var head = head(in);
            if (head != null) {
                var length = Integer.parseInt(head[1]);
                if (length > limits.outputBytes()) {
                    throw new CodeException(
                            Kind.OUTPUT_TOO_LARGE,
                            "The returned value is longer than " + (limits.outputBytes() >> 20) + " MB",
                            printed.text());
                }
                var bytes = in.readNBytes(length);
                if (length >= 0 && bytes.length == length) {
                    var text = new String(bytes, StandardCharsets.UTF_8);
                    if (head[0].equals("OK")) {
                        checkObject(text);
                        given.answer.complete(new CodeResult(text, printed.text()));
                        return;
                    }
                    throw new CodeException(Kind.valueOf(head[0]), text, printed.text());
                }
            }
        } catch (IOException | IllegalArgumentException | JacksonException unreadable) {
            // only code that writes to our channel itself gets here, or a process that was killed
        }
        throw died(started, printed);
    }

    /** Kind and length; null at the end of the stream. */
    private static String @Nullable [] head(InputStream in) throws IOException {
        var text = new StringBuilder();
        for (int read; (read = in.read()) != '\n'; ) {
            if (read < 0 || text.length() == LONGEST_HEAD) {
                return null;
            }
            text.append((char) read);
        }
        var words = text.toString().split(" ", -1);
        return words.length == 2 ? words : null;
    }

    /** Nobody after us need fear a text that is no JSON: code can write to the channel as it likes. */
    private static void checkObject(String text) {
        try (var parser = Json.mapper().createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("no object");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("more than one value");
            }
        }
    }

    private CodeException died(Process started, Printed printed) throws InterruptedException {
        var text = printed.text();
        kill();
        var signal = started.waitFor() - SIGNAL;
        var trace = text.indexOf("\n<--- Last few GCs"); // V8's own words, of no use to the author of the code
        var own = trace < 0 ? text : text.substring(0, trace);
        var reason = stopped;
        if (reason != null) {
            return new CodeException(reason.kind(), String.valueOf(reason.getMessage()), own);
        }
        var crashed = language == Language.JAVASCRIPT && (signal == ILL || signal == TRAP || signal == ABRT);
        if (crashed || WANT_OF_MEMORY.stream().anyMatch(text::contains)) { // how V8 ends for want of memory
            return new CodeException(
                    Kind.OUT_OF_MEMORY, "The code used more than " + (limits.memoryBytes() >> 20) + " MB of memory", own);
        }
        if (signal == XCPU) {
            return new CodeException(Kind.TIMEOUT, "The code used up its processor time", own);
        }
        return new CodeException(
                Kind.FAILED, "The code's process ended without an answer" + (signal > 0 ? " (signal " + signal + ")" : ""), own);
    }
}
