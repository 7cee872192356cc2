package dev.pankou.survive;

import dev.pankou.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code serve} as a process of its own, which can be killed and started again on the same data. Its log is kept beside the
 * data folder and shown when it does not start.
 */
final class ChildServer implements AutoCloseable {
    static final String TOKEN = "pat_root_of_the_child";

    private final Path folder;
    private final List<String> command;
    private @Nullable Process process;
    private @Nullable URI address;

    private ChildServer(Path folder, List<String> command) {
        this.folder = folder;
        this.command = command;
    }

    /**
     * Starts a server and waits until it listens.
     *
     * @param folder holds {@code data} and the log
     * @param jdbcUrl PostgreSQL; null for SQLite in the data folder
     * @param settings by name, on top of what tests need
     */
    static ChildServer start(Path folder, @Nullable String jdbcUrl, Map<String, String> settings, String... jvmFlags)
            throws IOException {
        var flags = new LinkedHashMap<String, String>();
        flags.put("port", "0");
        flags.put("data", folder.resolve("data").toString());
        flags.put("bootstrap-token", TOKEN);
        flags.put("language", "en");
        flags.put("log-level", "warn");
        if (jdbcUrl != null) {
            flags.put("db-url", jdbcUrl);
        }
        flags.putAll(settings);
        var line = new ArrayList<>(FastStart.JAVA);
        line.addFirst("-XX:TieredStopAtLevel=1");
        line.addAll(0, List.of(jvmFlags));
        line.addAll(List.of("dev.pankou.Main", "serve"));
        flags.forEach((name, value) -> line.addAll(List.of("--" + name, value)));
        var server = new ChildServer(folder, line);
        server.restart();
        return server;
    }

    /** Starts it (again) and waits until it listens. */
    void restart() throws IOException {
        var started = FastStart.process(folder, command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        process = started;
        var out = started.inputReader(StandardCharsets.UTF_8);
        if (!listens(out)) {
            throw new AssertionError("the server did not start:\n" + Files.readString(log()));
        }
        Thread.ofVirtual().start(() -> drain(out));
        var running = Json.tree(Files.readString(data().resolve("server.json")));
        address = URI.create(running.get("address").stringValue());
    }

    private static boolean listens(BufferedReader out) throws IOException {
        for (var line = out.readLine(); line != null; line = out.readLine()) {
            if (line.contains("Ctrl+C")) {
                return true;
            }
        }
        return false;
    }

    private static void drain(BufferedReader out) {
        try (out) {
            while (out.readLine() != null) {
                // nothing of it is wanted
            }
        } catch (IOException closed) {
            // with its process
        }
    }

    Path data() {
        return folder.resolve("data");
    }

    Path log() {
        return folder.resolve("log.txt");
    }

    /** The administrator at the address of this start. */
    Client client() {
        if (address == null) {
            throw new IllegalStateException("it was not started");
        }
        return new Client(address, TOKEN);
    }

    private Process process() {
        if (process == null) {
            throw new IllegalStateException("it was not started");
        }
        return process;
    }

    long pid() {
        return process().pid();
    }

    boolean isAlive() {
        return process().isAlive();
    }

    /** SIGKILL: nothing is tidied up. */
    void kill() {
        awaitExit(process().destroyForcibly(), 10);
    }

    /** SIGTERM, as a process manager sends it; returns at once. */
    void terminate() {
        process().toHandle().destroy();
    }

    /** Waits for its end; the exit code. */
    int awaitExit(long seconds) {
        return awaitExit(process(), seconds);
    }

    private static int awaitExit(Process process, long seconds) {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                throw new AssertionError("the server still runs after " + seconds + " s");
            }
            return process.exitValue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** What it logged so far, for failure messages. */
    String logged() {
        try {
            return Files.readString(log());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
