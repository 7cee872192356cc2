package dev.pankou.bench;

import dev.pankou.store.StoreConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code ./pankou bench}: what a server costs, each figure beside a baseline of the same run. See bench/README.md.
 *
 * <p>Exit code 0 when everything was measured, whatever the figures; 1 when a part failed, 2 for bad arguments.
 */
public final class Bench {
    private static final List<String> PARTS = List.of("start", "chat", "throughput", "sse", "memory", "commit", "workflow", "recall", "knowledge", "tools");
    private static final int DELTAS = 50;
    private static final int LONG_ANSWER = 5000;
    private static final int CLIENTS = 64;
    private static final int BLOCK = 100;

    private final Options options;
    private final Subject.Setup setup;
    private final ModelServer model;
    private final @Nullable EmbeddedPostgres postgres;
    private final Results results = new Results();

    private Bench(Options options, Path folder, ModelServer model, @Nullable EmbeddedPostgres postgres) {
        this.options = options;
        this.model = model;
        this.postgres = postgres;
        var url = postgres == null ? null : postgres.getJdbcUrl("postgres", "postgres");
        this.setup = new Subject.Setup(folder, options.jvmFlags(), url, model);
    }

    /** @param jvmFlags flags of the server's JVM, besides the launcher's or instead of {@link #FLAGS} where there is none */
    private record Options(boolean quick, @Nullable Path json, boolean postgresql, Set<String> parts, @Nullable Path collections,
            List<String> jvmFlags) {
        private static final List<String> FLAGS = List.of(
                "-XX:+UseCompactObjectHeaders", "-XX:+UseSerialGC", "-Xmx1g", "--enable-native-access=ALL-UNNAMED");

        static Options parse(String[] arguments) {
            var quick = false;
            var postgresql = false;
            Path json = null;
            Path collections = null;
            Set<String> parts = new LinkedHashSet<>(PARTS);
            List<String> flags = Files.isExecutable(Path.of("pankou")) ? List.of() : FLAGS;
            for (var i = 0; i < arguments.length; i++) {
                switch (arguments[i]) {
                    case "--quick" -> quick = true;
                    case "--json" -> json = Path.of(value(arguments, ++i));
                    case "--db" -> postgresql = switch (value(arguments, ++i)) {
                        case "postgresql" -> true;
                        case "sqlite" -> false;
                        default -> throw new IllegalArgumentException("--db is sqlite or postgresql");
                    };
                    case "--only" -> {
                        parts = new LinkedHashSet<>(Arrays.asList(value(arguments, ++i).split(",")));
                        if (!PARTS.containsAll(parts)) {
                            throw new IllegalArgumentException("--only takes a comma list of " + PARTS);
                        }
                    }
                    case "--collections" -> {
                        collections = Path.of(value(arguments, ++i));
                        if (!Files.isDirectory(collections)) {
                            throw new IllegalArgumentException("--collections is a folder: " + collections);
                        }
                    }
                    case "--jvm" -> flags = Arrays.asList(value(arguments, ++i).split(" "));
                    default -> throw new IllegalArgumentException("unknown argument " + arguments[i]
                            + "; known are --quick, --json FILE, --db sqlite|postgresql, --only PARTS, --collections DIR, --jvm FLAGS");
                }
            }
            return new Options(quick, json, postgresql, parts, collections, flags);
        }

        private static String value(String[] arguments, int at) {
            if (at >= arguments.length) {
                throw new IllegalArgumentException(arguments[at - 1] + " needs a value");
            }
            return arguments[at];
        }

        Duration seconds(int thorough, int quickly) {
            return Duration.ofSeconds(quick ? quickly : thorough);
        }
    }

    public static void main(String[] arguments) throws Exception {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException bad) {
            System.err.println(bad.getMessage());
            System.exit(2);
            return;
        }
        raiseFileLimit();
        // on the disk where ./data would be: a folder in memory would make commits look cheap
        var folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "bench-");
        var code = 0;
        try (var model = ModelServer.start();
                var postgres = options.postgresql() ? postgres() : null) {
            new Bench(options, folder, model, postgres).run();
        } catch (RuntimeException failed) {
            failed.printStackTrace();
            code = 1;
        } finally {
            delete(folder);
        }
        System.exit(code);
    }

    /** PostgreSQL as durable as SQLite is here. */
    private static EmbeddedPostgres postgres() throws IOException {
        return EmbeddedPostgres.builder()
                .setServerConfig("max_connections", "100")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    /** A stream takes two files here and two in the server. Children inherit the limit; where we may not raise it, it stays. */
    private static void raiseFileLimit() throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "prlimit --nofile=65536:65536 --pid $PPID")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private static int fileLimit() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/limits"))) {
            return lines.filter(line -> line.startsWith("Max open files"))
                    .map(line -> line.split("\\s+")[3])
                    .mapToInt(soft -> soft.equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(soft))
                    .findFirst()
                    .orElse(1024);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        }
    }

    private void run() throws Exception {
        results.command("bench", "./pankou bench" + (options.quick() ? " --quick" : "") + (options.postgresql() ? " --db postgresql" : ""));
        results.detail("database", options.postgresql() ? "postgresql" : "sqlite");
        results.detail("quick", options.quick());
        for (var part : PARTS) {
            if (options.parts().contains(part)) {
                System.out.println(part);
                switch (part) {
                    case "start" -> start();
                    case "chat" -> chat();
                    case "throughput" -> throughput();
                    case "sse" -> sse();
                    case "memory" -> memory();
                    case "commit" -> commit();
                    case "workflow" -> new WorkflowBench(setup, model, results, options.quick()).run();
                    case "recall" -> new RecallBench(setup.folder(), results, options.quick(), options.collections()).run();
                    case "knowledge" -> new ParseBench(setup.folder(), results, options.quick()).run();
                    case "tools" -> new ToolsBench(setup, results, options.quick()).run();
                    default -> throw new IllegalStateException(part);
                }
            }
        }
        results.print();
        var json = options.json();
        if (json == null) {
            System.out.printf("%nKept nowhere; keep it with --json bench/results/%s-%s.json%n", LocalDate.now(), Results.host());
        } else {
            results.write(json);
            System.out.printf("%nKept in %s%n", json);
        }
    }

    /** From the start of the process to the first answer, on a data folder that has its schema. */
    private void start() throws IOException {
        var data = setup.folder().resolve("start");
        double first;
        try (var server = setup.start(data)) {
            first = server.startMillis();
        }
        var starts = new ArrayList<Double>();
        var idle = 0L;
        for (var i = 0; i < 5; i++) {
            try (var server = setup.start(data)) {
                starts.add(server.startMillis());
                if (i == 4) {
                    Child.pause(Duration.ofSeconds(5));
                    idle = server.rssKb();
                    results.command("server", server.commandLine().replace(Path.of("").toAbsolutePath() + "/", ""));
                }
            }
        }
        results.detail("start_ms_each", starts.stream().map(Math::round).toList());
        results.detail("start_ms_with_schema", first);
        results.add("start_ms", median(starts), "median of 5; the first, which makes the schema: " + Results.number(first));
        results.add("idle_rss_mb", idle / 1024.0, "5 s after the start");
    }

    /** One client, one turn after the other; before each turn the model is asked directly. */
    private void chat() throws Exception {
        model.answer(DELTAS, 1);
        var turns = options.quick() ? 500 : 2000;
        try (var server = setup.open("chat")) {
            var direct = Subject.direct(model, DELTAS);
            var alone = added(server.chats(DELTAS), direct, turns);
            var going = added(server.chatsInOneConversation(DELTAS), direct, turns);
            results.detail("chat_turn", alone);
            results.detail("chat_turn_in_one_conversation", going);
            results.add("chat_turn_added_p50_ms", alone.get("added_p50_ms"), said(alone));
            results.add("chat_turn_added_p99_ms", alone.get("added_p99_ms"), "in one conversation: added p50 "
                    + Results.number(going.get("added_p50_ms")) + ", p99 " + Results.number(going.get("added_p99_ms")));
        }
    }

    /**
     * Percentiles, in ms, of {@code turns} turns and of as many direct ones, taken by turns. The smallest p50 of the blocks of
     * {@value #BLOCK} turns shows what the server does while nobody else uses the machine.
     */
    private Map<String, Double> added(Load chats, Load direct, int turns) throws IOException {
        var total = new long[turns];
        var model = new long[turns];
        var sync = new long[turns];
        var stages = new long[3][turns];
        try (var chat = chats.sequence();
                var ask = direct.sequence();
                var disk = new Disk(setup.folder().resolve("sync"))) {
            for (var i = 0; i < 3000; i++) {
                ask.turn();
                chat.turn();
            }
            for (var i = 0; i < turns; i++) {
                sync[i] = disk.sync();
                model[i] = ask.turn();
                total[i] = chat.turn();
                for (var stage = 0; stage < stages.length; stage++) {
                    stages[stage][i] = chat.stage(stage);
                }
            }
        }
        var best = Double.MAX_VALUE;
        for (var i = 0; i + BLOCK <= turns; i += BLOCK) {
            best = Math.min(best, p(0.5, Arrays.copyOfRange(total, i, i + BLOCK))
                    - p(0.5, Arrays.copyOfRange(model, i, i + BLOCK)));
        }
        var own = p(0.5, model);
        var figures = new LinkedHashMap<String, Double>();
        figures.put("model_p50_ms", own);
        figures.put("model_p99_ms", p(0.99, model));
        figures.put("disk_sync_p50_ms", p(0.5, sync));
        figures.put("disk_sync_p99_ms", p(0.99, sync));
        figures.put("total_p50_ms", p(0.5, total));
        figures.put("total_p99_ms", p(0.99, total));
        figures.put("until_first_byte_p50_ms", p(0.5, stages[0]));
        figures.put("until_first_delta_p50_ms", p(0.5, stages[1]));
        figures.put("until_last_delta_p50_ms", p(0.5, stages[2]));
        figures.put("added_p50_ms", p(0.5, total) - own);
        figures.put("added_p99_ms", p(0.99, total) - own);
        figures.put("added_p50_of_best_block_ms", best);
        return figures;
    }

    /** A percentile in milliseconds. */
    private static double p(double share, long[] nanos) {
        var sorted = nanos.clone();
        Arrays.sort(sorted);
        return Load.at(sorted, share) / 1e6;
    }

    private static String said(Map<String, Double> figures) {
        return "turn p50 " + Results.number(figures.get("total_p50_ms")) + ", model alone p50 "
                + Results.number(figures.get("model_p50_ms")) + ", a disk sync " + Results.number(figures.get("disk_sync_p50_ms"))
                + "; best " + BLOCK + " turns: " + Results.number(figures.get("added_p50_of_best_block_ms"));
    }

    /** 64 clients at once, 50 deltas a turn, ten with one write of the model. */
    private void throughput() throws Exception {
        model.answer(DELTAS, 10);
        var direct = Subject.direct(model, DELTAS).parallel(CLIENTS, options.seconds(2, 1), options.seconds(4, 2));
        try (var server = setup.open("throughput")) {
            var chats = server.chats(DELTAS);
            chats.parallel(CLIENTS, Duration.ZERO, options.seconds(12, 8)); // the JIT compilers are busy this long
            var rounds = new ArrayList<Load.Rate>();
            var before = server.child().cpuMillis();
            for (var i = 0; i < 3; i++) {
                rounds.add(chats.parallel(CLIENTS, Duration.ofMillis(500), options.seconds(6, 3)));
            }
            var cpu = server.child().cpuMillis() - before;
            var turns = rounds.stream().mapToLong(Load.Rate::answers).sum();
            var middle = middle(rounds, Load.Rate::answersPerSecond);
            results.detail("chat_turns_per_s_each", rounds.stream().map(rate -> Math.round(rate.answersPerSecond())).toList());
            results.detail("chat_turn_64_p50_ms", middle.p50Micros() / 1e3);
            results.detail("chat_turn_64_p99_ms", middle.p99Micros() / 1e3);
            results.detail("server_cpu_ms_per_turn", (double) cpu / turns);
            results.detail("model_turns_per_s_64", direct.answersPerSecond());
            results.add("chat_turns_per_s_64", middle.answersPerSecond(), "model alone "
                    + Results.number(direct.answersPerSecond()) + "; turn p50 " + middle.p50Micros() / 1000 + " ms, p99 "
                    + middle.p99Micros() / 1000 + " ms; server cpu " + Results.number((double) cpu / turns) + " ms a turn");
        }
    }

    /** 64 streams with long answers, by turns through Pankou and from a bare Jetty handler. */
    private void sse() throws Exception {
        model.answer(LONG_ANSWER, 16);
        try (var server = setup.open("sse")) {
            var chats = server.chats(LONG_ANSWER);
            var warm = chats.parallel(CLIENTS, Duration.ZERO, options.seconds(10, 6));
            var frame = (int) (warm.bytes() / Math.max(1, warm.events()));
            var port = Child.freePort();
            var command = Child.java(
                    options.jvmFlags(),
                    JettyBaseline.class,
                    Integer.toString(port), Integer.toString(LONG_ANSWER), Integer.toString(frame));
            try (var jetty = Child.start(command, Map.of(), port, "/", setup.folder().resolve("jetty.log"))) {
                var bare = new Load(jetty.address(), Load.post("/", "none", "{}"), LONG_ANSWER);
                bare.parallel(CLIENTS, Duration.ZERO, options.seconds(6, 4));
                var ours = new ArrayList<Double>();
                var theirs = new ArrayList<Double>();
                for (var i = 0; i < 3; i++) {
                    theirs.add(bare.parallel(CLIENTS, Duration.ofMillis(500), options.seconds(6, 3)).eventsPerSecond());
                    ours.add(chats.parallel(CLIENTS, Duration.ofMillis(500), options.seconds(6, 3)).eventsPerSecond());
                }
                results.detail("sse_deltas_per_s", median(ours));
                results.detail("sse_deltas_per_s_jetty", median(theirs));
                results.detail("sse_bytes_per_delta", frame);
                results.add("sse_deltas_ratio_vs_jetty", median(ours) / median(theirs), Results.number(median(ours))
                        + " deltas/s, bare Jetty " + Results.number(median(theirs)) + ", " + frame + " bytes each");
            }
        }
    }

    /** Open chats whose model has said one word; garbage is collected before and after. */
    private void memory() throws Exception {
        var wanted = options.quick() ? 2000 : 10_000;
        var streams = Math.min(wanted, (fileLimit() - 500) / 2);
        if (streams < wanted) {
            System.out.println("  only " + streams + " streams: the limit of open files is " + fileLimit());
        }
        try (var server = setup.open("memory")) {
            model.answer(DELTAS, 1);
            server.chats(DELTAS).parallel(16, Duration.ZERO, options.seconds(6, 4));
            server.child().collectGarbage();
            var rss = server.child().rssKb();
            var heap = server.child().heapUsedKb();
            model.fallSilent();
            var begun = System.nanoTime();
            try (var held = server.chats(1).hold(streams, CLIENTS, 3)) {
                var seconds = (System.nanoTime() - begun) / 1e9;
                Child.pause(Duration.ofSeconds(1));
                var rawRss = server.child().rssKb();
                server.child().collectGarbage();
                var perStream = (double) (server.child().rssKb() - rss) / streams;
                var heapPerStream = (double) (server.child().heapUsedKb() - heap) / streams;
                results.detail("streams", streams);
                results.detail("streams_opened_per_s", streams / seconds);
                results.detail("rss_before_kb", rss);
                results.detail("stream_memory_uncollected_kb", (double) (rawRss - rss) / streams);
                results.detail("stream_memory_heap_kb", heapPerStream);
                results.add("stream_memory_kb", perStream, streams + " streams; of it heap " + Results.number(heapPerStream)
                        + " KB; process before " + rss / 1024 + " MB");
            }
        }
    }

    /** One row a transaction, 1,000 callers at once and one caller. */
    private void commit() throws Exception {
        var server = postgres;
        var config = StoreConfig.of(
                setup.folder().resolve("commit"), server == null ? null : server.getJdbcUrl("postgres", "template1"));
        try (var commits = new Commits(config)) {
            commits.rowsPerSecond(1000, options.seconds(4, 2));
            commits.rowsPerSecond(1, Duration.ofSeconds(1));
            var disk = new long[500];
            try (var file = new Disk(setup.folder().resolve("sync"))) {
                for (var i = 0; i < disk.length; i++) {
                    disk[i] = file.sync();
                }
            }
            results.detail("disk_sync_p50_ms", p(0.5, disk));
            var grouped = new ArrayList<Double>();
            var single = new ArrayList<Double>();
            for (var i = 0; i < 3; i++) {
                single.add(commits.rowsPerSecond(1, options.seconds(3, 2)));
                grouped.add(commits.rowsPerSecond(1000, options.seconds(4, 2)));
            }
            results.detail("commit_rows_per_s_single", median(single));
            results.add("commit_rows_per_s_grouped", median(grouped), "best " + Results.number(Collections.max(grouped))
                    + "; one caller alone " + Results.number(median(single)));
            results.detail("commit_rows_per_s_each", grouped.stream().map(Math::round).toList());
            results.add("commit_ratio_vs_single", median(grouped) / median(single), "a disk sync takes "
                    + Results.number(p(0.5, disk)) + " ms");
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static <T> T middle(List<T> values, ToDoubleFunction<T> by) {
        return values.stream().sorted(Comparator.comparingDouble(by)).toList().get(values.size() / 2);
    }
}
