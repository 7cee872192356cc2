package dev.pankou.parse.child;

import dev.pankou.parse.Block.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.poi.hwpf.HWPFDocument;
import org.apache.poi.hwpf.OldWordFileFormatException;
import org.apache.poi.hwpf.extractor.Word6Extractor;
import org.apache.poi.hwpf.extractor.WordExtractor;
import org.apache.poi.hwpf.usermodel.Paragraph;
import org.apache.poi.hwpf.usermodel.Range;
import org.apache.poi.hwpf.usermodel.Table;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;

/** DOC of Word 97 to 2007, and the plain text of older ones. */
final class Doc {
    private static final Pattern HEADING = Pattern.compile("(?i)(?:heading|标题|標題)\\s*(\\d)");
    private static final int BODY_LEVEL = 9;

    private final HWPFDocument document;
    private final Output out;
    private final StringBuilder list = new StringBuilder();

    private Doc(HWPFDocument document, Output out) {
        this.document = document;
        this.out = out;
    }

    static void read(Path path, Output out) throws IOException {
        try (var system = new POIFSFileSystem(path.toFile(), true)) {
            try (var document = new HWPFDocument(system)) {
                var information = document.getSummaryInformation();
                if (information != null && information.getTitle() != null) {
                    out.title(information.getTitle());
                }
                var doc = new Doc(document, out);
                doc.range(document.getRange());
                doc.flushList();
                doc.notes(document.getFootnoteRange());
                doc.notes(document.getEndnoteRange());
            } catch (OldWordFileFormatException old) {
                try (var extractor = new Word6Extractor(system)) {
                    for (var paragraph : extractor.getParagraphText()) {
                        out.paragraph(paragraph, 0);
                    }
                }
            }
        }
    }

    private void range(Range range) {
        for (var i = 0; i < range.numParagraphs(); i++) {
            var paragraph = range.getParagraph(i);
            if (!paragraph.isInTable()) {
                paragraph(paragraph);
                continue;
            }
            flushList();
            Table table;
            try {
                table = range.getTable(paragraph);
            } catch (IllegalArgumentException notItsFirst) {
                paragraph(paragraph);
                continue;
            }
            table(table);
            i += Math.max(0, table.numParagraphs() - 1);
        }
    }

    private void paragraph(Paragraph paragraph) {
        var text = text(paragraph.text());
        if (text.isBlank()) {
            return;
        }
        var level = level(paragraph);
        if (level > 0) {
            flushList();
            out.heading(level, text, 0);
        } else if (paragraph.isInList()) {
            list.repeat("  ", Math.clamp(paragraph.getIlvl(), 0, 8)).append("- ").append(Texts.line(text)).append('\n');
        } else {
            flushList();
            out.paragraph(text, 0);
        }
    }

    private void flushList() {
        out.block(Kind.LIST, list.toString(), 0);
        list.setLength(0);
    }

    private int level(Paragraph paragraph) {
        var style = document.getStyleSheet().getStyleDescription(paragraph.getStyleIndex());
        if (style != null && style.getName() != null) {
            var heading = HEADING.matcher(style.getName());
            if (heading.matches()) {
                return heading.group(1).charAt(0) - '0';
            }
            if (style.getName().equalsIgnoreCase("title")) {
                return 1;
            }
        }
        var level = paragraph.getLvl();
        return level >= 0 && level < BODY_LEVEL ? level + 1 : 0;
    }

    private void table(Table table) {
        List<List<String>> rows = new ArrayList<>();
        for (var i = 0; i < table.numRows(); i++) {
            var row = table.getRow(i);
            List<String> cells = new ArrayList<>();
            for (var j = 0; j < row.numCells(); j++) {
                cells.add(text(row.getCell(j).text()));
            }
            rows.add(cells);
        }
        out.block(Kind.TABLE, Texts.table(rows), 0);
    }

    private void notes(Range range) {
        for (var i = 0; i < range.numParagraphs(); i++) {
            out.paragraph(text(range.getParagraph(i).text()), 0);
        }
    }

    private static String text(String raw) {
        return WordExtractor.stripFields(raw).replace('\u000B', '\n').replace("\u0007", "").replace("\u0002", "").replace("\u001E", "-").strip();
    }
}
