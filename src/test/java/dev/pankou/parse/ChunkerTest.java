package dev.pankou.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pankou.parse.Block.Kind;
import dev.pankou.parse.ChunkRule.Automatic;
import dev.pankou.parse.ChunkRule.Custom;
import dev.pankou.parse.ChunkRule.Hierarchical;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ChunkerTest {
    private static final String SENTENCE = "盘扣是一种中国传统服饰上的纽扣，用布条盘织而成。";

    private final List<Block> blocks = new ArrayList<>();

    @Test
    void keepsSmallSectionsOfOneChapterTogether() {
        heading(1, "第一章");
        paragraph("甲。", "第一章");
        heading(2, "第一节", "第一章");
        paragraph("乙。", "第一章", "第一节");
        heading(1, "第二章");
        paragraph("丙。", "第二章");

        var chunks = chunks(ChunkRule.AUTOMATIC);

        assertThat(chunks).extracting(Chunk::text).containsExactly("# 第一章\n\n甲。\n\n## 第一节\n\n乙。", "# 第二章\n\n丙。");
        assertThat(chunks).extracting(Chunk::position).containsExactly(0, 1);
    }

    @Test
    void cutsALongParagraphAfterSentencesAndOverlaps() {
        heading(1, "长文");
        paragraph(SENTENCE.repeat(100), "长文");

        var chunks = chunks(new Automatic(200, 60));

        assertThat(chunks).hasSizeGreaterThan(10).allSatisfy(chunk -> {
            assertThat(chunk.tokens()).isLessThanOrEqualTo(200).isEqualTo(Chunker.tokens(chunk.text()));
            assertThat(chunk.text()).endsWith("。");
        });
        assertThat(chunks.getFirst().text()).startsWith("# 长文\n\n盘扣");
        assertThat(chunks.get(1).headings()).containsExactly("长文");
        assertThat(chunks.get(1).text()).startsWith(SENTENCE);
        var total = chunks.stream().mapToInt(chunk -> chunk.text().length()).sum();
        assertThat(total).as("some of it twice").isGreaterThan(SENTENCE.length() * 100 + SENTENCE.length() * 5);
    }

    @Test
    void losesNothingWithoutOverlap() {
        paragraph(SENTENCE.repeat(100));

        var chunks = chunks(new Automatic(200, 0));

        assertThat(chunks.stream().map(Chunk::text).collect(Collectors.joining())).isEqualTo(SENTENCE.repeat(100));
    }

    @Test
    void keepsATableWholeElseRepeatsItsHeader() {
        var small = "| 名 | 数 |\n| --- | --- |\n| 甲 | 1 |";
        blocks.add(new Block(Kind.TABLE, 0, small, List.of(), 3, 0));
        var rows = IntStream.range(0, 200).mapToObj(i -> "\n| 第" + i + "行 | " + i + " |").collect(Collectors.joining());
        blocks.add(new Block(Kind.TABLE, 0, "| 名 | 数 |\n| --- | --- |" + rows, List.of(), 4, 1));

        var chunks = chunks(new Automatic(300, 30));

        assertThat(chunks.getFirst().text()).startsWith(small);
        assertThat(chunks.getFirst().page()).isEqualTo(3);
        assertThat(chunks.subList(1, chunks.size())).hasSizeGreaterThan(5).allSatisfy(chunk -> {
            assertThat(chunk.text()).startsWith("| 名 | 数 |\n| --- | --- |\n| 第");
            assertThat(chunk.tokens()).isLessThanOrEqualTo(300);
            assertThat(chunk.page()).isEqualTo(4);
        });
    }

    @Test
    void cutsATextWithoutAnyBreakAnywhere() {
        paragraph("x".repeat(50_000) + "😀".repeat(5_000));

        var chunks = chunks(new Automatic(100, 0));

        assertThat(chunks).allSatisfy(chunk -> assertThat(chunk.tokens()).isLessThanOrEqualTo(100));
        assertThat(chunks.stream().map(Chunk::text).collect(Collectors.joining())).isEqualTo("x".repeat(50_000) + "😀".repeat(5_000));
    }

    @Test
    void cutsAtASeparatorAlsoBetweenBlocks() {
        heading(2, "标题");
        paragraph("一###二", "标题");
        paragraph("三", "标题");

        assertThat(chunks(new Custom("###", 100, false, false, 0))).extracting(Chunk::text).containsExactly("## 标题\n\n一", "二\n\n三");
        assertThat(chunks(new Custom("\\n\\n", 100, false, false, 0)))
                .extracting(Chunk::text).containsExactly("## 标题", "一###二", "三");
        assertThat(chunks(new Custom("\\n\\n", 100, false, false, 0)).getLast().headings()).containsExactly("标题");
    }

    @Test
    void cleansUpWhatItIsToldTo() {
        paragraph("请看  https://example.com/a?b=1，或写信给\t\nme.you+1@mail.example.cn 。");

        assertThat(chunks(new Custom("###", 100, true, true, 0))).extracting(Chunk::text).containsExactly("请看 ，或写信给 。");
        assertThat(chunks(new Custom("###", 100, true, false, 0)))
                .extracting(Chunk::text).containsExactly("请看 https://example.com/a?b=1，或写信给 me.you+1@mail.example.cn 。");
        assertThat(chunks(new Custom("###", 100, false, true, 0))).extracting(Chunk::text).containsExactly("请看  ，或写信给\t\n 。");
    }

    @Test
    void keepsEachPieceUnderItsLimit() {
        paragraph(SENTENCE.repeat(50) + "###" + SENTENCE);

        var chunks = chunks(new Custom("###", 100, false, false, 0));

        assertThat(chunks).hasSizeGreaterThan(5).allSatisfy(chunk -> assertThat(chunk.tokens()).isLessThanOrEqualTo(100));
        assertThat(chunks.getLast().text()).isEqualTo(SENTENCE);
        assertThat(chunks.stream().map(Chunk::text).collect(Collectors.joining())).isEqualTo(SENTENCE.repeat(51));
    }

    @Test
    void makesASectionAChunkDownToALevel() {
        heading(1, "甲");
        heading(2, "乙", "甲");
        paragraph("一。", "甲", "乙");
        heading(3, "丙", "甲", "乙");
        paragraph("二。", "甲", "乙", "丙");
        heading(2, "丁", "甲");
        paragraph("三。", "甲", "丁");

        assertThat(chunks(new Hierarchical(2, 500, false)))
                .extracting(Chunk::text).containsExactly("# 甲\n\n## 乙\n\n一。\n\n### 丙\n\n二。", "## 丁\n\n三。");
        assertThat(chunks(new Hierarchical(2, 500, true)))
                .extracting(Chunk::text).containsExactly("甲\n\n## 乙\n\n一。\n\n### 丙\n\n二。", "甲\n\n## 丁\n\n三。");
        assertThat(chunks(new Hierarchical(1, 500, false))).hasSize(1);
    }

    @Test
    void allowsHundredToTwoThousandTokens() {
        assertThat(new Custom("x", 100, false, false, 50).maxTokens()).isEqualTo(100);
        assertThat(new Custom("x", 2000, false, false, 0).maxTokens()).isEqualTo(2000);
        assertThatIllegalArgumentException().isThrownBy(() -> new Custom("x", 99, false, false, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Custom("x", 2001, false, false, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Custom("", 100, false, false, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Custom("x", 100, false, false, 51));
    }

    private void heading(int level, String text, String... above) {
        blocks.add(new Block(Kind.HEADING, level, text, List.of(above), 0, blocks.size()));
    }

    private void paragraph(String text, String... above) {
        blocks.add(new Block(Kind.PARAGRAPH, 0, text, List.of(above), 0, blocks.size()));
    }

    private List<Chunk> chunks(ChunkRule rule) {
        return Chunker.chunks(blocks.stream(), rule).toList();
    }
}
