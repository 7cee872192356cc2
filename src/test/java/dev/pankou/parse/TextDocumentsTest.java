package dev.pankou.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TextDocumentsTest {
    private static final Documents DOCUMENTS = new Documents();

    @AfterAll
    static void close() {
        DOCUMENTS.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "GBK", "GB18030", "X-UTF-32LE-BOM"})
    void readsChineseTextInWhateverCharsetItIs(String charset) {
        var text = "第一章 总则\r\n\r\n本手册说明如何使用系统。\r\n用户可以上传文件。\r\n";

        var lines = DOCUMENTS.lines(DOCUMENTS.file("手册-" + charset + ".txt", text.getBytes(Charset.forName(charset))));

        assertThat(lines).containsExactly("PARAGRAPH 第一章 总则", "PARAGRAPH 本手册说明如何使用系统。\n用户可以上传文件。");
    }

    @Test
    void readsTraditionalChineseInBig5() {
        var text = "第一章 總則\n\n這本手冊說明如何使用系統,請先登入。";

        var lines = DOCUMENTS.lines(DOCUMENTS.file("big5.txt", text.getBytes(Charset.forName("Big5"))));

        assertThat(lines).containsExactly("PARAGRAPH 第一章 總則", "PARAGRAPH 這本手冊說明如何使用系統,請先登入。");
    }

    @Test
    void readsLatinTextOfWindows() {
        var text = "The café's naïve résumé – “quoted”.";

        var lines = DOCUMENTS.lines(DOCUMENTS.file("latin.txt", text.getBytes(Charset.forName("windows-1252"))));

        assertThat(lines).containsExactly("PARAGRAPH " + text);
    }

    @Test
    void keepsEmojiAndDropsWhatNoStoreTakes() {
        var text = "a\0b 😀 c\u0007\u200Bd";

        var lines = DOCUMENTS.lines(DOCUMENTS.file("odd.txt", text.getBytes(StandardCharsets.UTF_8)));

        assertThat(lines).containsExactly("PARAGRAPH ab 😀 cd");
    }

    @Test
    void knowsTheHeadingsAboveEachBlockOfMarkdown() {
        var text = """
                ---
                title: "手册 😀"
                ---
                # Guide

                Intro with **bold**.

                ## 安装 *now*
                - one
                  - nested
                - two

                | a | b |
                |---|---|
                | 1 | 2 |

                ```java
                # no heading
                ```
                ## Use
                <p>html <b>text</b></p>
                """;

        List<Block> blocks;
        try (var parsed = DOCUMENTS.parser.parse(
                        DOCUMENTS.file("guide.md", text.getBytes(StandardCharsets.UTF_8)), ".MD", ParseOptions.DEFAULT, progress -> {});
                var read = parsed.blocks()) {
            assertThat(parsed.title()).isEqualTo("手册 😀");
            assertThat(parsed.blockCount()).isEqualTo(8);
            blocks = read.toList();
        }

        assertThat(blocks.stream().map(Documents::line)).containsExactly(
                "HEADING1 Guide",
                "PARAGRAPH Intro with **bold**.",
                "HEADING2 安装 now",
                "LIST - one\n  - nested\n- two",
                "TABLE | a | b |\n|---|---|\n| 1 | 2 |",
                "CODE ```java\n# no heading\n```",
                "HEADING2 Use",
                "PARAGRAPH html text");
        assertThat(blocks.get(2).headings()).containsExactly("Guide");
        assertThat(blocks.get(4).headings()).containsExactly("Guide", "安装 now");
        assertThat(blocks.get(7).headings()).containsExactly("Guide", "Use");
        assertThat(blocks).extracting(Block::position).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    /** Progress that is told only at the end is none. */
    @ParameterizedTest
    @ValueSource(strings = {"txt", "csv"})
    void tellsHowMuchOfItIsRead(String type) {
        var file = DOCUMENTS.file("long." + type, "数据,data 1\n\n".repeat(200_000).getBytes(StandardCharsets.UTF_8));
        List<Integer> percents = new java.util.concurrent.CopyOnWriteArrayList<>();

        DOCUMENTS.parser.parse(file, type, ParseOptions.DEFAULT, progress -> percents.add(progress.percent())).close();

        assertThat(percents).isSorted().doesNotHaveDuplicates().endsWith(100);
        assertThat(percents.size()).as("a step each megabyte").isGreaterThanOrEqualTo(3);
    }
}
