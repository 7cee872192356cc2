package dev.pankou.survive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.knowledge.Embeddings;
import dev.pankou.testing.Database;
import dev.pankou.testing.TestDatabases;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * A server that reads documents is killed with SIGKILL at random moments, 5 times, with {@code -Dpankou.kills} over 20 up to 60. In the end every
 * document that was acknowledged is done, has exactly its slices, and is found. {@code -Dpankou.seed} repeats the choices.
 */
@Tag("slow")
final class KnowledgeCrashTest {
    private static final int KILLS = RunCrashTest.KILLS > 20 ? RunCrashTest.KILLS : 5; // more with --long
    private static final int MOST_LINES = 1500;
    private static final Duration MOST = Duration.ofMinutes(3);

    private record Paper(String document, String name, int lines) {}

    @ParameterizedTest
    @EnumSource
    void everyAcknowledgedDocumentIsDoneOnceAfterKills(Database database) throws Exception {
        var seed = Long.getLong("pankou.seed", ThreadLocalRandom.current().nextLong());
        var random = new Random(seed);
        var store = database.fresh();
        var acknowledged = new ConcurrentLinkedQueue<Paper>();
        assertThat(FastStart.JAVA).isNotEmpty();
        try (var fake = Embeddings.start(8).withoutRecording();
                var server = ChildServer.start(
                        TestDatabases.folder(), store.jdbcUrl(), new LinkedHashMap<>(Embeddings.settings(fake)))) {
            var dataset = dataset(server.client());
            for (var kill = 1; kill <= KILLS; kill++) {
                var killed = new AtomicBoolean();
                var client = server.client();
                var choices = new Random(random.nextLong());
                var writer = Thread.ofVirtual().start(() -> {
                    while (!killed.get() && acknowledged.size() < 5 * KILLS) {
                        try {
                            acknowledged.add(add(client, dataset, "文档 " + choices.nextLong(), 1 + choices.nextInt(MOST_LINES)));
                        } catch (IOException broken) {
                            return; // killed in the middle: nothing was acknowledged
                        }
                    }
                });
                LockSupport.parkNanos(Duration.ofMillis(300 + random.nextInt(3000)).toNanos());
                killed.set(true);
                server.kill();
                assertThat(writer.join(Duration.ofSeconds(60))).isTrue();
                server.restart();
            }
            var last = server.client();
            var deadline = System.nanoTime() + MOST.toNanos();
            for (var paper : acknowledged) {
                check(last, dataset, paper, deadline, seed, server);
            }
        }
        System.out.printf("%s: %s kills, %s documents, seed %s%n", database, KILLS, acknowledged.size(), seed);
        assertThat(acknowledged).hasSizeGreaterThan(KILLS / 2);
    }

    private static String dataset(Client client) throws IOException {
        var space = client.get("/v1/workspaces").data().get("workspaces").get(0).get("id").stringValue();
        return client.post("/v1/datasets", Map.of("name", "手册", "space_id", space, "format_type", 0))
                .data()
                .get("dataset_id")
                .stringValue();
    }

    /** Line n of a document is its marker and n: each becomes a slice. */
    private static String marker(String name) {
        return "m" + name.replaceAll("[^0-9]", "");
    }

    private static Paper add(Client client, String dataset, String name, int lines) throws IOException {
        var text = new StringBuilder();
        for (var i = 0; i < lines; i++) {
            text.append(marker(name)).append(" 第 ").append(i).append(" 行 car\n");
        }
        var base64 = Base64.getEncoder().encodeToString(text.toString().getBytes(StandardCharsets.UTF_8));
        var reply = client.post(
                "/open_api/knowledge/document/create",
                Map.of(
                        "dataset_id", dataset,
                        "document_bases", List.of(Map.of(
                                "name", name, "source_info", Map.of("file_base64", base64, "file_type", "txt"))),
                        "chunk_strategy", Map.of("chunk_type", 1, "separator", "\n", "max_tokens", 100)));
        assertThat(reply.code()).as(reply.json().toString()).isZero();
        return new Paper(reply.json().get("document_infos").get(0).get("document_id").stringValue(), name, lines);
    }

    private static void check(Client client, String dataset, Paper paper, long deadline, long seed, ChildServer server)
            throws IOException {
        JsonNode progress;
        do {
            progress = client.post("/v1/datasets/" + dataset + "/process", Map.of("document_ids", List.of(paper.document())))
                    .data()
                    .get("data")
                    .get(0);
            assertThat(System.nanoTime()).as("%s of seed %s\n%s", progress, seed, server.logged()).isLessThan(deadline);
            LockSupport.parkNanos(20_000_000);
        } while (progress.get("status").intValue() == 0);
        assertThat(progress.get("status").intValue()).as("%s of seed %s", progress, seed).isEqualTo(1);

        var texts = new ArrayList<String>();
        for (var page = 1; texts.size() < paper.lines(); page++) {
            var slices = client.get("/pankou/v1/datasets/" + dataset + "/documents/" + paper.document() + "/slices?page_size=100&page_num=" + page)
                    .data();
            assertThat(slices.get("total").intValue()).as("slices of seed %s", seed).isEqualTo(paper.lines());
            slices.get("slices").forEach(slice -> texts.add(slice.get("content").stringValue()));
        }
        for (var i = 0; i < paper.lines(); i++) {
            assertThat(texts.get(i)).as("seed %s", seed).isEqualTo(marker(paper.name()) + " 第 " + i + " 行 car");
        }
        var found = client.post(
                        "/pankou/v1/datasets/" + dataset + "/recall",
                        Map.of(
                                "query", marker(paper.name()),
                                "search_strategy", 20,
                                "top_k", 100,
                                "document_ids", List.of(paper.document())))
                .data()
                .get("items");
        assertThat(found.size()).as("found of seed %s", seed).isEqualTo(Math.min(100, paper.lines()));
        found.forEach(item -> assertThat(item.get("document_id").stringValue()).isEqualTo(paper.document()));
    }
}
