package dev.pankou.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command line of Pankou as a process of its own, in a working folder of the test. */
final class CommandProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final Path err;

    private CommandProcess(Process process, Path err) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.err = err;
    }

    /** How a command ended. */
    record Ended(int code, String out, String err) {}

    static CommandProcess start(Path folder, Map<String, String> environment, String... arguments) {
        try {
            var line = new ArrayList<>(List.of(
                    "-XX:+UseCompactObjectHeaders",
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "dev.pankou.Main"));
            line.addAll(List.of(arguments));
            // A file of arguments is UTF-8 here and there; the command line would be in this JVM's locale.
            var file = Files.createTempFile(folder, "arguments", ".txt");
            Files.write(
                    file,
                    line.stream()
                            .map(text -> '"' + text.replace("\\", "\\\\") + '"')
                            .toList());
            var err = Files.createTempFile(folder, "err", ".txt");
            var java = Path.of(System.getProperty("java.home"), "bin", "java");
            var builder = new ProcessBuilder(java.toString(), "@" + file.getFileName())
                    .directory(folder.toFile())
                    .redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("PANKOU_") || name.startsWith("LANG"));
            builder.environment().put("LC_ALL", "C.UTF-8");
            builder.environment().putAll(environment);
            return new CommandProcess(builder.start(), err);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Runs a command to its end. */
    static Ended run(Path folder, String... arguments) {
        return run(folder, Map.of(), arguments);
    }

    static Ended run(Path folder, Map<String, String> environment, String... arguments) {
        try (var command = start(folder, environment, arguments)) {
            return command.end(60);
        }
    }

    /** A server that has said that it runs. */
    static CommandProcess serve(Path folder) {
        var server = start(folder, Map.of(), "serve", "--port", "0");
        server.lineWith("Ctrl+C");
        return server;
    }

    /** Reads standard output up to the line that holds {@code text}, and returns it. */
    String lineWith(String text) {
        try {
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                if (line.contains(text)) {
                    return line;
                }
            }
            throw new AssertionError("it ended without saying \"" + text + "\": " + Files.readString(err));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Asks it to stop, as a process manager does (SIGTERM). */
    void terminate() {
        process.toHandle().destroy(); // process.destroy() would close its output, too
    }

    /** SIGKILL: nothing is tidied up. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    Ended end(long seconds) {
        try {
            var text = new StringBuilder();
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                text.append(line).append('\n');
            }
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                throw new AssertionError("it still runs after " + seconds + " s");
            }
            return new Ended(process.exitValue(), text.toString(), Files.readString(err));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
