package dev.pankou.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
record TablesTest(Database database) {
    private static final String CITIES =
            """
            exported 2026-01-01,,
            city,people,note
            杭州,12520000,西湖 lake
            Oslo,717710,fjord
            """;

    private static Map<String, Object> cities(Map<String, ?> more) {
        var base = new java.util.HashMap<String, Object>(more);
        base.put("name", "cities.csv");
        base.put("source_info", Library.local("csv", CITIES));
        base.put("table_sheet", Map.of("sheet_id", 0, "header_line_idx", 1, "start_line_idx", 2));
        return base;
    }

    @Test
    void recallsRowsByTheirIndexColumnsAlone() {
        var library = new Library(Pankou.on(database).user());
        var dataset = library.dataset(Library.TABLE);
        var columns = List.of(
                Map.of("column_name", "city", "column_type", 1, "is_semantic", true),
                Map.of("column_name", "people", "column_type", 2, "is_semantic", false),
                Map.of("column_name", "note", "is_semantic", false));

        library.done(dataset, library.add(dataset, cities(Map.of("table_meta", columns)), Map.of()));

        assertThat(Library.texts(library.recall(dataset, "杭州"), "content"))
                .containsExactly("city: 杭州\npeople: 12520000\nnote: 西湖 lake");
        assertThat(library.recall(dataset, "fjord")).as("no index column").isEmpty();
    }

    @Test
    void searchesEveryColumnWhereNoneIsChosen() {
        var library = new Library(Pankou.on(database).user());
        var dataset = library.dataset(Library.TABLE);
        var document = library.add(dataset, cities(Map.of()), Map.of());
        library.done(dataset, document);

        assertThat(library.slices(dataset, document)).hasSize(2);
        assertThat(Library.texts(library.recall(dataset, "fjord"), "content"))
                .containsExactly("city: Oslo\npeople: 717710\nnote: fjord");
    }

    @Test
    void failsWithTheColumnThatIsMissingOrOfAnotherType() {
        var library = new Library(Pankou.on(database).user());
        var dataset = library.dataset(Library.TABLE);
        var missing = List.of(Map.of("column_name", "mayor"));
        var wrong = List.of(Map.of("column_name", "note", "column_type", 2));

        assertThat(library.settled(dataset, library.add(dataset, cities(Map.of("table_meta", missing)), Map.of()))
                        .get("status_descript").stringValue())
                .isEqualTo("The sheet has no column mayor; it has city, people, note.");
        assertThat(library.settled(dataset, library.add(dataset, cities(Map.of("table_meta", wrong)), Map.of()))
                        .get("status_descript").stringValue())
                .isEqualTo("Column note has values that are no number.");
        assertThat(library.create(
                                dataset, Map.of("name", "a", "source_info", Library.local("pdf", "%PDF-")), Map.of())
                        .msg())
                .contains("csv, xlsx, xls");
    }
}
