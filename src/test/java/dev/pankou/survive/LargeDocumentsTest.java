package dev.pankou.survive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.knowledge.Embeddings;
import dev.pankou.store.StoreConfig;
import dev.pankou.testing.Database;
import dev.pankou.testing.TestDatabases;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Large documents on a real server process: while one is read, neighbours and chats go on, memory stays within its bounds and
 * progress is honest; killed in the middle it goes on and comes to the same slices. A PDF of {@code -Dpankou.pages} (200), mixed
 * Chinese and English with pictures; from 10,000 on also an XLSX of 20 rows a page and a TXT of 10 KB a page, on both databases.
 */
@Tag("slow")
final class LargeDocumentsTest {
    private static final int PAGES = Integer.getInteger("pankou.pages", 200);
    private static final boolean LONG = PAGES >= 10_000;
    private static final Duration MOST = Duration.ofMinutes(15);

    /** The heap of a process that reads documents, and what a JVM takes beside it. */
    private static final int PARSE_MEMORY_MB = 512;

    private static final int BESIDE_MB = 384;

    /** What the server's live objects may grow by while it takes in any document. */
    private static final long MOST_GROWTH_BYTES = 96L << 20;

    private static final Duration MOST_OF_A_NEIGHBOUR = Duration.ofSeconds(LONG ? 10 : 20);

    enum Kind {
        PDF,
        XLSX,
        TXT;

        private int format() {
            return this == XLSX ? 1 : 0;
        }

        private Path file(Path folder) throws IOException {
            return switch (this) {
                case PDF -> LargeFiles.pdf(folder.resolve("large.pdf"), PAGES);
                case XLSX -> LargeFiles.xlsx(folder.resolve("large.xlsx"), 20 * PAGES);
                case TXT -> LargeFiles.txt(folder.resolve("large.txt"), 10_000L * PAGES);
            };
        }
    }

    private record Case(Kind kind, Database database) {}

    static Stream<Case> cases() {
        return Stream.of(Kind.values())
                .filter(kind -> LONG || kind == Kind.PDF)
                .flatMap(kind -> Stream.of(Database.values())
                        .filter(database -> LONG || database == Database.SQLITE)
                        .map(database -> new Case(kind, database)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void holdsNobodyUpAndSurvivesKills(Case wanted) throws Exception {
        var store = wanted.database.fresh();
        var folder = TestDatabases.folder();
        var file = wanted.kind.file(folder);
        try (var fake = Embeddings.start(8).withoutRecording()) {
            var settings = new HashMap<String, String>(Embeddings.settings(fake));
            settings.put("max-slices", "250000");
            try (var server = ChildServer.start(folder, store.jdbcUrl(), settings)) {
                var config = store.jdbcUrl() == null ? StoreConfig.of(server.data(), null) : store;
                var client = server.client();
                var upload = client.upload(file);
                var dataset = client.dataset(wanted.kind.format());
                var undisturbed = undisturbed(server, dataset, upload, wanted, Files.size(file));
                var slices = slices(config, undisturbed);
                assertThat(slices.count).as("slices that are not the document's any more").isEqualTo(slices.all);
                var killed = killed(server, dataset, upload);
                assertThat(slices(config, killed)).isEqualTo(slices);
                assertThat(server.client().recall(dataset, "mark-" + PAGES / 2)).isNotEmpty();
            }
        }
    }

    private static Map<String, Object> source(String upload) {
        return Map.of("source_file_id", upload, "document_source", 5);
    }

    // ---- nobody is held up

    private static String undisturbed(ChildServer server, String dataset, String upload, Case wanted, long bytes) throws Exception {
        var client = server.client();
        var neighbour = new Neighbour(client.user("neighbour"));
        neighbour.once(); // children and classes are there
        neighbour.seconds.clear();
        var talker = new Talker(client, client.bot(Map.of()));
        var before = liveBytes(server);
        var peaks = new ConcurrentHashMap<Long, Long>();
        var over = new AtomicBoolean();
        var threads = List.of(
                every(over, 20, () -> peaks(server, peaks)), every(over, 100, neighbour::once), every(over, 100, talker::once));

        var began = System.nanoTime();
        var document = client.document(dataset, "大文档." + wanted.kind.name().toLowerCase(java.util.Locale.ROOT), source(upload));
        var percents = new ArrayList<Integer>();
        var live = new ArrayList<Long>();
        var stages = new ArrayList<>(List.of(40, 65, 85));
        var worst = 0L;
        var times = new ArrayList<Double>();
        while (true) {
            var progress = client.progress(dataset, document);
            var percent = progress.get("progress").intValue();
            if (percents.isEmpty() || percents.getLast() != percent) {
                percents.add(percent);
                times.add(seconds(began));
            }
            if (progress.get("status").intValue() != 0) {
                assertThat(progress.get("status").intValue()).as("%s\n%s", progress, server.logged()).isEqualTo(1);
                break;
            }
            if (!stages.isEmpty() && percent >= stages.getFirst()) {
                stages.removeFirst();
                worst = Math.max(worst, liveBytes(server));
                live.add(worst);
            }
            assertThat(System.nanoTime() - began).isLessThan(MOST.toNanos());
            LockSupport.parkNanos(20_000_000);
        }
        var took = seconds(began);
        var found = client.recall(dataset, "mark-" + PAGES / 2);
        var searched = seconds(began) - took;
        LockSupport.parkNanos(Duration.ofSeconds(LONG ? 3 : 0).toNanos()); // what neighbours see of the index catching up
        over.set(true);
        for (var thread : threads) {
            assertThat(thread.join(Duration.ofSeconds(90))).isTrue();
        }
        var after = liveBytes(server);

        var childMb = peaks.values().stream().mapToLong(Long::longValue).max().orElse(0) >> 10;
        System.out.printf(
                "%s of %.1f MB on %s: %.1f s, found %.1f s later; peak of a reading process %d MB, live in the server %d MB before, at most %d during, %d after, its peak %d MB%n"
                        + "  %s small documents of a neighbour: median %.1f s, at most %.1f s; %s chats: median %.2f s, at most %.2f s%n"
                        + "  progress %s at %s%n",
                wanted.kind, bytes / 1e6, wanted.database, took, searched, childMb, before >> 20, worst >> 20, after >> 20,
                peak(server.pid()) >> 10, neighbour.seconds.size(), median(neighbour.seconds), most(neighbour.seconds),
                talker.seconds.size(), median(talker.seconds), most(talker.seconds), percents,
                times.stream().map(time -> Math.round(time * 10) / 10.0).toList());
        assertThat(found).isNotEmpty();
        assertThat(percents).isSorted().endsWith(100);
        assertThat(percents).as("steps of the progress").hasSizeGreaterThan(8);
        assertThat(childMb).isBetween(32L, (long) PARSE_MEMORY_MB + BESIDE_MB);
        assertThat(worst - before).isLessThan(MOST_GROWTH_BYTES);
        assertThat(after - before).isLessThan(MOST_GROWTH_BYTES);
        assertThat(neighbour.failures).isEmpty();
        assertThat(talker.failures).isEmpty();
        assertThat(most(neighbour.seconds)).isLessThan(MOST_OF_A_NEIGHBOUR.toSeconds());
        assertThat(most(talker.seconds)).isLessThan(MOST_OF_A_NEIGHBOUR.toSeconds());
        return document;
    }

    /** Somebody in a workspace of their own who adds small documents and searches them. */
    private static final class Neighbour {
        private final Client client;
        private final String dataset;
        private final ConcurrentLinkedQueue<Double> seconds = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
        private int count;

        Neighbour(Client client) throws IOException {
            this.client = client;
            dataset = client.dataset(0);
        }

        void once() {
            try {
                var began = System.nanoTime();
                var word = "zebra" + ++count;
                var document = client.document(dataset, word + ".txt", Client.text("斑马 " + word + " 住在这里。"));
                client.done(dataset, document, MOST_OF_A_NEIGHBOUR.multipliedBy(3));
                if (client.recall(dataset, word).isEmpty()) {
                    failures.add(word + " is not found");
                }
                seconds.add(LargeDocumentsTest.seconds(began));
            } catch (IOException | RuntimeException | AssertionError failed) {
                failures.add(failed.toString());
            }
        }
    }

    private static final class Talker {
        private final Client client;
        private final String bot;
        private final ConcurrentLinkedQueue<Double> seconds = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

        Talker(Client client, String bot) {
            this.client = client;
            this.bot = bot;
        }

        void once() {
            try {
                var began = System.nanoTime();
                var conversation = client.conversation();
                var chat = client.chat(conversation, bot, "你好").data().get("id").stringValue();
                client.await(conversation, chat, MOST_OF_A_NEIGHBOUR.multipliedBy(3), "completed"::equals);
                seconds.add(LargeDocumentsTest.seconds(began));
            } catch (IOException | RuntimeException | AssertionError failed) {
                failures.add(failed.toString());
            }
        }
    }

    private static Thread every(AtomicBoolean over, int millis, Runnable what) {
        return Thread.ofPlatform().daemon().start(() -> {
            while (!over.get()) {
                what.run();
                LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
            }
        });
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }

    private static double most(ConcurrentLinkedQueue<Double> seconds) {
        return seconds.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    private static double median(ConcurrentLinkedQueue<Double> seconds) {
        return seconds.stream().sorted().skip(seconds.size() / 2).findFirst().orElse(0.0);
    }

    // ---- memory

    /** The most that each process that reads documents has had resident so far, in KB. */
    private static void peaks(ChildServer server, Map<Long, Long> peaks) {
        ProcessHandle.of(server.pid()).stream()
                .flatMap(ProcessHandle::descendants)
                .forEach(child -> {
                    var kilobytes = peak(child.pid());
                    if (kilobytes > 0) {
                        peaks.merge(child.pid(), kilobytes, Math::max);
                    }
                });
    }

    private static long peak(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException gone) {
            return 0;
        }
    }

    /** What is alive in the server's heap after a collection. */
    private static long liveBytes(ChildServer server) throws IOException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var process = new ProcessBuilder(jcmd, Long.toString(server.pid()), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        try (var said = process.inputReader(StandardCharsets.UTF_8)) {
            var total = said.lines().filter(line -> line.startsWith("Total")).findFirst().orElseThrow();
            return Long.parseLong(total.strip().split("\\s+")[2]);
        }
    }

    // ---- kills

    /** Kills the server while it reads, stores and embeds the document, as far as it is met there. */
    private static String killed(ChildServer server, String dataset, String upload) throws IOException {
        var document = server.client().document(dataset, "killed", source(upload));
        var kills = new ArrayList<Integer>();
        for (var stage : LONG ? List.of(30, 62, 80) : List.of(30, 80)) {
            var client = server.client();
            var progress = client.progress(dataset, document);
            while (progress.get("status").intValue() == 0 && progress.get("progress").intValue() < stage) {
                LockSupport.parkNanos(2_000_000);
                progress = client.progress(dataset, document);
            }
            if (progress.get("status").intValue() != 0) {
                break;
            }
            kills.add(progress.get("progress").intValue());
            server.kill();
            server.restart();
        }
        var began = System.nanoTime();
        server.client().done(dataset, document, MOST);
        System.out.printf("  killed at %s %%, done %.1f s after the last%n", kills, seconds(began));
        assertThat(kills).isNotEmpty();
        return document;
    }

    /** What the slices of a document say, and whether there are others of it. */
    private record Slices(long count, long all, String digest) {}

    private static Slices slices(StoreConfig config, String document) throws SQLException, NoSuchAlgorithmException {
        var url = TestDatabases.jdbcUrl(config);
        try (var connection = DriverManager.getConnection(url)) {
            connection.setAutoCommit(false);
            var digest = MessageDigest.getInstance("SHA-256");
            var count = 0L;
            try (var statement = connection.createStatement()) {
                statement.setFetchSize(1000);
                var rows = statement.executeQuery("SELECT s.content, s.page, s.headings, s.position FROM slice s JOIN document d"
                        + " ON d.id = s.document_id AND d.generation = s.generation WHERE d.id = " + document
                        + " ORDER BY s.position, s.id");
                while (rows.next()) {
                    assertThat(rows.getLong(4)).isEqualTo(count++);
                    digest.update((rows.getString(1) + "\0" + rows.getLong(2) + rows.getString(3)).getBytes(StandardCharsets.UTF_8));
                }
            }
            var all = connection.createStatement().executeQuery("SELECT count(*) FROM slice WHERE document_id = " + document);
            all.next();
            return new Slices(count, all.getLong(1), HexFormat.of().formatHex(digest.digest()));
        }
    }
}
