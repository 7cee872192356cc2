package dev.pankou.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
record SlicesTest(Database database) {
    private static final Map<String, Object> LINES =
            Map.of("chunk_type", 1, "separator", "\n", "max_tokens", 100);

    private record Shelf(Library library, String dataset, String document) {
        static Shelf on(Database database) {
            var library = new Library(Pankou.on(database).user());
            var dataset = library.dataset(Library.TEXT);
            var document = library.add(
                    dataset,
                    Map.of("name", "水果.txt", "source_info", Library.local("txt", "apple 苹果\nbanana 香蕉\ncherry 樱桃")),
                    LINES);
            library.done(dataset, document);
            return new Shelf(library, dataset, document);
        }

        String path() {
            return "/pankou/v1/datasets/" + dataset + "/documents/" + document;
        }

        String slice(int place) {
            return library.person().get(path() + "/slices").data().get("slices").get(place).get("slice_id").stringValue();
        }

        boolean finds(String query) {
            return !library.recall(dataset, query).isEmpty();
        }
    }

    @Test
    void customCutsAtTheSeparator() {
        var shelf = Shelf.on(database);

        assertThat(shelf.library().slices(shelf.dataset(), shelf.document()))
                .containsExactly("apple 苹果", "banana 香蕉", "cherry 樱桃");
    }

    @Test
    void whatIsWrittenAddedAndDeletedIsWhatRecallFindsAtOnce() {
        var shelf = Shelf.on(database);
        var person = shelf.library().person();

        assertThat(person.put(shelf.path() + "/slices/" + shelf.slice(0), Map.of("content", "durian 榴莲")).code()).isZero();
        assertThat(shelf.finds("苹果")).isFalse();
        assertThat(shelf.finds("榴莲")).isTrue();

        var added = person.post(shelf.path() + "/slices", Map.of("content", "fig 无花果")).data();
        assertThat(added.get("slice_id").stringValue()).isNotEmpty();
        assertThat(shelf.finds("figs")).isTrue();
        assertThat(shelf.library().slices(shelf.dataset(), shelf.document()))
                .containsExactly("durian 榴莲", "banana 香蕉", "cherry 樱桃", "fig 无花果");

        assertThat(person.delete(shelf.path() + "/slices/" + shelf.slice(1)).code()).isZero();
        assertThat(shelf.finds("banana")).isFalse();
        assertThat(person.get(shelf.path()).data().get("slice_count").intValue()).isEqualTo(3);
        assertThat(person.delete(shelf.path() + "/slices/1").code()).isEqualTo(4200);
    }

    @Test
    void whatIsDisabledIsNotFoundUntilItIsEnabled() {
        var shelf = Shelf.on(database);
        var person = shelf.library().person();
        var slice = shelf.path() + "/slices/" + shelf.slice(0);

        person.put(slice, Map.of("enabled", false)).data();
        assertThat(shelf.finds("apple")).isFalse();
        person.put(slice, Map.of("enabled", true)).data();
        assertThat(shelf.finds("apple")).isTrue();

        person.put(shelf.path(), Map.of("enabled", false)).data();
        assertThat(shelf.finds("apple")).isFalse();
        person.put(shelf.path(), Map.of("enabled", true)).data();
        assertThat(shelf.finds("apple")).isTrue();
    }

    @Test
    void aDeletedDocumentIsNotFound() {
        var shelf = Shelf.on(database);
        assertThat(shelf.finds("apple")).isTrue();

        shelf.library().person()
                .post("/open_api/knowledge/document/delete", Map.of("document_ids", java.util.List.of(shelf.document())));

        assertThat(shelf.finds("apple")).isFalse();
        assertThat(shelf.library().person().get(shelf.path()).code()).isEqualTo(4200);
    }

    @Test
    void recallsAreCounted() {
        try (var pankou = Pankou.fresh(database, Map.of())) {
            var library = new Library(pankou.user());
            var dataset = library.dataset(Library.TEXT);
            var document = library.add(dataset, "a.txt", Library.local("txt", "apple 苹果"));
            library.done(dataset, document);

            library.recall(dataset, "apple");
            library.recall(dataset, "苹果");

            var path = "/pankou/v1/datasets/" + dataset;
            var deadline = System.nanoTime() + 60_000_000_000L;
            while (library.person().get(path).data().get("hit_count").intValue() < 2) {
                assertThat(System.nanoTime()).as("counted within a minute").isLessThan(deadline);
            }
            assertThat(library.person().get(path + "/documents/" + document + "/slices").data().get("slices").get(0)
                            .get("hit_count").intValue())
                    .isEqualTo(2);
        }
    }
}
