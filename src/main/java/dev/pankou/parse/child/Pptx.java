package dev.pankou.parse.child;

import dev.pankou.parse.Block.Kind;
import dev.pankou.parse.ParseException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** PPTX: a slide is a page; its title is a heading, then its texts, tables and notes. */
final class Pptx {
    private static final int LONGEST_ITEM = 80; // longer lines are sentences of running text

    private final Ooxml file;
    private final Output out;
    private int page;

    /** What a slide says, in its own order but for the title. */
    private static final class Slide {
        String title = "";
        final List<Part> parts = new ArrayList<>();
    }

    private record Part(Kind kind, String text) {}

    private Pptx(Ooxml file, Output out) {
        this.file = file;
        this.out = out;
    }

    static void read(Path path, int maxPages, Output out) throws IOException {
        try (var file = Ooxml.open(path)) {
            out.title(file.title());
            new Pptx(file, out).slides(maxPages);
        }
    }

    private void slides(int maxPages) throws IOException {
        var main = file.main();
        var parts = file.allRelated(main, "/slide");
        List<Ooxml.Part> slides = new ArrayList<>();
        file.read(main, xml -> {
            while (xml.hasNext()) {
                if (Ooxml.next(xml) == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("sldId")) {
                    for (var i = 0; i < xml.getAttributeCount(); i++) {
                        var part = parts.get(xml.getAttributeValue(i));
                        if (part != null) {
                            slides.add(part);
                        }
                    }
                }
            }
        });
        if (slides.size() > maxPages) {
            throw new ParseException(
                    ParseException.Kind.TOO_MANY_PAGES,
                    "The presentation has " + slides.size() + " slides; " + maxPages + " are allowed");
        }
        out.pages(slides.size());
        for (var slide : slides) {
            page++;
            slide(slide);
            out.progress(page, slides.size());
        }
    }

    private void slide(Ooxml.Part part) throws IOException {
        var slide = new Slide();
        file.read(part, xml -> shapes(xml, slide));
        var notes = file.related(part, "/notesSlide");
        if (notes.isPresent()) {
            var told = new Slide();
            file.read(notes.get(), xml -> shapes(xml, told));
            slide.parts.addAll(told.parts);
        }
        if (!slide.title.isBlank() || !slide.parts.isEmpty()) {
            out.heading(1, slide.title.isBlank() ? "Slide " + page : slide.title, page);
        }
        slide.parts.forEach(each -> out.block(each.kind, each.text, page));
    }

    private static void shapes(XMLStreamReader xml, Slide slide) throws XMLStreamException, IOException {
        while (xml.hasNext()) {
            if (Ooxml.next(xml) != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            switch (xml.getLocalName()) {
                case "sp" -> shape(xml, slide);
                case "tbl" -> table(xml, slide);
                case "Fallback" -> Ooxml.skip(xml);
                default -> {}
            }
        }
    }

    private static void shape(XMLStreamReader xml, Slide slide) throws XMLStreamException, IOException {
        var placeholder = "";
        List<String> lines = new ArrayList<>();
        var levels = new ArrayList<Integer>();
        for (var depth = 1; depth > 0; ) {
            switch (Ooxml.next(xml)) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    if (xml.getLocalName().equals("ph")) {
                        var type = Ooxml.attribute(xml, "type");
                        placeholder = type == null ? "body" : type;
                    } else if (xml.getLocalName().equals("p")) {
                        var level = new int[1];
                        var text = paragraph(xml, level);
                        depth--;
                        if (!text.isBlank()) {
                            lines.add(text);
                            levels.add(level[0]);
                        }
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> depth--;
                default -> {}
            }
        }
        switch (placeholder) {
            case "title", "ctrTitle" -> slide.title = slide.title.isEmpty() ? String.join(" ", lines) : slide.title;
            case "sldNum", "dt", "ftr", "hdr", "sldImg" -> {} // the same on every slide
            case "body" -> {
                if (lines.size() < 2 || lines.stream().anyMatch(line -> line.length() > LONGEST_ITEM)) {
                    slide.parts.addAll(lines.stream().map(line -> new Part(Kind.PARAGRAPH, line)).toList());
                } else {
                    var list = new StringBuilder();
                    for (var i = 0; i < lines.size(); i++) {
                        list.repeat("  ", levels.get(i)).append("- ").append(Texts.line(lines.get(i))).append('\n');
                    }
                    slide.parts.add(new Part(Kind.LIST, list.toString()));
                }
            }
            default -> {
                if (!lines.isEmpty()) {
                    slide.parts.add(new Part(Kind.PARAGRAPH, String.join("\n", lines)));
                }
            }
        }
    }

    private static String paragraph(XMLStreamReader xml, int[] level) throws XMLStreamException, IOException {
        var text = new StringBuilder();
        var inText = false;
        for (var depth = 1; depth > 0; ) {
            switch (Ooxml.next(xml)) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    switch (xml.getLocalName()) {
                        case "t" -> inText = true;
                        case "br" -> text.append('\n');
                        case "tab" -> text.append('\t');
                        case "pPr" -> level[0] = Math.clamp(Ooxml.number(Ooxml.attribute(xml, "lvl"), 0), 0, 8);
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
        return text.toString();
    }

    private static void table(XMLStreamReader xml, Slide slide) throws XMLStreamException, IOException {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        var cell = new StringBuilder();
        for (var depth = 1; depth > 0; ) {
            switch (Ooxml.next(xml)) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    switch (xml.getLocalName()) {
                        case "tr" -> row = new ArrayList<>();
                        case "tc" -> cell.setLength(0);
                        case "p" -> {
                            cell.append(cell.isEmpty() ? "" : "\n").append(paragraph(xml, new int[1]));
                            depth--;
                        }
                        default -> {}
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    if (xml.getLocalName().equals("tc")) {
                        row.add(cell.toString());
                    } else if (xml.getLocalName().equals("tr")) {
                        rows.add(row);
                    }
                }
                default -> {}
            }
        }
        slide.parts.add(new Part(Kind.TABLE, Texts.table(rows)));
    }
}
