package dev.pankou.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.id.Id;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetrievalTest {
    private static final Id WORKSPACE = new Id(1);
    private static final Id DATASET = new Id(2);
    private static final Id DOCUMENT = new Id(3);

    @TempDir
    Path folder;

    private Retrieval retrieval;

    @BeforeEach
    void open() {
        retrieval = Retrieval.open(folder.resolve("index"));
    }

    @AfterEach
    void close() {
        retrieval.close();
    }

    @ParameterizedTest
    @CsvSource({
        "手机壳, 新款iPhone15手机壳到货了",
        "iPhone 15, 新款iPhone15手机壳到货了",
        "iphone15, 新款ｉＰｈｏｎｅ１５手机壳到货了",
        "猫, 我家有一只猫",
        "欧阳, 欧阳修是北宋的文学家",
        "臺灣, 臺灣的首都在哪裡",
        "怎么退货？, 退货说明：七天之内可以退货",
        "running, She runs every day",
        "the company's profits, Profit of companies",
        "resume, Please send your résumé",
        "ｱﾊﾟｰﾄ, アパートを借りる",
        "한국어, 한국어를 배웁니다",
        "café ☕, 'Café: 12€'",
    })
    void findsByWords(String question, String text) {
        put(10, "完全无关的内容 nothing of this kind");
        put(11, text);

        assertThat(found(question)).containsExactly(11L);
    }

    private void put(long chunk, String text) {
        retrieval.apply(List.of(new Change.Put(chunk(chunk, text))), chunk);
    }

    private static IndexedChunk chunk(long id, String text) {
        return new IndexedChunk(new Id(id), DOCUMENT, DATASET, WORKSPACE, text, "", true, null, "");
    }

    private List<Long> found(String question) {
        return ids(retrieval.search(words(question)));
    }

    private static Search words(String question) {
        return new Search(WORKSPACE, Set.of(DATASET), null, question, Strategy.FULL_TEXT, 10, 0, null, "");
    }

    private static List<Long> ids(List<Hit> hits) {
        return hits.stream().map(hit -> hit.chunk().value()).toList();
    }
}
