package dev.pankou.command;

import dev.pankou.command.Commands.Context;
import dev.pankou.store.SqliteLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;

/**
 * The build's training run: a server on a folder of its own and the demo against it, so that the AOT cache knows both. Before it, SQLite's
 * native code is put where {@code org.sqlite.lib.path} looks for it.
 */
final class TrainCommand {
    /** So often that the cache also knows what is hot and the JIT compiler need not find out after each start. */
    private static final int REPETITIONS = 100;

    private TrainCommand() {}

    static int run(Context context) {
        Path data;
        try {
            data = Files.createTempDirectory("pankou-train");
            var library = System.getProperty("org.sqlite.lib.path");
            if (library != null) {
                SqliteLibrary.unpack(Path.of(library));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("no folder for the training run", failed);
        }
        try (var server = context.launch()
                .start(context.settings(Map.of("port", "0", "host", "127.0.0.1", "data", data.toString())))) {
            server.setupLink();
            var token = Files.readString(data.resolve("control-token")).strip();
            try (var connection =
                    Connection.to(context.texts(), server.address().toString(), token)) {
                for (var i = 0; i < REPETITIONS; i++) {
                    new Demo(connection, context.texts(), piece -> {}).play();
                }
            }
        } catch (IOException | CommandException partly) {
            context.err().println(partly.getMessage()); // what ran is recorded all the same
        } finally {
            delete(data);
        }
        return 0;
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("the training run's folder stays behind", failed);
        }
    }
}
