package dev.pankou.parse.child;

import dev.pankou.parse.Block.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.jsoup.Jsoup;

/** Markdown keeps its own words: lists, tables and code stay as they are written; headings become plain. */
final class Markdown {
    /** Parts of a large file are read by themselves, parted at an empty line. */
    private static final int PART_CHARACTERS = 256 << 10;

    private static final int MOST_PART = 4 << 20;
    private static final int MOST_NESTING = 100;

    private final Parser parser = Parser.builder()
            .extensions(List.of(TablesExtension.create()))
            .includeSourceSpans(IncludeSourceSpans.BLOCKS)
            .maxOpenBlockParsers(MOST_NESTING)
            .build();
    private final Output out;

    private Markdown(Output out) {
        this.out = out;
    }

    static void read(Path file, String charset, Output out) throws IOException {
        try (var in = Charsets.open(file, charset)) {
            new Markdown(out).parts(in);
        }
    }

    private void parts(BufferedReader in) throws IOException {
        var part = new StringBuilder();
        var first = in.readLine();
        if (first != null && !(first.strip().equals("---") && frontMatter(in, part))) {
            part.insert(0, first + "\n");
        }
        var fence = "";
        for (String line; (line = in.readLine()) != null; ) {
            var start = line.stripLeading();
            if (fence.isEmpty()) {
                fence = start.startsWith("```") ? "```" : start.startsWith("~~~") ? "~~~" : "";
            } else if (start.startsWith(fence)) {
                fence = "";
            }
            part.append(line).append('\n');
            if (part.length() > PART_CHARACTERS && line.isBlank() && fence.isEmpty() || part.length() > MOST_PART) {
                part(part.toString());
                part.setLength(0);
            }
        }
        part(part.toString());
    }

    /** Whether a block of settings ends soon; its title is the document's. Else its lines are text. */
    private boolean frontMatter(BufferedReader in, StringBuilder part) throws IOException {
        for (var i = 0; i < 200; i++) {
            var line = in.readLine();
            if (line == null) {
                break;
            }
            if (line.strip().equals("---")) {
                part.toString().lines()
                        .filter(each -> each.startsWith("title:"))
                        .findFirst()
                        .ifPresent(each -> out.title(each.substring(6).strip().replaceAll("^['\"]|['\"]$", "")));
                part.setLength(0);
                return true;
            }
            part.append(line).append('\n');
        }
        return false;
    }

    private void part(String text) {
        for (var node = parser.parse(text).getFirstChild(); node != null; node = node.getNext()) {
            block(node, text);
        }
    }

    private void block(Node node, String text) {
        switch (node) {
            case Heading heading -> {
                var words = plain(heading);
                out.title(words);
                out.heading(heading.getLevel(), words, 0);
            }
            case FencedCodeBlock code -> out.block(Kind.CODE, source(code, text), 0);
            case IndentedCodeBlock code -> out.block(Kind.CODE, "```\n" + code.getLiteral() + "```", 0);
            case TableBlock table -> out.block(Kind.TABLE, source(table, text), 0);
            case ListBlock list -> out.block(Kind.LIST, source(list, text), 0);
            case HtmlBlock html -> out.paragraph(Jsoup.parse(html.getLiteral()).wholeText(), 0);
            case ThematicBreak line -> {} // says nothing
            case LinkReferenceDefinition link -> {}
            case BlockQuote quote -> out.paragraph(source(quote, text), 0);
            default -> out.paragraph(source(node, text), 0);
        }
    }

    private static String plain(Heading heading) {
        var words = new StringBuilder();
        heading.accept(new AbstractVisitor() {
            @Override
            public void visit(Text text) {
                words.append(text.getLiteral());
            }

            @Override
            public void visit(Code code) {
                words.append(code.getLiteral());
            }

            @Override
            public void visit(SoftLineBreak line) {
                words.append(' ');
            }

            @Override
            public void visit(HardLineBreak line) {
                words.append(' ');
            }
        });
        return words.toString();
    }

    private static String source(Node node, String text) {
        var spans = node.getSourceSpans();
        if (spans.isEmpty()) {
            return "";
        }
        var last = spans.getLast();
        return text.substring(spans.getFirst().getInputIndex(), last.getInputIndex() + last.getLength());
    }
}
