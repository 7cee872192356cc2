package dev.pankou.command;

import dev.pankou.command.Commands.Context;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code serve}: runs the server until SIGTERM or SIGINT. */
final class ServeCommand {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);
    /** A process manager kills after ten seconds; ours is the last word before that. */
    private static final Duration STOP = Duration.ofMillis(9_500);

    private ServeCommand() {}

    static int run(Context context) {
        context.noMoreThan(0);
        var server = context.launch().start(context.settings());
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> stop(server)));
        greet(context, server);
        try {
            new CountDownLatch(1).await(); // the shutdown hook ends the process
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private static void greet(Context context, Launch.Running server) {
        var texts = context.texts();
        var out = context.out();
        // not the process: a launcher that builds first hands its own over to the JVM
        var took = context.clock().millis() - ManagementFactory.getRuntimeMXBean().getStartTime();
        out.println(texts.say("serve.running", server.publicAddress(), took));
        server.setupLink().ifPresent(link -> out.println(texts.say("serve.link", link)));
        var token = context.data().resolve("bootstrap-token");
        if (Files.exists(token)) {
            out.println(texts.say("serve.token", token));
        }
        out.println(texts.say("serve.stop"));
        out.flush();
        LOG.info("Started address={} millis={}", server.address(), took);
    }

    /** Lets open work end; a thread that does not end in time is left behind. Exit code 0: it was asked for. */
    private static void stop(Launch.Running server) {
        LOG.info("Stopping");
        var stopped = new CountDownLatch(1);
        Thread.ofPlatform().daemon().name("close").start(() -> {
            try {
                server.close();
            } catch (RuntimeException failed) {
                LOG.error("The server did not stop cleanly", failed);
            } finally {
                stopped.countDown();
            }
        });
        var clean = false;
        try {
            clean = stopped.await(STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        if (!clean) {
            LOG.error("The server did not stop within {} ms", STOP.toMillis());
        }
        Runtime.getRuntime().halt(clean ? 0 : CommandException.FAILED);
    }
}
