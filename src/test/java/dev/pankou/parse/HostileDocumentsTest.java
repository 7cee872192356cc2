package dev.pankou.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pankou.parse.ParseException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Each bad file fails alone: the next one is read. */
final class HostileDocumentsTest {
    private static final Documents DOCUMENTS =
            new Documents(new ParseLimits(96L << 20, Duration.ofSeconds(60), 100, 1, 64L << 20, 4L << 20));

    @AfterAll
    static void close() {
        DOCUMENTS.close();
    }

    @Test
    void readsNoForeignFileThroughXml() {
        var failure = failure(Documents.resource("ExternalEntityInText.docx"));

        assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
        stillReads();
    }

    @Test
    void expandsNoEntities() throws IOException {
        var lol = new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE w [<!ENTITY a0 \"lol\">");
        for (var i = 1; i < 20; i++) {
            lol.append("<!ENTITY a").append(i).append(" \"").append(("&a" + (i - 1) + ";").repeat(10)).append("\">");
        }
        var xml = lol + "]><w:document xmlns:w=\"x\"><w:body><w:p><w:r><w:t>&a19;</w:t></w:r></w:p></w:body></w:document>";

        assertThat(failure(DOCUMENTS.file("laughs.docx", docx(xml.getBytes(StandardCharsets.UTF_8)))).kind()).isEqualTo(Kind.BROKEN);
        assertThat(failure(Documents.resource("poc-xmlbomb.xlsx")).kind()).isEqualTo(Kind.BROKEN);
        stillReads();
    }

    @Test
    void stopsWhatUnpacksToTooMuch() throws IOException {
        var text = "<w:p><w:r><w:t>" + "盘扣".repeat(1000) + "</w:t></w:r></w:p>";
        var xml = ("<w:document xmlns:w=\"x\"><w:body>" + text.repeat(800) + "</w:body></w:document>").getBytes(StandardCharsets.UTF_8);

        var failure = failure(DOCUMENTS.file("bomb.docx", docx(xml)));

        assertThat(failure.kind()).isEqualTo(Kind.TOO_LARGE);
        stillReads();
    }

    @Test
    void survivesNestingWithoutEnd() throws IOException {
        var xml = ("<w:document xmlns:w=\"x\"><w:body>" + "<w:tbl><w:tr><w:tc>".repeat(200_000) + "</w:body></w:document>")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(failure(DOCUMENTS.file("deep.docx", docx(xml))).kind()).isEqualTo(Kind.BROKEN);
        assertThat(DOCUMENTS.lines(DOCUMENTS.file("deep.html", ("<div>".repeat(100_000) + "text").getBytes(StandardCharsets.UTF_8))))
                .containsExactly("PARAGRAPH text");
        assertThat(DOCUMENTS.blocks(DOCUMENTS.file("deep.md", (">".repeat(100_000) + " text").getBytes(StandardCharsets.UTF_8)))).isNotEmpty();
        stillReads();
    }

    @Test
    void failsTheDocumentThatNeedsTooMuchMemory() throws IOException {
        var cells = new StringBuilder("<sst xmlns=\"x\">");
        for (var i = 0; i < 2_000_000; i++) {
            cells.append("<si><t>shared string number ").append(i).append(" of a very long list of strings</t></si>");
        }
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            entry(zip, "[Content_Types].xml", """
                    <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>""");
            entry(zip, "_rels/.rels", rels("officeDocument", "w.xml"));
            entry(zip, "_rels/w.xml.rels", rels("sharedStrings", "s.xml"));
            entry(zip, "w.xml", "<workbook xmlns=\"x\"/>");
            entry(zip, "s.xml", cells.append("</sst>").toString());
        }

        var failure = failure(DOCUMENTS.file("memory.xlsx", bytes.toByteArray()));

        assertThat(failure.kind()).isEqualTo(Kind.OUT_OF_MEMORY);
        assertThat(failure).hasMessage("The document needs more than 96 MB of memory to be read");
        stillReads();
    }

    @Test
    void countsPages() throws IOException {
        assertThat(DOCUMENTS.blocks(DOCUMENTS.file("100.pdf", pdf(100, false)))).isNotEmpty();

        var failure = failure(DOCUMENTS.file("101.pdf", pdf(101, false)));

        assertThat(failure.kind()).isEqualTo(Kind.TOO_MANY_PAGES);
        assertThat(failure).hasMessage("The document has 101 pages; 100 are allowed");
    }

    @Test
    void drawsFormsThatDrawFormsWithinReason() throws IOException {
        // One that draws itself twice, which the library follows 50 deep, and forty that draw the next one twice.
        for (var links : new int[] {1, 40}) {
            assertThat(DOCUMENTS.lines(DOCUMENTS.file(links + ".pdf", forms(links)))).startsWith("PARAGRAPH Before the forms", "PARAGRAPH form");
        }
        stillReads();
    }

    @Test
    void saysThatAPasswordIsNeeded() throws IOException {
        assertThat(failure(DOCUMENTS.file("secret.pdf", pdf(1, true))).kind()).isEqualTo(Kind.ENCRYPTED);
        assertThat(failure(Documents.resource("PasswordProtected.doc")).kind()).isEqualTo(Kind.ENCRYPTED);
    }

    @Test
    void saysThatAScanHasNoText() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var document = new PDDocument()) {
            document.addPage(new PDPage());
            document.save(bytes);
        }

        var failure = failure(DOCUMENTS.file("scan.pdf", bytes.toByteArray()));

        assertThat(failure.kind()).isEqualTo(Kind.EMPTY);
        assertThat(failure).hasMessageContaining("OCR");
    }

    @Test
    void saysThatAFileIsBroken() {
        for (var type : new String[] {"pdf", "docx", "doc", "xlsx", "xls", "pptx"}) {
            var failure = failure(DOCUMENTS.file("broken." + type, "no such thing".getBytes(StandardCharsets.UTF_8)));
            assertThat(failure.kind()).as(type).isEqualTo(Kind.BROKEN);
        }
        assertThat(failure(DOCUMENTS.file("a.exe", new byte[] {1})).kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(failure(DOCUMENTS.file("empty.txt", new byte[0])).kind()).isEqualTo(Kind.EMPTY);
    }

    @Test
    void endsWhatTakesTooLong() {
        try (var hurried = new Documents(new ParseLimits(96L << 20, Duration.ofMillis(1), 100, 1, 64L << 20, 64L << 20))) {
            var file = hurried.file("long.txt", "盘扣\n\n".repeat(2_000_000).getBytes(StandardCharsets.UTF_8));
            var failure = catchThrowableOfType(ParseException.class, () -> hurried.blocks(file));

            assertThat(failure.kind()).isEqualTo(Kind.TOO_LONG);
        }
    }

    @Test
    void endsWithItsCaller() throws Exception {
        try (var own = new Documents(new ParseLimits(96L << 20, Duration.ofSeconds(60), 100, 1, 64L << 20, 64L << 20))) {
            var begun = new CountDownLatch(1);
            var caller = new CompletableFuture<Thread>();
            var ended = new CompletableFuture<Kind>();
            var file = own.file("many.pdf", pdf(100, false));
            Thread.ofVirtual().start(() -> {
                caller.complete(Thread.currentThread());
                try {
                    own.parser.parse(file, "pdf", ParseOptions.DEFAULT, progress -> {
                        begun.countDown();
                        waitFor(ended);
                    }).close();
                    ended.complete(null);
                } catch (ParseException stopped) {
                    ended.complete(stopped.kind());
                }
            });
            begun.await();
            caller.join().interrupt();

            assertThat(ended.join()).isEqualTo(Kind.CANCELLED);
            assertThat(own.blocks(own.file("next.txt", "next".getBytes(StandardCharsets.UTF_8)))).hasSize(1);
        }
    }

    @Test
    void leavesNoFileBehind() throws IOException {
        stillReads();
        try (var parsed = DOCUMENTS.parser.parse(
                DOCUMENTS.file("kept.txt", "text".getBytes(StandardCharsets.UTF_8)), "txt", ParseOptions.DEFAULT, progress -> {})) {
            assertThat(parsed.file()).exists();
            parsed.close();
            assertThat(parsed.file()).doesNotExist();
            assertThat(Files.list(parsed.file().resolveSibling("child-1")).toList()).isEmpty();
        }
    }

    private static void waitFor(CompletableFuture<Kind> ended) {
        ended.join();
    }

    private static void stillReads() {
        assertThat(DOCUMENTS.lines(DOCUMENTS.file("fine.txt", "还好 fine".getBytes(StandardCharsets.UTF_8)))).containsExactly("PARAGRAPH 还好 fine");
    }

    private static ParseException failure(Path file) {
        return catchThrowableOfType(ParseException.class, () -> DOCUMENTS.blocks(file));
    }

    private static byte[] docx(byte[] document) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            entry(zip, "[Content_Types].xml", """
                    <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>""");
            entry(zip, "_rels/.rels", rels("officeDocument", "document.xml"));
            zip.putNextEntry(new ZipEntry("document.xml"));
            zip.write(document);
        }
        return bytes.toByteArray();
    }

    private static String rels(String type, String target) {
        return "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\""
                + "http://schemas.openxmlformats.org/officeDocument/2006/relationships/" + type + "\" Target=\"" + target + "\"/></Relationships>";
    }

    private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A page that draws the first of so many forms; each draws the next one twice, and the last one itself. */
    private static byte[] forms(int count) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var document = new PDDocument()) {
            var font = new PDType1Font(Standard14Fonts.FontName.HELVETICA);
            var page = new PDPage();
            document.addPage(page);
            List<PDFormXObject> chain = new ArrayList<>();
            for (var i = 0; i < count; i++) {
                var form = new PDFormXObject(document);
                form.setBBox(page.getMediaBox());
                try (var content = form.getContentStream().createOutputStream()) {
                    content.write("BT /F 9 Tf 72 100 Td (form) Tj ET /X Do /X Do".getBytes(StandardCharsets.US_ASCII));
                }
                chain.add(form);
            }
            for (var i = 0; i < count; i++) {
                var resources = new PDResources();
                resources.put(COSName.getPDFName("F"), font);
                resources.put(COSName.getPDFName("X"), chain.get(Math.min(i + 1, count - 1)));
                chain.get(i).setResources(resources);
            }
            try (var content = new PDPageContentStream(document, page)) {
                content.beginText();
                content.setFont(font, 11);
                content.newLineAtOffset(72, 500);
                content.showText("Before the forms");
                content.endText();
                content.drawForm(chain.getFirst());
            }
            document.save(bytes);
        }
        return bytes.toByteArray();
    }

    private static byte[] pdf(int pages, boolean encrypted) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var document = new PDDocument()) {
            for (var i = 0; i < pages; i++) {
                var page = new PDPage();
                document.addPage(page);
                try (var content = new PDPageContentStream(document, page)) {
                    content.beginText();
                    content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 11);
                    content.newLineAtOffset(72, 500);
                    content.showText("Text of page number " + (i + 1));
                    content.endText();
                }
            }
            if (encrypted) {
                var policy = new StandardProtectionPolicy("owner", "user", new AccessPermission());
                policy.setEncryptionKeyLength(128);
                document.protect(policy);
            }
            document.save(bytes);
        }
        return bytes.toByteArray();
    }
}
