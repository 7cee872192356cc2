package dev.pankou.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

import dev.pankou.command.Commands.Context;

/** {@code replay} and {@code workflow test}: what runs of workflows did, checked again. */
final class WorkflowCommand {
    static final Set<String> REPLAY = Set.of("url", "token", "version");
    static final Set<String> TEST = Set.of("url", "token", "version", "junit");

    private WorkflowCommand() {}

    /** Exit code 0 when every node did the same, 1 when not. */
    static int replay(Context context) {
        var run = context.word(0, "replay.run");
        context.noMoreThan(1);
        var texts = context.texts();
        try (var connection = Connection.chosen(context)) {
            var found = connection.get("/pankou/v1/runs/" + id(context, run, "replay.run"));
            var body = new HashMap<String, Object>();
            if (context.arguments().option("version") != null) {
                body.put("version", context.arguments().option("version"));
            }
            var report = connection.post(
                    "/pankou/v1/workflows/" + found.path("workflow_id").asString() + "/runs/" + run + "/replay", body);
            if (report.path("same").asBoolean()) {
                context.out().println(texts.say("replay.same", report.path("nodes").asInt()));
                return 0;
            }
            for (var difference : report.path("differences")) {
                context.out().println(texts.say(
                        "replay.difference",
                        difference.path("key").asString(),
                        difference.path("what").asString(),
                        shown(difference.path("before")),
                        shown(difference.path("after"))));
            }
            return 1;
        }
    }

    private static String id(Context context, String word, String missing) {
        if (!word.matches("[0-9]{1,19}")) {
            throw CommandException.notUnderstood(context.texts().say(missing));
        }
        return word;
    }

    private static String shown(JsonNode value) {
        var text = value.isMissingNode() || value.isNull() ? "-" : value.toString();
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }

    /** Exit code 0 when all tests passed, 1 when not. */
    static int run(Context context) {
        if (!context.word(0, "workflow.verb").equals("test")) {
            throw CommandException.notUnderstood(context.texts().say("workflow.verb"));
        }
        var workflow = id(context, context.word(1, "workflow.verb"), "workflow.verb");
        context.noMoreThan(2);
        var texts = context.texts();
        try (var connection = Connection.chosen(context)) {
            var body = new HashMap<String, Object>();
            if (context.arguments().option("version") != null) {
                body.put("version", context.arguments().option("version"));
            }
            var report = connection.post("/pankou/v1/workflows/" + workflow + "/tests/run", body);
            for (var test : report.path("tests")) {
                context.out().println((test.path("passed").asBoolean() ? "ok    " : "FAIL  ") + test.path("name").asString());
                for (var failure : test.path("failures")) {
                    context.out().println("      " + failure.asString());
                }
            }
            var junit = context.arguments().option("junit");
            if (junit != null) {
                write(Path.of(junit), workflow, report);
            }
            context.out().println(texts.say(
                    "workflow.result", report.path("passed").asInt(), report.path("failed").asInt()));
            return report.path("failed").asInt() == 0 ? 0 : 1;
        }
    }

    private static void write(Path file, String workflow, JsonNode report) {
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<testsuite name=\"workflow ").append(workflow).append("\" tests=\"").append(report.path("tests").size());
        xml.append("\" failures=\"").append(report.path("failed").asInt()).append("\" errors=\"0\" skipped=\"0\">\n");
        for (var test : report.path("tests")) {
            xml.append("  <testcase classname=\"workflow.").append(workflow).append("\" name=\"");
            xml.append(escaped(test.path("name").asString())).append("\" time=\"");
            xml.append(test.path("duration_ms").asLong() / 1000.0).append("\"");
            if (test.path("passed").asBoolean()) {
                xml.append("/>\n");
                continue;
            }
            xml.append(">\n");
            for (var failure : test.path("failures")) {
                xml.append("    <failure message=\"").append(escaped(failure.asString())).append("\"/>\n");
            }
            xml.append("  </testcase>\n");
        }
        xml.append("</testsuite>\n");
        try {
            Files.writeString(file, xml);
        } catch (IOException failed) {
            throw CommandException.failed(failed.toString());
        }
    }

    private static final Map<Character, String> ENTITIES =
            Map.of('&', "&amp;", '<', "&lt;", '>', "&gt;", '"', "&quot;", '\n', "&#10;", '\r', "&#13;", '\t', "&#9;");

    /** Text for an attribute; what XML cannot hold becomes U+FFFD. */
    private static String escaped(String text) {
        var escaped = new StringBuilder();
        for (var c : text.toCharArray()) {
            var entity = ENTITIES.get(c);
            escaped.append(entity != null ? entity : c < ' ' || c >= 0xFFFE ? "\uFFFD" : String.valueOf(c));
        }
        return escaped.toString();
    }
}
