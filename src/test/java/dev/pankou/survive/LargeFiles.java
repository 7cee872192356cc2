package dev.pankou.survive;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;

/** Documents as large as one likes, the same each time. Page, row or line n says {@code mark-n}. */
final class LargeFiles {
    private static final String[] CHINESE = {
        "系统", "文档", "数据", "服务", "配置", "用户", "检索", "知识库", "段落", "模型", "网络", "安全", "日志", "备份", "恢复", "性能",
        "打印机", "山屋", "河流", "天气", "火车", "时间表", "预算", "合同"
    };
    private static final String[] ENGLISH = {
        "server", "document", "slice", "worker", "index", "recall", "journal", "budget", "contract", "mountain", "river", "weather",
        "printer", "schedule", "network", "backup", "vector", "answer", "reader", "queue"
    };
    private static final int LINES_A_PAGE = 24;

    private LargeFiles() {}

    /** Prose of some words, about half of it Chinese. */
    private static String sentence(Random random) {
        var text = new StringBuilder();
        if (random.nextBoolean()) {
            for (var i = 0; i < 9; i++) {
                text.append(CHINESE[random.nextInt(CHINESE.length)]).append(i == 4 ? "，" : "");
            }
            return text.append(random.nextInt(100_000)).append("。").toString();
        }
        text.append("The");
        for (var i = 0; i < 8; i++) {
            text.append(' ').append(ENGLISH[random.nextInt(ENGLISH.length)]);
        }
        return text.append(' ').append(random.nextInt(100_000)).append('.').toString();
    }

    /** Mixed lines of A4, a heading every ten pages, a picture every ten; bookmarks none, fonts not embedded. */
    static Path pdf(Path file, int pages) throws IOException {
        var random = new Random(7);
        try (var document = new PDDocument()) {
            var pictures = new ArrayList<PDImageXObject>();
            for (var i = 0; i < 20; i++) {
                pictures.add(LosslessFactory.createFromImage(document, picture(random)));
            }
            var font = chineseFont();
            for (var number = 1; number <= pages; number++) {
                var page = new PDPage(PDRectangle.A4);
                var resources = new PDResources();
                resources.getCOSObject().setItem(COSName.FONT, font);
                page.setResources(resources);
                var content = new StringBuilder();
                if (number % 10 == 5) {
                    var name = resources.add(pictures.get(random.nextInt(pictures.size())));
                    content.append("q 120 0 0 90 400 60 cm /").append(name.getName()).append(" Do Q\n");
                }
                if (number % 10 == 1) {
                    line(content, 20, 800, "第 " + (number / 10 + 1) + " 章 Chapter");
                }
                line(content, 11, 770, "mark-" + number + " 本页说明 " + sentence(random));
                for (var i = 0; i < LINES_A_PAGE; i++) {
                    line(content, 11, 750 - 18 * i, sentence(random));
                }
                var stream = new PDStream(document);
                try (var out = stream.createOutputStream(COSName.FLATE_DECODE)) {
                    out.write(content.toString().getBytes(StandardCharsets.US_ASCII));
                }
                page.setContents(stream);
                document.addPage(page);
            }
            document.save(file.toFile());
        }
        return file;
    }

    private static BufferedImage picture(Random random) {
        var image = new BufferedImage(160, 120, BufferedImage.TYPE_INT_RGB);
        var drawing = image.createGraphics();
        for (var i = 0; i < 40; i++) {
            drawing.setColor(new Color(random.nextInt(0x1000000)));
            drawing.fillOval(random.nextInt(160), random.nextInt(120), 40, 40);
        }
        drawing.dispose();
        return image;
    }

    private static void line(StringBuilder content, int size, int y, String text) {
        content.append("BT /Song ").append(size).append(" Tf 50 ").append(y).append(" Td <");
        content.append(HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_16BE))).append("> Tj ET\n");
    }

    /** A font that every reader of Chinese PDFs knows: not embedded, addressed by UTF-16. */
    private static COSDictionary chineseFont() {
        var system = new COSDictionary();
        system.setItem(COSName.REGISTRY, new COSString("Adobe"));
        system.setItem(COSName.ORDERING, new COSString("GB1"));
        system.setInt(COSName.SUPPLEMENT, 4);
        var descriptor = new COSDictionary();
        descriptor.setItem(COSName.TYPE, COSName.FONT_DESC);
        descriptor.setName(COSName.FONT_NAME, "STSong-Light");
        descriptor.setInt(COSName.FLAGS, 4);
        var below = new COSDictionary();
        below.setItem(COSName.TYPE, COSName.FONT);
        below.setItem(COSName.SUBTYPE, COSName.CID_FONT_TYPE0);
        below.setName(COSName.BASE_FONT, "STSong-Light");
        below.setItem(COSName.CIDSYSTEMINFO, system);
        below.setItem(COSName.FONT_DESC, descriptor);
        below.setInt(COSName.DW, 1000);
        var narrow = new COSArray(); // digits and Latin letters are half as wide
        narrow.add(COSInteger.get(1));
        narrow.add(COSInteger.get(95));
        narrow.add(COSInteger.get(500));
        below.setItem(COSName.W, narrow);
        var font = new COSDictionary();
        font.setItem(COSName.TYPE, COSName.FONT);
        font.setItem(COSName.SUBTYPE, COSName.TYPE0);
        font.setName(COSName.BASE_FONT, "STSong-Light-UniGB-UTF16-H");
        font.setName(COSName.ENCODING, "UniGB-UTF16-H");
        var all = new COSArray();
        all.add(below);
        font.setItem(COSName.DESCENDANT_FONTS, all);
        var fonts = new COSDictionary();
        fonts.setItem(COSName.getPDFName("Song"), font);
        return fonts;
    }

    /** One sheet of four columns; the texts are shared strings. */
    static Path xlsx(Path file, int rows) throws IOException {
        var random = new Random(8);
        try (var zip = new ZipOutputStream(Files.newOutputStream(file));
                var out = new BufferedWriter(new OutputStreamWriter(zip, StandardCharsets.UTF_8))) {
            var head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
            var packages = "http://schemas.openxmlformats.org/package/2006/";
            var office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
            var sheets = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
            var type = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
            entry(zip, out, "[Content_Types].xml", head + "<Types xmlns=\"" + packages + "content-types\">"
                    + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                    + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" + type + "sheet.main+xml\"/>"
                    + "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"" + type + "worksheet+xml\"/>"
                    + "<Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"" + type + "sharedStrings+xml\"/></Types>");
            entry(zip, out, "_rels/.rels", head + "<Relationships xmlns=\"" + packages + "relationships\">"
                    + "<Relationship Id=\"r1\" Type=\"" + office + "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            entry(zip, out, "xl/workbook.xml", head + "<workbook " + sheets + " xmlns:r=\"" + office
                    + "\"><sheets><sheet name=\"订单\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>");
            entry(zip, out, "xl/_rels/workbook.xml.rels", head + "<Relationships xmlns=\"" + packages + "relationships\">"
                    + "<Relationship Id=\"r1\" Type=\"" + office + "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
                    + "<Relationship Id=\"r2\" Type=\"" + office + "/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>");
            zip.putNextEntry(new ZipEntry("xl/sharedStrings.xml"));
            out.write(head + "<sst " + sheets + ">");
            for (var row = 1; row <= rows; row++) {
                out.write("<si><t>mark-" + row + "</t></si><si><t>" + sentence(random) + "</t></si>");
            }
            out.write("</sst>");
            out.flush();
            zip.closeEntry();
            zip.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
            out.write(head + "<worksheet " + sheets + "><sheetData><row r=\"1\">");
            for (var name : new String[] {"编号", "说明", "amount", "price"}) {
                out.write("<c t=\"inlineStr\"><is><t>" + name + "</t></is></c>");
            }
            out.write("</row>");
            for (var row = 1; row <= rows; row++) {
                out.write("<row><c t=\"s\"><v>" + 2 * (row - 1) + "</v></c><c t=\"s\"><v>" + (2 * row - 1) + "</v></c><c><v>"
                        + row + "</v></c><c><v>" + row + ".5</v></c></row>");
            }
            out.write("</sheetData></worksheet>");
            out.flush();
            zip.closeEntry();
        }
        return file;
    }

    private static void entry(ZipOutputStream zip, BufferedWriter out, String name, String content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        out.write(content);
        out.flush();
        zip.closeEntry();
    }

    /** Paragraphs of five sentences, of this many bytes or a few less. */
    static Path txt(Path file, long bytes) throws IOException {
        var random = new Random(9);
        try (var out = Files.newOutputStream(file);
                var buffered = new java.io.BufferedOutputStream(out)) {
            var written = 0L;
            for (var paragraph = 1; ; paragraph++) {
                var text = new StringBuilder("mark-" + paragraph + " ");
                for (var i = 0; i < 5; i++) {
                    text.append(sentence(random));
                }
                var line = text.append("\n\n").toString().getBytes(StandardCharsets.UTF_8);
                written += line.length;
                if (written > bytes) {
                    return file;
                }
                buffered.write(line);
            }
        }
    }
}
