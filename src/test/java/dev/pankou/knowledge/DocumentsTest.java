package dev.pankou.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DocumentsTest {
    private static final String MANUAL =
            """
            # 打印机

            ## 卡纸

            打开后盖，取出卡住的纸张，再合上后盖。

            ## Toner

            Replace the toner cartridge when the lamp blinks twice.
            """;

    @ParameterizedTest
    @EnumSource
    void findsWhatATextSays(Database database) {
        var library = new Library(Pankou.on(database).user());
        var dataset = library.dataset(Library.TEXT);

        var document = library.add(dataset, "打印机.md", Library.local("md", MANUAL));
        library.done(dataset, document);

        var found = library.recall(dataset, "cartridges");
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().get("content").stringValue()).contains("Replace the toner cartridge");
        assertThat(found.getFirst().get("document_id").stringValue()).isEqualTo(document);
        assertThat(found.getFirst().get("document_name").stringValue()).isEqualTo("打印机.md");
        assertThat(library.recall(dataset, "卡纸怎么办")).isNotEmpty();
        assertThat(library.recall(dataset, "火星")).isEmpty();
        var shown = library.person().post("/open_api/knowledge/document/list", Map.of("dataset_id", dataset)).json();
        assertThat(shown.get("total").intValue()).isEqualTo(1);
        assertThat(shown.get("document_infos").get(0).get("slice_count").intValue())
                .isEqualTo(library.slices(dataset, document).size());
    }
}
