package dev.pankou.parse.child;

import dev.pankou.parse.Block.Kind;
import dev.pankou.parse.ParseException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.Jsoup;

/** Web pages: what {@link Readable} leaves, as blocks. */
final class Html {
    private static final int MOST_DEPTH = 400;
    private static final long MOST_BYTES = 64L << 20;
    private static final int HEAD_BYTES = 4096;
    private static final Pattern CHARSET = Pattern.compile("(?i)<meta[^>]{0,200}charset|<\\?xml[^>]{0,100}encoding");

    /** Elements that end a line of text. */
    private static final Set<String> BLOCKS = Set.of(
            "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption",
            "figure", "footer", "form", "header", "hgroup", "hr", "html", "legend", "li", "main", "nav", "p", "section", "summary", "tbody",
            "td", "tfoot", "th", "thead", "tr", "caption");

    private final Output out;
    private final StringBuilder line = new StringBuilder();

    private Html(Output out) {
        this.out = out;
    }

    static void read(Path file, String charset, boolean wholePage, Output out) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new ParseException(ParseException.Kind.TOO_LARGE, "A page may have " + (MOST_BYTES >> 20) + " MB");
        }
        var bytes = Files.readAllBytes(file);
        var head = new String(bytes, 0, Math.min(HEAD_BYTES, bytes.length), StandardCharsets.ISO_8859_1);
        var declared = charset.isEmpty() && CHARSET.matcher(head).find();
        var known = declared ? null : Charsets.detect(bytes, charset).name();
        var document = Jsoup.parse(
                new ByteArrayInputStream(bytes), known, "", Parser.htmlParser().setMaxDepth(MOST_DEPTH));
        read(document, wholePage, out);
    }

    static void read(Document document, boolean wholePage, Output out) {
        out.title(document.title());
        var html = new Html(out);
        html.children(wholePage ? Readable.all(document) : Readable.of(document));
        html.flush();
    }

    private void children(Node parent) {
        for (var child : parent.childNodes()) {
            if (child instanceof TextNode text) {
                line.append(collapse(text.getWholeText()));
            } else if (child instanceof Element element) {
                element(element);
            }
        }
    }

    /** As a browser shows it: a line break of the source is a blank, and between two CJK characters nothing. */
    private static String collapse(String text) {
        var shown = new StringBuilder(text.length());
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c != ' ' && c != '\n' && c != '\t' && c != '\r') {
                shown.append(c);
            } else if (shown.isEmpty() || shown.charAt(shown.length() - 1) != ' ') {
                shown.append(' ');
            }
        }
        return shown.toString();
    }

    private void element(Element element) {
        var name = element.normalName();
        switch (name) {
            case "h1", "h2", "h3", "h4", "h5", "h6" -> {
                flush();
                out.heading(name.charAt(1) - '0', element.text(), 0);
            }
            case "ul", "ol", "menu" -> {
                flush();
                var list = new StringBuilder();
                list(element, 0, list);
                out.block(Kind.LIST, list.toString(), 0);
            }
            case "pre" -> {
                flush();
                out.block(Kind.CODE, "```\n" + element.wholeText().strip() + "\n```", 0);
            }
            case "table" -> {
                flush();
                table(element);
            }
            case "br" -> line.append('\n');
            default -> {
                var block = BLOCKS.contains(name);
                if (block) {
                    flush();
                }
                children(element);
                if (block) {
                    flush();
                }
            }
        }
    }

    private void flush() {
        if (!line.isEmpty()) {
            var text = new StringBuilder();
            line.toString().lines().map(Texts::line).forEach(each -> text.append(each).append('\n'));
            out.paragraph(text.toString(), 0);
            line.setLength(0);
        }
    }

    private static void list(Element list, int depth, StringBuilder text) {
        var number = 1;
        for (var item : list.children()) {
            var own = new StringBuilder();
            var nested = new ArrayList<Element>();
            words(item, own, nested);
            var words = Texts.line(own.toString());
            if (!words.isEmpty()) {
                text.repeat("  ", depth).append(list.normalName().equals("ol") ? number++ + ". " : "- ").append(words).append('\n');
            }
            for (var below : nested) {
                list(below, depth + 1, text);
            }
        }
    }

    /** All text but that of lists inside. */
    private static void words(Node node, StringBuilder text, List<Element> nested) {
        for (var child : node.childNodes()) {
            if (child instanceof TextNode words) {
                text.append(words.getWholeText());
            } else if (child instanceof Element element) {
                if (Set.of("ul", "ol", "menu").contains(element.normalName())) {
                    nested.add(element);
                } else {
                    var apart = BLOCKS.contains(element.normalName()) || element.normalName().equals("br");
                    text.append(apart ? " " : "");
                    words(element, text, nested);
                    text.append(apart ? " " : "");
                }
            }
        }
    }

    /** A table that lays out a page is read cell by cell. */
    private void table(Element table) {
        List<List<String>> rows = new ArrayList<>();
        for (var row : table.select("tr")) {
            if (row.closest("table") != table) {
                continue;
            }
            List<String> cells = new ArrayList<>();
            for (var cell : row.children()) {
                cells.add(cell.text());
                for (var more = span(cell); more > 1 && cells.size() < 1000; more--) {
                    cells.add("");
                }
            }
            rows.add(cells);
        }
        var columns = rows.stream().mapToInt(List::size).max().orElse(0);
        if (columns < 2 || rows.size() < 2 || table.selectFirst("table table, h1, h2, h3, ul table") != null) {
            children(table);
            flush();
            return;
        }
        var caption = table.selectFirst("caption");
        if (caption != null) {
            out.paragraph(caption.text(), 0);
        }
        out.block(Kind.TABLE, Texts.table(rows), 0);
    }

    private static int span(Element cell) {
        var span = cell.attr("colspan");
        return span.matches("[1-9]\\d?") ? Integer.parseInt(span) : 1;
    }
}
