package dev.pankou.survive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.Server;
import dev.pankou.config.Settings;
import dev.pankou.testing.Database;
import dev.pankou.testing.TestDatabases;
import dev.pankou.time.Times;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Two nodes on one PostgreSQL work on the same knowledge bases. */
@Tag("slow")
final class TwoNodesKnowledgeTest {
    private static final String TOKEN = "pat_root_of_two_nodes";
    private static final Duration SOON = Duration.ofSeconds(60);

    /** A node in this JVM. */
    private static Server node(String jdbcUrl, Path data) {
        var flags = Map.of("port", "0", "data", data.toString(), "bootstrap-token", TOKEN, "db-url", jdbcUrl);
        return Server.start(Settings.load(flags, Map.of(), Path.of("no-such-file")), Times.system());
    }

    /** A data folder for another node of the installation. */
    private static Path beside(Path data) throws IOException {
        var folder = Files.createDirectories(TestDatabases.folder().resolve("data"));
        Files.copy(data.resolve("secret.key"), folder.resolve("secret.key"));
        return folder;
    }

    /** One slice a line. */
    private static String add(Client client, String dataset, String word, int lines) throws IOException {
        var text = new StringBuilder();
        for (var i = 0; i < lines; i++) {
            text.append(word).append(" 第 ").append(i).append(" 行\n");
        }
        var body = Map.of(
                "dataset_id", dataset,
                "document_bases", List.of(Map.of("name", "动物.txt", "source_info", Client.text(text.toString()))),
                "chunk_strategy", Map.of("chunk_type", 1, "separator", "\n", "max_tokens", 100));
        return client.post("/open_api/knowledge/document/create", body)
                .json()
                .get("document_infos")
                .get(0)
                .get("document_id")
                .stringValue();
    }

    /** Whatever slices there are in the rows, of any generation. */
    private static long rows(String jdbcUrl, String document) throws SQLException {
        return number(jdbcUrl, "SELECT count(*) FROM slice WHERE document_id = " + document);
    }

    private static long number(String jdbcUrl, String query) throws SQLException {
        try (var connection = DriverManager.getConnection(jdbcUrl);
                var rows = connection.createStatement().executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Grows when a worker takes a document. */
    private static long epoch(String jdbcUrl, String document) throws SQLException {
        return number(jdbcUrl, "SELECT epoch FROM document WHERE id = " + document);
    }

    private record Paper(Client owner, String dataset, String document, String word) {}

    @Test
    void eachReadsWhatItHasAndBothFindAll() throws Exception {
        var url = Database.POSTGRESQL.fresh().jdbcUrl();
        var data = TestDatabases.folder();
        try (var first = node(url, data);
                var second = node(url, beside(data))) {
            everythingIsReadOnceAndFound(first, second, url);
            changesAreSeen(new Client(first.address(), TOKEN), new Client(second.address(), TOKEN));
        }
    }

    private static void everythingIsReadOnceAndFound(Server first, Server second, String url) throws Exception {
        var root = new Client(first.address(), TOKEN);
        var papers = new ArrayList<Paper>();
        var began = System.nanoTime();
        for (var person = 0; person < 4; person++) {
            var here = root.user("p" + person);
            var there = new Client(second.address(), here.token());
            var dataset = here.dataset(0);
            for (var i = 0; i < 6; i++) {
                var word = "quagga" + (char) ('a' + person) + (char) ('k' + i); // one word to the search
                papers.add(new Paper(here, dataset, add(i % 2 == 0 ? here : there, dataset, word, 3), word));
            }
        }
        for (var paper : papers) {
            paper.owner.done(paper.dataset, paper.document, SOON);
        }
        System.out.printf("Two nodes read %s documents in %.1f s%n", papers.size(), (System.nanoTime() - began) / 1e9);

        for (var paper : papers) {
            assertThat(rows(url, paper.document)).isEqualTo(3);
            for (var address : List.of(first.address(), second.address())) {
                assertThat(new Client(address, paper.owner.token()).recall(paper.dataset, paper.word))
                        .containsExactlyInAnyOrder(paper.word + " 第 0 行", paper.word + " 第 1 行", paper.word + " 第 2 行");
            }
        }
    }

    private static void changesAreSeen(Client here, Client there) throws IOException {
        var dataset = here.dataset(0);
        var document = add(here, dataset, "okapi", 2);
        here.done(dataset, document, SOON);
        assertThat(there.recall(dataset, "okapi")).hasSize(2);
        var path = "/pankou/v1/datasets/" + dataset + "/documents/" + document;
        var slice = path + "/slices/" + there.get(path + "/slices").data().get("slices").get(0).get("slice_id").stringValue();

        here.put(slice, Map.of("content", "tapir")).data();
        assertThat(there.recall(dataset, "okapi")).hasSize(1);
        assertThat(there.recall(dataset, "tapir")).containsExactly("tapir");

        there.put(slice, Map.of("enabled", false)).data();
        assertThat(here.recall(dataset, "tapir")).isEmpty();

        there.put(path, Map.of("enabled", false)).data();
        assertThat(here.recall(dataset, "okapi")).isEmpty();
        here.put(path, Map.of("enabled", true)).data();
        assertThat(there.recall(dataset, "okapi")).hasSize(1);

        here.post("/open_api/knowledge/document/delete", Map.of("document_ids", List.of(document)));
        assertThat(there.recall(dataset, "okapi")).isEmpty();
    }

    /** As when a machine with a folder of its own is taken away: nothing fails, and it goes on when the machine is back. */
    @Test
    @EnabledIfSystemProperty(named = "pankou.pages", matches = "\\d{5,}", disabledReason = "takes 20 s: with --long")
    void aDocumentWaitsForTheNodeThatHasItsFile() throws Exception {
        var url = Database.POSTGRESQL.fresh().jdbcUrl();
        var data = TestDatabases.folder();
        try (var first = node(url, data);
                var second = ChildServer.start(beside(data).getParent(), url, Map.of())) {
            var here = new Client(first.address(), TOKEN);
            var dataset = here.dataset(0);
            var document = add(new Client(second.client().address(), TOKEN), dataset, "kiang", 4000);
            second.kill();
            var began = System.nanoTime();
            var progress = here.progress(dataset, document);
            while (progress.get("status_descript").stringValue().isEmpty() && System.nanoTime() - began < SOON.toNanos()) {
                LockSupport.parkNanos(50_000_000);
                progress = here.progress(dataset, document);
            }
            assertThat(progress.get("status").intValue()).isZero();
            assertThat(progress.get("status_descript").stringValue()).isEqualTo("Waiting for the node that has its file.");
            var other = add(here, dataset, "zorilla", 2);
            here.done(dataset, other, SOON); // is not behind it

            second.restart();
            var done = here.done(dataset, document, SOON);

            assertThat(done.get("status_descript").stringValue()).isEmpty();
            assertThat(rows(url, document)).isEqualTo(4000);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "pankou.pages", matches = "\\d{5,}", disabledReason = "takes 20 s: with --long")
    void theOtherNodeGoesOnWithTheDocumentsOfAKilledOne() throws Exception {
        var url = Database.POSTGRESQL.fresh().jdbcUrl();
        var data = TestDatabases.folder();
        try (var first = node(url, data)) {
            var other = beside(data);
            Files.createSymbolicLink(other.resolve("files"), data.resolve("files").toRealPath()); // one shared file system
            var here = new Client(first.address(), TOKEN);
            var dataset = here.dataset(0);
            String document;
            try (var second = ChildServer.start(other.getParent(), url, Map.of())) {
                var killed = new Client(second.client().address(), TOKEN);
                document = add(killed, dataset, "kiang", 4000);
                var progress = killed.progress(dataset, document);
                while (progress.get("progress").intValue() < 60 && progress.get("status").intValue() == 0) {
                    progress = killed.progress(dataset, document);
                }
                assertThat(progress.get("status").intValue()).as("killed in the middle").isZero();
                second.kill();
            }
            var began = System.nanoTime();
            var epoch = epoch(url, document);
            while (epoch(url, document) == epoch && System.nanoTime() - began < SOON.toNanos()) {
                LockSupport.parkNanos(50_000_000);
            }
            var taken = (System.nanoTime() - began) / 1e9;
            here.done(dataset, document, SOON);

            System.out.printf("The document of a killed node was taken after %.1f s and done after %.1f s%n", taken, (System.nanoTime() - began) / 1e9);
            assertThat(taken).isLessThan(21);
            assertThat(rows(url, document)).isEqualTo(4000);
            assertThat(here.recall(dataset, "kiang")).isNotEmpty();
        }
    }
}
