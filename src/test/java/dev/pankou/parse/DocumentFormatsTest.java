package dev.pankou.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What documents of many programs become. */
final class DocumentFormatsTest {
    private static final String CHINESE = "盘扣是一个可以自行部署的智能体平台，它兼容扣子的开放接口。用户只需要更换一个地址，原来的代码就可以继续运行。平台提供工作流、知识库、插件和数据表等能力，帮助团队快速搭建自己的应用。";
    private static final String ENGLISH = "Pankou is a self-hosted platform for agents. It answers the same interface, so that existing code keeps working"
            + " after one address has been changed. Everything runs in one process and needs no other service to be installed.";
    private static final String PRICES =
            "TABLE | 套餐 | 价格 | 人数 |\n| --- | --- | --- |\n| 免费版 | 0 | 1 |\n| 团队版 | 199 | 20 |\n| 企业版 | 999 | 200 |";
    private static final String END = "PARAGRAPH 每个知识库最多可以有一百个文档。Each document may have at most one hundred megabytes, which is enough for most handbooks.";

    private static final Documents DOCUMENTS = new Documents();

    @AfterAll
    static void close() {
        DOCUMENTS.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pandoc.docx", "abiword.docx"})
    void readsHeadingsListsAndTablesOfDocx(String file) {
        var lines = DOCUMENTS.lines(Documents.resource(file));

        assertThat(lines).containsExactly(
                "HEADING1 产品手册 Product manual", "HEADING1 第一章 产品概述 Overview", "PARAGRAPH " + CHINESE, "PARAGRAPH " + ENGLISH,
                "HEADING2 1.1 安装 Installation", "LIST - 下载安装包\n- 启动服务\n- 打开控制台",
                "LIST 1. Download the archive\n2. Start the server", "HEADING2 1.2 价格 Prices", PRICES, "HEADING1 第二章 Limits", END);
    }

    @Test
    void readsWhatPythonWrote() {
        assertThat(DOCUMENTS.lines(Documents.resource("python-docx.docx"))).containsExactly(
                "HEADING1 员工手册", "HEADING1 第一章 考勤", "PARAGRAPH 员工应当按时上班。迟到三次记一次警告。", "LIST - 上午九点\n- 下午六点",
                "TABLE | 部门 | 人数 |\n| --- | --- |\n| 研发 | 12 |", "HEADING2 Leave", "PARAGRAPH Each employee has fifteen days of leave.");
    }

    @Test
    void putsFootnotesBehindTheirParagraph() {
        assertThat(DOCUMENTS.lines(Documents.resource("footnotes.docx")))
                .containsExactly("PARAGRAPH Eto ochen prostoy[1] text so snoskoy", "PARAGRAPH [1] snoska");
    }

    @Test
    void readsWord97() {
        assertThat(DOCUMENTS.lines(Documents.resource("simple-list.doc"))).containsExactly(
                "PARAGRAPH This is a simple word document created using Word 97 – SR2.  It contains a paragraph, a list and a paragraph.",
                "LIST - First item in list\n- Second item in list\n- Third item in list",
                "PARAGRAPH This is the last paragraph.");
        assertThat(DOCUMENTS.lines(Documents.resource("simple-table.doc")))
                .contains("TABLE | Cell 1,1 | Cell 1,2 | Cell 1,3 |\n| --- | --- | --- |\n| Cell 2,1 | Cell 2,2 | Cell 2,3 |");
        assertThat(DOCUMENTS.lines(Documents.resource("footnote.doc"))).contains("PARAGRAPH Test text", "PARAGRAPH TestFootnote");
    }

    @Test
    void makesASlideAPage() {
        var blocks = DOCUMENTS.blocks(Documents.resource("pandoc.pptx"));

        assertThat(blocks).filteredOn(block -> block.kind() == Block.Kind.HEADING).extracting(Block::text, Block::page)
                .containsExactly(
                        tuple("产品手册 Product manual", 1),
                        tuple("第一章 产品概述 Overview", 2),
                        tuple("第二章 Limits", 3));
        assertThat(blocks.stream().map(Documents::line)).contains(PRICES, "PARAGRAPH " + CHINESE);
    }

    @Test
    void readsAPrintedWebPage() {
        var lines = DOCUMENTS.lines(Documents.resource("chromium.pdf"));

        assertThat(lines).startsWith("HEADING1 产品手册 Product manual", "HEADING1 第一章 产品概述 Overview");
        assertThat(lines).contains(
                "PARAGRAPH " + ENGLISH, "HEADING2 1.1 安装 Installation", "LIST 1. Download the archive\n2. Start the server",
                "HEADING1 第二章 Limits", END);
    }

    @Test
    void readsColumnsOneAfterTheOtherWithoutWhatEveryPageRepeats() {
        var blocks = DOCUMENTS.blocks(Documents.resource("reportlab.pdf"));

        var sentence = "Sentence %d.%d begins here and goes on for quite a while so that the line is broken several times.";
        var text = new StringBuilder();
        for (var block : blocks) {
            text.append(block.text()).append(' ');
        }
        var at = 0;
        for (var chapter = 1; chapter <= 8; chapter++) {
            at = text.indexOf(chapter + ". Chapter number " + chapter, at);
            assertThat(at).as("chapter %d", chapter).isNotNegative();
            for (var paragraph = 0; paragraph < 6; paragraph++) {
                var words = sentence.formatted(chapter, paragraph);
                at = text.indexOf((words + " ").repeat(4) + words, at);
                assertThat(at).as("paragraph %d.%d", chapter, paragraph).isNotNegative();
            }
        }
        assertThat(text).doesNotContain("ACME internal report", "Page 1");
        assertThat(blocks.getLast().headings()).containsExactly("8. Chapter number 8");
        assertThat(blocks.getLast().page()).isEqualTo(5);
    }

    @Test
    void keepsOnlyTheStoryOfAWebPage() {
        var html = """
                <html><head><meta charset="gbk"><title>茶的历史</title><script>alert(1)</script></head><body>
                <nav><a href=/>首页</a><a href=/a>产品</a></nav><div class="sidebar"><p>热门文章，请点击，这里有很多。</p></div>
                <div id="content"><h1>茶的历史</h1><p>茶树原产于中国西南，后来传到世界各地，成为最受欢迎的饮料之一。</p>
                <p>唐代陆羽写了《茶经》，<b>系统</b>地介绍了茶的种植、采摘、制作与饮用，影响深远，流传至今。</p>
                <ul><li>绿茶<ul><li>龙井</li></ul></li><li>红茶</li></ul>
                <table><tr><th>茶</th><th>产地</th></tr><tr><td>龙井</td><td>杭州</td></tr></table>
                <pre>x = 1\n  y</pre></div>
                <footer>版权所有</footer></body></html>""";

        var lines = DOCUMENTS.lines(DOCUMENTS.file("tea.html", html.getBytes(Charset.forName("GBK"))));

        assertThat(lines).containsExactly(
                "HEADING1 茶的历史", "PARAGRAPH 茶树原产于中国西南，后来传到世界各地，成为最受欢迎的饮料之一。",
                "PARAGRAPH 唐代陆羽写了《茶经》，系统地介绍了茶的种植、采摘、制作与饮用，影响深远，流传至今。", "LIST - 绿茶\n  - 龙井\n- 红茶",
                "TABLE | 茶 | 产地 |\n| --- | --- |\n| 龙井 | 杭州 |", "CODE ```\nx = 1\n  y\n```");
    }

    @Test
    void readsTheWholePageWhenAsked() {
        var file = DOCUMENTS.file("all.html", "<nav>首页</nav><p>Short</p><footer>版权</footer>".getBytes(StandardCharsets.UTF_8));

        try (var parsed = DOCUMENTS.parser.parse(file, "html", new ParseOptions("utf-8", true), progress -> {});
                var blocks = parsed.blocks()) {
            assertThat(blocks.map(Block::text)).containsExactly("首页", "Short", "版权");
        }
    }

    @Test
    void readsSpreadsheetsAsTablesOfText() {
        assertThat(DOCUMENTS.lines(Documents.resource("gnumeric.xls"))).containsExactly(
                "HEADING1 订单", "PARAGRAPH 订单表 2026",
                "TABLE | 编号 | 商品 | 数量 | 单价 | 下单时间 | 已付 |\n| --- | --- | --- | --- | --- | --- |\n"
                        + "| 1001 | 茶壶 😀 | 2 | 19.9 | 2026-01-31 08:00:00 | true |\n| 1002 | 茶杯 | 10 | 0.3 | 2026-02-01 | false |\n"
                        + "| 1003 | a\\|b c | | 39.8 | | |",
                "HEADING1 Second", "TABLE | k | k |\n| --- | --- |\n| 1 | 2 | 3 |");
    }
}
