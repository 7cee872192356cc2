package dev.pankou.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.TestDatabases;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is deleted is gone at once, and takes no room for long. */
@ParameterizedClass
@EnumSource
record RemovalTest(Database database) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static String rows(int count) {
        return IntStream.range(0, count).mapToObj(i -> "row " + i).collect(Collectors.joining("\n", "name\n", "\n"));
    }

    @Test
    void aDeletedDocumentIsGoneAtOnceAndItsRowsFollow() throws SQLException {
        var config = database.fresh();
        var settings = new HashMap<>(Map.of("data", config.dataDirectory().toString()));
        if (config.jdbcUrl() != null) {
            settings.put("db-url", config.jdbcUrl());
        }
        try (var pankou = Pankou.fresh(database, settings)) {
            var library = new Library(pankou.user());
            var dataset = library.dataset(Library.TABLE);
            var other = library.dataset(Library.TABLE);
            var gone = library.add(dataset, "gone", Library.local("csv", rows(2_500)));
            var kept = library.add(dataset, "kept", Library.local("csv", rows(3)));
            var last = library.add(other, "last", Library.local("csv", rows(1_001)));
            for (var document : List.of(gone, kept)) {
                library.done(dataset, document);
            }
            library.done(other, last);
            assertThat(library.recall(dataset, "2499")).hasSize(1);

            library.person().post("/open_api/knowledge/document/delete", Map.of("document_ids", List.of(gone))).data();
            library.person().delete("/v1/datasets/" + other).data();

            assertThat(library.recall(dataset, "2499")).isEmpty();
            assertThat(library.person().get("/v1/datasets?space_id=" + library.person().personalWorkspace()).data().get("dataset_list"))
                    .singleElement()
                    .satisfies(shown -> {
                        assertThat(shown.get("doc_count").intValue()).isEqualTo(1);
                        assertThat(shown.get("slice_count").intValue()).isEqualTo(3);
                        assertThat(shown.get("file_list").get(0).stringValue()).isEqualTo("kept");
                    });
            var slices = "/pankou/v1/datasets/%s/documents/%s/slices";
            assertThat(library.person().get(slices.formatted(dataset, gone)).code()).isEqualTo(4200);
            assertThat(library.person().get(slices.formatted(other, last)).code()).isEqualTo(4200);
            assertThat(library.person().post("/open_api/knowledge/document/delete", Map.of("document_ids", List.of(gone))).code())
                    .isEqualTo(4200);
            assertThat(library.person().delete("/v1/datasets/" + other).code()).isEqualTo(4200);
            assertThat(library.create(other, Map.of("name", "x", "source_info", Library.local("csv", rows(1))), Map.of("chunk_type", 0)).code())
                    .isEqualTo(4200);
            try (var connection = DriverManager.getConnection(TestDatabases.jdbcUrl(config))) {
                var deadline = System.nanoTime() + PATIENCE.toNanos();
                var left = "";
                do {
                    assertThat(System.nanoTime()).as(left).isLessThan(deadline);
                    left = "";
                    for (var table : List.of("slice", "document", "dataset")) {
                        var counted = connection.createStatement().executeQuery("SELECT count(*) FROM " + table);
                        counted.next();
                        left += counted.getLong(1) + " ";
                    }
                } while (!left.equals("3 1 1 "));
            }
            assertThat(library.slices(dataset, kept)).hasSize(3);
        }
    }
}
