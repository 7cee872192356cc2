package dev.pankou.clients;

import dev.pankou.json.Json;
import dev.pankou.testing.Database;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.Pankou;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run of the suite in {@code src/test/js} by Node, which has the official JavaScript client. Once a database for the
 * whole test JVM; its output goes to ours.
 *
 * @param calls what passed: true through the client, false as plain HTTP
 */
record JavaScriptRun(int exitCode, Map<Call, Boolean> calls) {
    private static final Path SUITE = Path.of("src/test/js").toAbsolutePath();
    private static final long MOST_MINUTES = 5;
    private static final Map<Database, JavaScriptRun> RUNS = new EnumMap<>(Database.class);

    /** Runs the suite on this database, or answers with the run that was. */
    static JavaScriptRun on(Database database) {
        synchronized (RUNS) {
            return RUNS.computeIfAbsent(database, JavaScriptRun::run);
        }
    }

    private static JavaScriptRun run(Database database) {
        install();
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            fake.byDefault(JavaScriptRun::answer);
            var model = alice.pankou().root().model(fake);
            var workflows = Map.of(
                    "echo", Workflows.published(alice, Workflows.echo()),
                    "speaking", Workflows.published(alice, Workflows.speaking(model)),
                    "asking", Workflows.published(alice, Workflows.asking()),
                    "broken", Workflows.published(alice, Workflows.broken()));
            var results = Files.createTempFile("pankou-javascript", ".json");
            try {
                var exitCode = await(
                        List.of("node", "--test", "--test-reporter=spec", "coze.test.js"),
                        Map.of(
                                "PANKOU_URL", alice.pankou().address().toString(),
                                "COZE_API_TOKEN", Objects.requireNonNull(alice.token()),
                                "PANKOU_CHATFLOW", Clients.CHATFLOW,
                                "PANKOU_MODEL", model,
                                "PANKOU_WORKFLOWS", Json.text(workflows),
                                "PANKOU_RESULTS", results.toString()));
                return new JavaScriptRun(exitCode, calls(Files.readString(results)));
            } finally {
                Files.delete(results);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Map<Call, Boolean> calls(String results) {
        var calls = new EnumMap<Call, Boolean>(Call.class);
        if (!results.isEmpty()) {
            for (var entry : Json.tree(results).properties()) {
                calls.put(Call.valueOf(entry.getKey()), entry.getValue().stringValue().equals("client"));
            }
        }
        return calls;
    }

    /** Echoes what was said last, waits at 慢, and calls the tool at 哪里. */
    private static FakeModelReply answer(FakeModel.Recorded request) {
        var messages = request.body().get("messages");
        var content = messages.get(messages.size() - 1).get("content");
        var last = content.isString() ? content.stringValue() : content.toString();
        if (last.contains("慢")) {
            return FakeModelReply.answer().text("慢").silence();
        }
        if (last.contains("哪里")) {
            return FakeModelReply.answer().toolCall("call_1", "read_gps", "{\"unit\":\"deg\"}");
        }
        return FakeModelReply.answer().text("答：", last).usage(12, 5);
    }

    private static void install() {
        if (!Files.exists(SUITE.resolve("node_modules/@coze/api"))) {
            var exitCode = await(List.of("npm", "ci", "--no-audit", "--no-fund"), Map.of());
            if (exitCode != 0) {
                throw new AssertionError("npm ci in " + SUITE + " ended with " + exitCode);
            }
        }
    }

    private static int await(List<String> command, Map<String, String> variables) {
        var builder = new ProcessBuilder(command).directory(SUITE.toFile()).redirectErrorStream(true);
        builder.environment().putAll(variables);
        @Nullable Process process = null;
        try {
            process = builder.start();
            process.getOutputStream().close();
            var output = process.inputReader();
            var copier = Thread.ofVirtual().name("javascript-output").start(() -> output.lines().forEach(System.out::println));
            if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
                throw new AssertionError(command + " did not end within " + MOST_MINUTES + " minutes");
            }
            copier.join();
            return process.exitValue();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot start " + command.getFirst() + "; is Node installed?", failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(command + " was interrupted", stopped);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }
}
