package dev.pankou.parse.child;

import dev.pankou.parse.ParseException;
import dev.pankou.parse.ParseException.Kind;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.form.PDTransparencyGroup;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.jspecify.annotations.Nullable;

/** PDF: the glyphs of each page go through {@link PdfLines} and {@link PdfText}. A page that is broken is left out. */
final class Pdf extends PDFTextStripper {
    private static final int MOST_GLYPHS = 200_000; // of one page
    private static final int MOST_FORMS = 10_000; // drawn on one page, those in forms included
    private static final int MOST_BOOKMARKS = 20_000;
    private static final Pattern BOLD = Pattern.compile("(?i)bold|black|heavy|demi|simhei|heiti");
    private static final PdfFonts FONTS = new PdfFonts();

    private final PdfText text;
    private final Output out;
    private final int pages;
    private final List<PdfLines.Glyph> glyphs = new ArrayList<>();
    private final Set<COSBase> drawing = Collections.newSetFromMap(new IdentityHashMap<>());
    private int forms;
    private int page;
    private int broken;
    private @Nullable PDFont font;
    private boolean bold;

    private Pdf(PdfText text, Output out, int pages) {
        this.text = text;
        this.out = out;
        this.pages = pages;
    }

    static void read(Path file, int maxPages, Output out) throws IOException {
        FontMappers.set(FONTS);
        try (var document = Loader.loadPDF(file.toFile())) {
            var pages = document.getNumberOfPages();
            if (pages > maxPages) {
                throw new ParseException(
                        Kind.TOO_MANY_PAGES, "The document has " + pages + " pages; " + maxPages + " are allowed");
            }
            out.pages(pages);
            var information = document.getDocumentInformation();
            if (information.getTitle() != null) {
                out.title(information.getTitle());
            }
            var text = new PdfText(out, bookmarks(document));
            var pdf = new Pdf(text, out, pages);
            pdf.writeText(document, Writer.nullWriter());
            text.finish();
            if (out.empty()) {
                throw pdf.broken > 0
                        ? new ParseException(Kind.BROKEN, "No page of the document can be read")
                        : new ParseException(
                                Kind.EMPTY, "The document has no text, only images: scanned pages need text recognition (OCR) first");
            }
        }
    }

    /** Titles and their depth: what the author calls a heading. */
    private static Map<String, Integer> bookmarks(PDDocument document) {
        Map<String, Integer> found = new HashMap<>();
        try {
            var outline = document.getDocumentCatalog().getDocumentOutline();
            if (outline != null) {
                bookmarks(outline.getFirstChild(), 1, found, new HashSet<>());
            }
        } catch (RuntimeException broken) {
            // then headings are found by their size
        }
        return found;
    }

    private static void bookmarks(
            @Nullable PDOutlineItem first, int level, Map<String, Integer> found, Set<COSBase> seen) {
        for (var item = first; item != null && seen.size() < MOST_BOOKMARKS && seen.add(item.getCOSObject()); item = item.getNextSibling()) {
            if (item.getTitle() != null) {
                found.putIfAbsent(key(item.getTitle()), level);
            }
            if (level < 9) {
                bookmarks(item.getFirstChild(), level + 1, found, seen);
            }
        }
    }

    /** Letters and digits alone: blanks and numbers' dots are set in many ways. */
    static String key(String title) {
        var key = new StringBuilder();
        title.codePoints().filter(Character::isLetterOrDigit).limit(200).forEach(key::appendCodePoint);
        return key.toString().toLowerCase(Locale.ROOT);
    }

    @Override
    public void processPage(PDPage shown) throws IOException {
        page++;
        glyphs.clear();
        forms = 0;
        try {
            super.processPage(shown);
        } catch (IOException | RuntimeException unreadable) {
            broken++;
        }
        var box = shown.getCropBox();
        text.page(page, Math.max(box.getHeight(), box.getWidth()), PdfLines.of(glyphs));
        out.progress(page, pages);
    }

    /** Not inside itself, and not without end: a chain of forms that each draw the next one twice doubles with every link. */
    @Override
    public void showForm(PDFormXObject form) throws IOException {
        if (begins(form)) {
            try {
                super.showForm(form);
            } finally {
                drawing.remove(form.getCOSObject());
            }
        }
    }

    /** As {@link #showForm}. */
    @Override
    public void showTransparencyGroup(PDTransparencyGroup group) throws IOException {
        if (begins(group)) {
            try {
                super.showTransparencyGroup(group);
            } finally {
                drawing.remove(group.getCOSObject());
            }
        }
    }

    private boolean begins(PDFormXObject form) {
        return forms++ < MOST_FORMS && drawing.add(form.getCOSObject());
    }

    @Override
    protected void processTextPosition(TextPosition position) {
        var unicode = position.getUnicode();
        if (unicode == null || unicode.isEmpty() || glyphs.size() == MOST_GLYPHS) {
            return;
        }
        var size = Math.max(1, Math.abs(position.getFontSizeInPt()));
        if (position.getFont() != font) {
            font = position.getFont();
            bold = font != null && font.getName() != null && BOLD.matcher(font.getName()).find();
        }
        glyphs.add(new PdfLines.Glyph(
                normal(unicode), position.getXDirAdj(), position.getYDirAdj(), position.getWidthDirAdj(), size, bold, (int) position.getDir()));
    }

    /** Ligatures and radicals that stand for characters become these. */
    private static String normal(String text) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c >= 0xFB00 && c <= 0xFB06 || c >= 0x2E80 && c <= 0x2FDF) {
                return Normalizer.normalize(text, Normalizer.Form.NFKC);
            }
        }
        return text;
    }

    @Override
    protected void writePage() {
        // the glyphs are ours already
    }
}
