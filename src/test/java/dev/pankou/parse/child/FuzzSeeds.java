package dev.pankou.parse.child;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.apache.poi.poifs.filesystem.DirectoryNode;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;

/** What fuzzing begins with, a format: small documents that have much in them, and the words of the format. */
final class FuzzSeeds {
    static final List<String> TYPES = List.of("txt", "md", "csv", "html", "pdf", "doc", "xls", "docx", "pptx", "xlsx");

    private static final Path SAMPLES = Path.of("src/test/resources/parse");
    private static final int MOST_BYTES = 64 << 10; // of a seed; inputs of a few KB are tried far more often

    private static final String DOCX = "<w:document xmlns:w=\"w\"><w:body><w:p><w:pPr><w:pStyle w:val=\"a\"/><w:outlineLvl w:val=\"1\"/></w:pPr><w:r><w:t>T"
            + "</w:t></w:r></w:p><w:p><w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>i</w:t><w:tab/><w:br/>"
            + "<w:footnoteReference w:id=\"2\"/></w:r></w:p><w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p><w:r><w:t>c</w:t></w:r></w:p>"
            + "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl><w:del><w:p/></w:del></w:body></w:document>" + FuzzedFile.BETWEEN
            + "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"a\"><w:name w:val=\"heading 1\"/><w:basedOn w:val=\"b\"/><w:numId w:val=\"1\"/></w:style>"
            + "<w:style w:styleId=\"b\"><w:basedOn w:val=\"a\"/></w:style></w:styles>" + FuzzedFile.BETWEEN
            + "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"decimal\"/></w:lvl></w:abstractNum>"
            + "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>" + FuzzedFile.BETWEEN
            + "<w:footnotes xmlns:w=\"w\"><w:footnote w:id=\"2\"><w:p><w:r><w:t>n</w:t></w:r></w:p></w:footnote></w:footnotes>";

    private static final String PPTX = "<p:sld xmlns:p=\"p\" xmlns:a=\"a\"><p:sp><p:nvPr><p:ph type=\"title\"/></p:nvPr><p:txBody><a:p><a:pPr lvl=\"1\"/>"
            + "<a:r><a:t>T</a:t></a:r><a:br/><a:fld><a:t>1</a:t></a:fld></a:p></p:txBody></p:sp><a:tbl><a:tr><a:tc gridSpan=\"2\"><a:p><a:r><a:t>c</a:t>"
            + "</a:r></a:p></a:tc></a:tr></a:tbl></p:sld>" + FuzzedFile.BETWEEN
            + "<p:notes xmlns:p=\"p\" xmlns:a=\"a\"><p:sp><p:nvPr><p:ph type=\"body\"/></p:nvPr><a:p><a:r><a:t>n</a:t></a:r></a:p></p:sp></p:notes>";

    private static final String XLSX = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"inlineStr\"><is><t>h_x000D_</t></is></c></row>"
            + "<row r=\"3\"><c s=\"1\"><v>45000.5</v></c><c t=\"b\"><v>1</v></c><c t=\"e\"><v>#N/A</v></c><c t=\"str\"><f>A1</f><v>x</v></c><c t=\"d\"><v>2026-01-31</v>"
            + "</c></row></sheetData></worksheet>" + FuzzedFile.BETWEEN + "<sst><si><t>a</t><rPh><t>b</t></rPh></si><si><r><t>c</t></r></si></sst>"
            + FuzzedFile.BETWEEN + "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm[h]\"/></numFmts><cellXfs><xf numFmtId=\"0\"/>"
            + "<xf numFmtId=\"164\"/></cellXfs></styleSheet>";

    private static final Map<String, List<String>> TEXTS = Map.of(
            "txt", List.of("第一章\n\n文字 text\r\n\f", "\uFEFFa\u2028b\u00AD\uD83D\uDE00\n \u3000c\t\n\nd。e！"),
            "md", List.of(
                    "# T\n\n- a\n  1. b\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> q\n\n```x\ny\n```\n<p>h</p>\n[a]: b\n**c** `d`\n",
                    "---\ntitle: 'T'\n---\nS\n=\n\n    code\n\n***\n![i](j \"k\") <http://l> &amp; \\* ~~~\nm\n~~~\n<!-- n -->\n"),
            "csv", List.of("a;b\n\"x\"\"y\";1.5\n2026-01-31 08:00;true\n", "a\tb\r\n+1\t-2.5e3\r2026年1月31日\t007|\"\n"),
            "html", List.of(
                    "<nav>n</nav><article><h1>t</h1><p>text, more text</p><ul><li>a<ol><li>b</ol></ul><table><tr><td colspan=2>x<td>y<tr><td>z"
                            + "</table><pre>c</pre></article>",
                    "<?xml encoding=gbk?><meta charset=utf-16><title>t</title><body><header class=\"nav-x main\"><h1>a</h1></header><main><p>b&amp;&#x4e00;"
                            + "<svg><math><mi>c</svg><template><td></template><b><i></b></i><select><option>d</select><form><input></main><!--e--><style>f{}"),
            "docx", List.of(DOCX), "pptx", List.of(PPTX), "xlsx", List.of(XLSX));

    private static final String TAGS = "<p> </p> <h1> </h1> <li> <ul> <ol> <table> </table> <tr> <td> <th> <caption> <pre> <br> <div> <article> <main> <nav> <header>"
            + " <script> </script> <style> <template> <svg> <math> <select> <option> <form> <title> <textarea> <frameset> <plaintext> <b> <i> <a> <!-- --> <![CDATA[ ]]>"
            + " <!doctype &amp; &#x class= id= colspan= charset= hidden";

    private static final String XML = "<?xml <!DOCTYPE <!ENTITY <![CDATA[ ]]> <!-- --> &amp; &#x10; xmlns: /> </ " + FuzzedFile.BETWEEN + " encoding=\"UTF-16\" ";

    private static final Map<String, String> WORDS = Map.of(
            "txt", "\uFEFF \r\n\r\n \f \u2028 \u3000 \u00AD \uD83D\uDE00 的 。",
            "md", "``` ~~~ --- *** === ## - 1. > | |---| [ ]( ![ ]: <!-- --> <div> ** __ ` \\ &amp; title: <http://",
            "csv", "\" \"\" , ; | \r\n 2026-01-31 08:00:00 true 1e308 -0 +1 年",
            "html", TAGS,
            "pdf", "obj endobj stream endstream xref trailer startxref %%EOF %PDF-1.7 /Type /Catalog /Pages /Page /Kids /Count /Parent /Contents /Resources /Font"
                    + " /Type0 /Type1 /Type3 /TrueType /CIDFontType2 /Identity-H /ToUnicode /Encoding /Differences /Widths /FirstChar /W /DW /XObject /Form /Subtype"
                    + " /Length /Filter /FlateDecode /ASCIIHexDecode /ASCII85Decode /LZWDecode /RunLengthDecode /DecodeParms /Predictor /ObjStm /XRef /Index /Prev"
                    + " /Root /Encrypt /Outlines /First /Next /Title /Names /OCGs /CharProcs /FontMatrix /FontBBox /MediaBox /Rotate << >> [ ] BT ET Tf Tj TJ Td Tm"
                    + " T* Tr Tz Tc Tw ' \" q Q cm Do BI ID EI BDC EMC gs begincmap beginbfchar beginbfrange begincodespacerange usecmap endcmap 0 R",
            "docx", XML + "<w:p> </w:p> <w:r> <w:t> </w:t> <w:tbl> <w:tr> <w:tc> <w:pPr> <w:pStyle <w:outlineLvl <w:numId <w:ilvl <w:gridSpan <w:footnoteReference"
                    + " <w:footnote <w:style <w:name <w:basedOn <w:lvl <w:numFmt <w:abstractNum <w:del> <w:sectPr> <mc:Fallback> <w:txbxContent> w:val= w:id=",
            "pptx", XML + "<p:sp> </p:sp> <p:ph type= <a:p> </a:p> <a:r> <a:t> </a:t> <a:br/> <a:fld> <a:pPr lvl= <a:tbl> <a:tr> <a:tc> gridSpan= hMerge= <mc:Fallback> sldNum",
            "xlsx", XML + "<row <c <v> </v> <is> <t> </t> <f> <si> <rPh> <xf <numFmt formatCode= numFmtId= r=\"ZZ9\" t=\"s\" t=\"b\" t=\"d\" t=\"e\" s=\"1\" _x000D_ 1e308 -1 45000.5");

    private FuzzSeeds() {}

    static String words(String type) {
        return WORDS.getOrDefault(type, FuzzedFile.BETWEEN);
    }

    static List<byte[]> of(String type) throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        TEXTS.getOrDefault(type, List.of()).forEach(text -> seeds.add(text.getBytes(StandardCharsets.UTF_8)));
        if (type.equals("pdf")) {
            seeds.addAll(pdfs());
        } else if (type.endsWith("x")) {
            seeds.add(FuzzedFile.of(type, seeds.getFirst())); // the container itself
        }
        for (var file : new File(SAMPLES.toString()).listFiles((folder, name) -> name.endsWith("." + type))) {
            if (file.length() > MOST_BYTES) {
                continue;
            }
            seeds.add(Files.readAllBytes(file.toPath()));
            if (FuzzedFile.STREAMS.containsKey(type)) {
                var streams = streams(file, FuzzedFile.STREAMS.get(type));
                seeds.add(streams);
                seeds.add(FuzzedFile.of(type, streams));
            } else if (type.endsWith("x")) {
                mainPart(file, seeds);
            }
        }
        return seeds;
    }

    private static void mainPart(File file, List<byte[]> seeds) throws IOException {
        try (var zip = new ZipFile(file)) {
            for (var part : List.of("word/document.xml", "ppt/slides/slide2.xml", "xl/worksheets/sheet1.xml")) {
                var entry = zip.getEntry(part);
                if (entry != null) {
                    seeds.add(zip.getInputStream(entry).readAllBytes());
                }
            }
        }
    }

    private static byte[] streams(File file, List<String> names) throws IOException {
        var all = new ByteArrayOutputStream();
        try (var system = new POIFSFileSystem(file, true)) {
            DirectoryNode root = system.getRoot();
            for (var name : names) {
                if (root.hasEntry(name)) {
                    all.writeBytes(all.size() > 0 ? FuzzedFile.BETWEEN.getBytes(StandardCharsets.US_ASCII) : new byte[0]);
                    var stream = root.createDocumentInputStream(name).readAllBytes();
                    var length = stream.length;
                    while (length > 0 && stream[length - 1] == 0) {
                        length--;
                    }
                    all.write(stream, 0, length);
                }
            }
        }
        return all.toByteArray();
    }

    private static List<byte[]> pdfs() {
        var catalog = "<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R>>";
        var pages = "<</Type/Pages/Kids[3 0 R]/Count 1>>";
        var outlines = "<</First 7 0 R>>";
        var item = "<</Title(Hi)/Parent 6 0 R/Next 7 0 R/First 7 0 R>>";
        var page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 8 0 R>>>>>>";
        var words = stream("", "BT/F 12 Tf 20 250 Td(Hi)Tj 0 -20 Td[(a)-300(b)20<6364>]TJ 12 TL T*(c)' 1 0 0 1 20 99 Tm(d)Tj ET q/X Do Q");
        var form = stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F 5 0 R>>>>", "BT/F 9 Tf(x)Tj ET/X Do/X Do");
        var unicode = stream("", "begincmap 1 begincodespacerange<00><FFFF>endcodespacerange 1 beginbfrange<0041><0044><4E00>endbfrange"
                + " 1 beginbfchar<0045><00660069>endbfchar endcmap");
        return List.of(
                pdf(catalog, pages, page, words, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Differences[97/alpha/f_i]>>>>", outlines, item, form),
                pdf(catalog, pages, page, stream("", "BT/F 9 Tf<00410045>Tj ET"), "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H"
                        + "/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 500"
                        + "/W[1[500]2 9 600]>>]/ToUnicode 8 0 R>>", outlines, item, unicode),
                pdf(catalog, pages, page, stream("/Filter/ASCIIHexDecode", "42542f462039205466286129546a204554>"), "<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]"
                        + "/FontMatrix[.1 0 0 .1 0 0]/FirstChar 97/LastChar 97/Widths[9]/Encoding<</Differences[97/a]>>/CharProcs<</a 8 0 R>>>>", outlines, item,
                        stream("", "9 0 d0 0 0 9 9 re f BI/W 1/H 1/BPC 8/CS/G ID a EI")),
                pdf("<</Type/Catalog/Pages 2 0 R/Names<<>>>>", pages, page.replace("/MediaBox", "/Rotate 90/MediaBox"), words,
                        "<</Type/Font/Subtype/TrueType/BaseFont/Arial,Bold/FirstChar 97/Widths[500 500]/Encoding/WinAnsiEncoding>>", outlines, item,
                        stream("/Type/ObjStm/N 1/First 4", "9 0 <</a 1>>")));
    }

    private static String stream(String entries, String content) {
        return "<<" + entries + "/Length " + content.length() + ">>stream\n" + content + "\nendstream";
    }

    private static byte[] pdf(String... objects) {
        var file = new StringBuilder("%PDF-1.7\n");
        var places = new int[objects.length];
        for (var i = 0; i < objects.length; i++) {
            places[i] = file.length();
            file.append(i + 1).append(" 0 obj").append(objects[i]).append("endobj\n");
        }
        var table = file.length();
        file.append("xref\n0 ").append(objects.length + 1).append("\n0000000000 65535 f \n");
        Arrays.stream(places).forEach(place -> file.append("%010d 00000 n \n".formatted(place)));
        file.append("trailer<</Size ").append(objects.length + 1).append("/Root 1 0 R>>\nstartxref\n").append(table).append("\n%%EOF");
        return file.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
