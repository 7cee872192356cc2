package dev.pankou.testing;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Ends a fuzzed JVM in which one input takes 20 seconds of computing, and keeps the input. Jazzer's own limit is of time by the wall,
 * which a busy machine uses up as well; here that one is for what waits.
 */
public final class FuzzClock {
    /** Exit code of a JVM that found an input which takes too long. */
    public static final int SLOW = 70;

    private static final Duration MOST = Duration.ofSeconds(20);
    private static volatile byte[] input = {};

    private FuzzClock() {}

    /** Before the first input. It watches the thread that calls. */
    public static void start() {
        var fuzzed = Thread.currentThread();
        var log = System.err;
        Thread.ofPlatform().daemon().name("fuzz-clock").start(() -> watch(fuzzed, log));
    }

    /** @param bytes what is worked on from now */
    public static void next(byte[] bytes) {
        input = bytes;
    }

    private static void watch(Thread fuzzed, PrintStream log) {
        var threads = ManagementFactory.getThreadMXBean();
        var watched = input;
        var begun = 0L;
        try {
            while (true) {
                Thread.sleep(500);
                var now = threads.getThreadCpuTime(fuzzed.threadId());
                if (input != watched) {
                    watched = input;
                    begun = now;
                } else if (now - begun > MOST.toNanos()) {
                    var kept = Path.of("target", "fuzz", "slow-" + System.getProperty("fuzz.name"));
                    Files.write(kept, watched);
                    log.println("An input takes too long, kept as " + kept);
                    for (var frame : fuzzed.getStackTrace()) {
                        log.println("\tat " + frame);
                    }
                    Runtime.getRuntime().halt(SLOW);
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
