package dev.pankou.bench;

import dev.pankou.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The figures of one run: a table for people, a JSON object for tools. */
final class Results {
    /** What a figure should be; {@code null} has no goal. */
    private record Goal(boolean atLeast, double bound) {
        boolean met(double value) {
            return atLeast ? value >= bound : value <= bound;
        }

        @Override
        public String toString() {
            return (atLeast ? ">= " : "<= ") + number(bound);
        }
    }

    private record Row(String key, double value, @Nullable Goal goal, String baseline) {}

    private static final Map<String, Goal> GOALS = Map.ofEntries(
            Map.entry("start_ms", new Goal(false, 1000)),
            Map.entry("idle_rss_mb", new Goal(false, 200)),
            Map.entry("chat_turn_added_p50_ms", new Goal(false, 1)),
            Map.entry("chat_turn_added_p99_ms", new Goal(false, 10)),
            Map.entry("chat_turns_per_s_64", new Goal(true, 850)),
            Map.entry("sse_deltas_ratio_vs_jetty", new Goal(true, 0.6)),
            Map.entry("stream_memory_kb", new Goal(false, 30)),
            Map.entry("commit_rows_per_s_grouped", new Goal(true, 60_000)),
            Map.entry("workflow_runs_per_s_sync", new Goal(true, 4_000)),
            Map.entry("workflow_run_p50_ms", new Goal(false, 5)),
            Map.entry("tool_call_added_p50_ms", new Goal(false, 2)),
            Map.entry("recall_p99_ms", new Goal(false, 10)),
            Map.entry("recall_at_10", new Goal(true, 0.95)));

    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Object> details = new LinkedHashMap<>();
    private final Map<String, String> commands = new LinkedHashMap<>();

    /** A figure, and in words what it was compared with in the same run. */
    void add(String key, double value, String baseline) {
        rows.add(new Row(key, value, GOALS.get(key), baseline));
        System.out.printf("  %s = %s%n", key, number(value));
    }

    void detail(String key, Object value) {
        details.put(key, switch (value) {
            case Double number -> round(number);
            case Map<?, ?> figures -> {
                var rounded = new LinkedHashMap<Object, Object>();
                figures.forEach((name, figure) -> rounded.put(name, figure instanceof Double number ? round(number) : figure));
                yield rounded;
            }
            default -> value;
        });
    }

    void command(String of, String line) {
        commands.put(of, line);
    }

    void print() {
        System.out.printf("%n%-28s %10s  %-10s %-6s %s%n", "", "value", "goal", "", "beside it, in the same run");
        for (var row : rows) {
            var goal = row.goal();
            System.out.printf("%-28s %10s  %-10s %-6s %s%n",
                    row.key(),
                    number(row.value()),
                    goal == null ? "" : goal,
                    goal == null ? "" : goal.met(row.value()) ? "ok" : "short",
                    row.baseline());
        }
    }

    void write(Path file) throws IOException {
        var json = Json.object();
        for (var row : rows) {
            json.put(row.key(), round(row.value()));
        }
        json.put("date", LocalDate.now().toString());
        json.set("machine", machine());
        json.set("commands", Json.mapper().valueToTree(commands));
        json.set("details", Json.mapper().valueToTree(details));
        var parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.writeString(file, json.toPrettyString() + "\n");
    }

    private static ObjectNode machine() throws IOException {
        var machine = Json.object();
        machine.put("host", host());
        machine.put("processors", Runtime.getRuntime().availableProcessors());
        machine.put("processor", first("/proc/cpuinfo", "model name"));
        machine.put("memory", first("/proc/meminfo", "MemTotal"));
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("java", Runtime.version().toString());
        machine.put("load_before", LOAD_BEFORE);
        return machine;
    }

    /** The machine's load averages when the bench began: others at work disturb the figures. */
    private static final String LOAD_BEFORE = first("/proc/loadavg", "");

    private static String first(String file, String lead) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(lead))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("");
        } catch (IOException unreadable) {
            return "";
        }
    }

    static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException unnamed) {
            return "unnamed";
        }
    }

    static String number(double value) {
        var size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 1000 ? "%,.0f" : size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    }

    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
