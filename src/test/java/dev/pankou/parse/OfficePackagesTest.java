package dev.pankou.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pankou.parse.ParseException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packages of Office XML as programs write them, and as nobody should. */
final class OfficePackagesTest {
    private static final Documents DOCUMENTS = new Documents();
    private static final String DOCUMENT = "<w:document xmlns:w=\"w\"><w:p><w:r><w:t>正文</w:t></w:r></w:p></w:document>";

    @AfterAll
    static void close() {
        DOCUMENTS.close();
    }

    @ParameterizedTest
    @CsvSource({
        "word/document.xml, word/document.xml",
        "/word/document.xml, word/document.xml",
        "./a/../word//document.xml, word/document.xml",
        "../../word/document.xml, word/document.xml",
        "word\\document.xml, word/document.xml",
        "word/document.xml, word\\document.xml",
        "Word/Document.XML, word/document.xml",
        "word/document.xml#top, word/document.xml",
        "文档.xml, 文档.xml",
    })
    void findsThePartThatARelationshipNames(String target, String name) throws IOException {
        var file = DOCUMENTS.file("p.docx", zip(Map.of("_rels/.rels", relationship("officeDocument", target, ""), name, DOCUMENT)));

        assertThat(DOCUMENTS.lines(file)).containsExactly("PARAGRAPH 正文");
    }

    @Test
    void leavesOutWhatIsElsewhereOrMissing() throws IOException {
        var styles = "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"a\"><w:name w:val=\"heading 1\"/></w:style></w:styles>";
        var document = DOCUMENT.replace("<w:r>", "<w:pPr><w:pStyle w:val=\"a\"/></w:pPr><w:r>");

        var outside = DOCUMENTS.file("outside.docx", zip(Map.of(
                "_rels/.rels", relationship("officeDocument", "d.xml", ""), "d.xml", document, "s.xml", styles,
                "_rels/d.xml.rels", relationship("styles", "s.xml", "TargetMode=\"External\""))));
        var missing = DOCUMENTS.file("missing.docx", zip(Map.of(
                "_rels/.rels", relationship("officeDocument", "d.xml", ""), "d.xml", document,
                "_rels/d.xml.rels", relationship("styles", "s.xml", ""))));
        var there = DOCUMENTS.file("there.docx", zip(Map.of(
                "_rels/.rels", relationship("officeDocument", "d.xml", ""), "d.xml", document, "s.xml", styles,
                "_rels/d.xml.rels", relationship("styles", "s.xml", ""))));

        assertThat(DOCUMENTS.lines(outside)).containsExactly("PARAGRAPH 正文");
        assertThat(DOCUMENTS.lines(missing)).containsExactly("PARAGRAPH 正文");
        assertThat(DOCUMENTS.lines(there)).containsExactly("HEADING1 正文");
    }

    @Test
    void refusesAPackageWithoutADocument() throws IOException {
        var file = DOCUMENTS.file("none.docx", zip(Map.of("a.txt", "a")));

        assertThat(catchThrowableOfType(ParseException.class, () -> DOCUMENTS.blocks(file)).kind()).isEqualTo(Kind.BROKEN);
    }

    @Test
    void believesNoSizeThatAPackageTells() throws IOException {
        var bytes = zip(Map.of(
                "_rels/.rels", relationship("officeDocument", "d.xml", ""),
                "d.xml", DOCUMENT + " ".repeat(30_000_000)));
        for (var at = 0; at + 46 < bytes.length; at++) { // of each entry of the directory, the size before packing loses its upper half
            if (bytes[at] == 'P' && bytes[at + 1] == 'K' && bytes[at + 2] == 1 && bytes[at + 3] == 2) {
                bytes[at + 26] = 0;
                bytes[at + 27] = 0;
            }
        }

        var failure = catchThrowableOfType(ParseException.class, () -> DOCUMENTS.blocks(DOCUMENTS.file("lie.docx", bytes)));

        assertThat(failure.kind()).isEqualTo(Kind.TOO_LARGE);
        assertThat(failure).hasMessage("The document unpacks to more than is allowed");
    }

    private static String relationship(String type, String target, String more) {
        return "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\""
                + "http://schemas.openxmlformats.org/officeDocument/2006/relationships/" + type + "\" Target=\"" + target + "\" " + more
                + "/></Relationships>";
    }

    private static byte[] zip(Map<String, String> parts) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }
}
