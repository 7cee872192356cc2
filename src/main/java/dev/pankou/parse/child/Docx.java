package dev.pankou.parse.child;

import dev.pankou.parse.Block.Kind;
import dev.pankou.parse.wire.Frame;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** DOCX as a stream: headings by style or outline level, lists, tables, notes behind the paragraph that names them. */
final class Docx {
    /** Names, not ids, which every language has its own of. */
    private static final Pattern HEADING = Pattern.compile("(?i)(?:heading|标题|標題|überschrift|titre|título)\\s*(\\d)");

    private static final int MOST_LIST = Frame.MOST_CHARACTERS;

    private final Ooxml file;
    private final Output out;
    private final Map<String, Style> styles = new HashMap<>();
    private final Map<String, String> notes = new HashMap<>();
    private final Numbering numbering = new Numbering();
    private final StringBuilder list = new StringBuilder();
    private String listId = "";

    /** What a style says; 0 and null: nothing itself. */
    private record Style(int level, @Nullable String numId, int listLevel, @Nullable String basedOn) {}

    /** A paragraph. */
    private static final class Paragraph {
        final StringBuilder text = new StringBuilder();
        final List<String> notes = new ArrayList<>();
        @Nullable String style;
        @Nullable String numId;
        int listLevel = -1;
        int outline = -1;
    }

    private Docx(Ooxml file, Output out) {
        this.file = file;
        this.out = out;
    }

    static void read(Path path, Output out) throws IOException {
        try (var file = Ooxml.open(path, out)) {
            out.title(file.title());
            var docx = new Docx(file, out);
            var main = file.main();
            docx.part(main, "/styles", docx::styles);
            docx.part(main, "/numbering", docx.numbering::read);
            docx.part(main, "/footnotes", docx::notes);
            docx.part(main, "/endnotes", docx::notes);
            file.read(main, docx::body);
            docx.flushList();
        }
    }

    private void part(Ooxml.Part main, String type, Ooxml.Reading reading) throws IOException {
        var part = file.related(main, type);
        if (part.isPresent()) {
            file.read(part.get(), reading);
        }
    }

    private void styles(XMLStreamReader xml) throws XMLStreamException, IOException {
        String id = null;
        var level = 0;
        String numId = null;
        var listLevel = 0;
        String basedOn = null;
        while (xml.hasNext()) {
            var event = Ooxml.next(xml);
            if (event == XMLStreamConstants.START_ELEMENT) {
                var value = Ooxml.attribute(xml, "val");
                switch (xml.getLocalName()) {
                    case "style" -> {
                        id = Ooxml.attribute(xml, "styleId");
                        level = 0;
                        numId = null;
                        listLevel = 0;
                        basedOn = null;
                    }
                    case "name" -> level = level == 0 && value != null ? named(value) : level;
                    case "outlineLvl" -> level = level == 0 ? outline(Ooxml.number(value, 9)) : level;
                    case "numId" -> numId = value;
                    case "ilvl" -> listLevel = Ooxml.number(value, 0);
                    case "basedOn" -> basedOn = value;
                    default -> {}
                }
            } else if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("style") && id != null) {
                styles.put(id, new Style(level, numId, listLevel, basedOn));
            }
        }
    }

    private static int named(String style) {
        var heading = HEADING.matcher(style);
        return heading.matches() ? outline(heading.group(1).charAt(0) - '1') : style.equalsIgnoreCase("title") ? 1 : 0;
    }

    private static int outline(int fromZero) {
        return fromZero >= 0 && fromZero < 9 ? fromZero + 1 : 0;
    }

    private void notes(XMLStreamReader xml) throws XMLStreamException, IOException {
        while (xml.hasNext()) {
            if (Ooxml.next(xml) == XMLStreamConstants.START_ELEMENT
                    && (xml.getLocalName().equals("footnote") || xml.getLocalName().equals("endnote"))) {
                var key = xml.getLocalName() + Ooxml.attribute(xml, "id");
                var text = new Paragraph();
                runs(xml, xml.getLocalName(), text);
                notes.put(key, Texts.line(text.text.toString()));
            }
        }
    }

    private void body(XMLStreamReader xml) throws XMLStreamException, IOException {
        while (xml.hasNext()) {
            if (Ooxml.next(xml) != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            switch (xml.getLocalName()) {
                case "p" -> paragraph(xml);
                case "tbl" -> {
                    flushList();
                    var rows = new ArrayList<List<String>>();
                    table(xml, rows);
                    tell(rows);
                }
                case "Fallback", "del", "moveFrom", "sectPr" -> Ooxml.skip(xml);
                default -> {} // body, content controls and their like hold paragraphs
            }
        }
    }

    /** A table of one column is a frame around text. */
    private void tell(List<List<String>> rows) {
        var columns = rows.stream().mapToInt(List::size).max().orElse(0);
        if (columns > 1) {
            out.block(Kind.TABLE, Texts.table(rows), 0);
        } else {
            rows.forEach(row -> row.forEach(cell -> out.paragraph(cell, 0)));
        }
    }

    private void paragraph(XMLStreamReader xml) throws XMLStreamException, IOException {
        var paragraph = new Paragraph();
        runs(xml, "p", paragraph);
        var text = paragraph.text.toString();
        var level = level(paragraph);
        if (level > 0 && !text.isBlank()) {
            flushList();
            out.heading(level, text, 0);
        } else if (!text.isBlank()) {
            var marker = marker(paragraph);
            if (marker == null) {
                flushList();
                out.paragraph(text, 0);
            } else {
                list.append(marker).append(Texts.line(text)).append('\n');
                if (list.length() > MOST_LIST) {
                    flushList();
                }
            }
        }
        if (!paragraph.notes.isEmpty()) {
            flushList();
            paragraph.notes.forEach(note -> out.paragraph(note, 0));
        }
    }

    private void flushList() {
        out.block(Kind.LIST, list.toString(), 0);
        list.setLength(0);
    }

    private int level(Paragraph paragraph) {
        if (paragraph.outline >= 0) {
            return outline(paragraph.outline);
        }
        var style = style(paragraph.style);
        for (var depth = 0; style != null && depth < 20; depth++) { // of styles that are based on each other
            if (style.level > 0) {
                return style.level;
            }
            style = style(style.basedOn);
        }
        return 0;
    }

    private @Nullable Style style(@Nullable String id) {
        return id == null ? null : styles.get(id);
    }

    /** How its line in a list begins; null when it is none. */
    private @Nullable String marker(Paragraph paragraph) {
        var numId = paragraph.numId;
        var level = paragraph.listLevel;
        var style = style(paragraph.style);
        for (var depth = 0; numId == null && style != null && depth < 20; depth++) {
            numId = style.numId;
            level = level < 0 ? style.listLevel : level;
            style = style(style.basedOn);
        }
        if (numId == null || numId.equals("0")) {
            return null;
        }
        if (level <= 0 && !numId.equals(listId)) {
            flushList();
            listId = numId;
        }
        var indent = "  ".repeat(Math.clamp(level, 0, 8));
        return indent + numbering.next(numId, Math.clamp(level, 0, 8));
    }

    /** The text up to the end of this element. */
    private void runs(XMLStreamReader xml, String end, Paragraph into) throws XMLStreamException, IOException {
        var text = into.text;
        var inText = false;
        for (var depth = 1; depth > 0; ) {
            switch (Ooxml.next(xml)) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    var value = Ooxml.attribute(xml, "val");
                    switch (xml.getLocalName()) {
                        case "t" -> inText = true;
                        case "tab", "ptab" -> text.append('\t');
                        case "br", "cr" -> text.append('\n');
                        case "p" -> text.append(text.isEmpty() ? "" : "\n"); // of a text box or a note
                        case "noBreakHyphen" -> text.append('-');
                        case "pStyle" -> into.style = depth == 3 ? value : into.style;
                        case "outlineLvl" -> into.outline = Ooxml.number(value, 9);
                        case "numId" -> into.numId = value;
                        case "ilvl" -> into.listLevel = Ooxml.number(value, 0);
                        case "footnoteReference", "endnoteReference" -> note(xml, into);
                        case "tabs", "rPr", "pPrChange", "Fallback", "del", "moveFrom", "sectPr", "rt" -> {
                            Ooxml.skip(xml);
                            depth--;
                        }
                        default -> {}
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (inText) {
                        text.append(xml.getText());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    inText = false;
                }
                default -> {}
            }
        }
        if (!xml.getLocalName().equals(end)) {
            throw new IOException("an element that ends another");
        }
    }

    private void note(XMLStreamReader xml, Paragraph into) {
        var key = xml.getLocalName().replace("Reference", "") + Ooxml.attribute(xml, "id");
        var note = notes.get(key);
        if (note != null && !note.isEmpty()) {
            var mark = "[" + Ooxml.attribute(xml, "id") + "]";
            into.text.append(mark);
            into.notes.add(mark + " " + note);
        }
    }

    /** Rows up to the end of the table; cells that continue others are empty. */
    private void table(XMLStreamReader xml, List<List<String>> rows) throws XMLStreamException, IOException {
        List<String> row = new ArrayList<>();
        var cell = new Paragraph();
        var span = 1;
        for (var depth = 1; depth > 0; ) {
            switch (Ooxml.next(xml)) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    switch (xml.getLocalName()) {
                        case "tr" -> row = new ArrayList<>();
                        case "tc" -> {
                            cell = new Paragraph();
                            span = 1;
                        }
                        case "gridSpan" -> span = Math.clamp(Ooxml.number(Ooxml.attribute(xml, "val"), 1), 1, 100);
                        case "p" -> {
                            cell.text.append(cell.text.isEmpty() ? "" : "\n");
                            runs(xml, "p", cell);
                            depth--;
                        }
                        case "tbl" -> {
                            var inner = new ArrayList<List<String>>();
                            table(xml, inner);
                            depth--;
                            for (var each : inner) {
                                cell.text.append(cell.text.isEmpty() ? "" : "\n").append(String.join(" ", each));
                            }
                        }
                        case "Fallback", "del", "moveFrom" -> {
                            Ooxml.skip(xml);
                            depth--;
                        }
                        default -> {}
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    if (xml.getLocalName().equals("tc") && row.size() < Frame.MOST_COLUMNS) {
                        row.add(cell.text.toString());
                        for (; span > 1; span--) {
                            row.add("");
                        }
                    } else if (xml.getLocalName().equals("tr")) {
                        rows.add(row);
                    }
                }
                default -> {}
            }
        }
    }

    /** Numbers of lists, as far as a reader needs them: bullets, and the count of each level. */
    private static final class Numbering {
        private final Map<String, String> abstracts = new HashMap<>();
        private final Map<String, Boolean> bullets = new HashMap<>();
        private final Map<String, Integer> counts = new HashMap<>();

        void read(XMLStreamReader xml) throws XMLStreamException, IOException {
            var owner = "";
            var level = "";
            while (xml.hasNext()) {
                if (Ooxml.next(xml) != XMLStreamConstants.START_ELEMENT) {
                    continue;
                }
                switch (xml.getLocalName()) {
                    case "abstractNum" -> owner = String.valueOf(Ooxml.attribute(xml, "abstractNumId"));
                    case "lvl" -> level = String.valueOf(Ooxml.attribute(xml, "ilvl"));
                    case "numFmt" -> {
                        var format = Ooxml.attribute(xml, "val");
                        bullets.put(owner + "/" + level, "bullet".equals(format) || "none".equals(format));
                    }
                    case "num" -> owner = String.valueOf(Ooxml.attribute(xml, "numId"));
                    case "abstractNumId" -> abstracts.put(owner, String.valueOf(Ooxml.attribute(xml, "val")));
                    default -> {}
                }
            }
        }

        String next(String numId, int level) {
            if (bullets.getOrDefault(abstracts.get(numId) + "/" + level, true)) {
                return "- ";
            }
            for (var below = level + 1; below < 9; below++) {
                counts.remove(numId + "/" + below);
            }
            return counts.merge(numId + "/" + level, 1, Integer::sum) + ". ";
        }
    }
}
