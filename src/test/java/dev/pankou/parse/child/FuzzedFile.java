package dev.pankou.parse.child;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * What a fuzzed input is as a file. Of Office formats it is the parts that are worth changing, with {@link #BETWEEN} between them, and
 * the container is made around them; an input that begins as a container does is one.
 */
final class FuzzedFile {
    static final String BETWEEN = "<|>";

    /** The parts of a package in their order in an input: the type of the relationship that leads to each. */
    static final Map<String, List<String>> PARTS = Map.of(
            "docx", List.of("officeDocument", "styles", "numbering", "footnotes"),
            "pptx", List.of("slide", "notesSlide"),
            "xlsx", List.of("worksheet", "sharedStrings", "styles"));

    /** The streams of an OLE file, likewise. */
    static final Map<String, List<String>> STREAMS =
            Map.of("doc", List.of("WordDocument", "1Table"), "xls", List.of("Workbook", "\u0005SummaryInformation"));

    private static final String TYPES =
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\""
                    + "application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>";

    /** A presentation and a workbook of one part. */
    private static final String LISTS = "<x xmlns:r=\"r\"><sldId r:id=\"rslide\"/><sheet name=\"s\" r:id=\"rworksheet\"/></x>";

    private static final int SECTOR = 512;
    private static final int LEAST_STREAM = 4096; // shorter ones would be in another place
    private static final int MOST_STREAM = 30 << 10;
    private static final int CHAIN_END = -2;

    private FuzzedFile() {}

    static byte[] of(String type, byte[] input) {
        if (PARTS.containsKey(type)) {
            return starts(input, 'P', 'K') ? input : zip(type, parts(input));
        }
        return STREAMS.containsKey(type) && !starts(input, 0xD0, 0xCF) ? ole(STREAMS.get(type), parts(input)) : input;
    }

    private static boolean starts(byte[] input, int first, int second) {
        return input.length > 1 && (input[0] & 0xFF) == first && (input[1] & 0xFF) == second;
    }

    private static List<byte[]> parts(byte[] input) {
        return List.of(new String(input, StandardCharsets.ISO_8859_1).split("<\\|>", 4)).stream()
                .map(part -> part.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }

    private static byte[] zip(String type, List<byte[]> parts) {
        var names = PARTS.get(type);
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.setLevel(Deflater.NO_COMPRESSION);
            entry(zip, "[Content_Types].xml", TYPES.getBytes(StandardCharsets.UTF_8));
            var main = "main";
            if (type.equals("docx")) {
                main = names.getFirst();
            } else {
                entry(zip, "main.xml", LISTS.getBytes(StandardCharsets.UTF_8));
            }
            entry(zip, "_rels/.rels", relationships("officeDocument=" + main));
            List<String> ofMain = new ArrayList<>();
            for (var i = 0; i < Math.min(parts.size(), names.size()); i++) {
                entry(zip, names.get(i) + ".xml", parts.get(i));
                if (!names.get(i).equals(main) && !names.get(i).equals("notesSlide")) {
                    ofMain.add(names.get(i) + "=" + names.get(i));
                }
            }
            entry(zip, "_rels/" + main + ".xml.rels", relationships(ofMain.toArray(String[]::new)));
            if (type.equals("pptx") && parts.size() > 1) {
                entry(zip, "_rels/slide.xml.rels", relationships("notesSlide=notesSlide"));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return bytes.toByteArray();
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
    }

    /** @param relations a type and the name of a part, with an equals sign between them */
    private static byte[] relationships(String... relations) {
        var xml = new StringBuilder("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
        for (var relation : relations) {
            var halves = relation.split("=");
            xml.append("<Relationship Id=\"r").append(halves[0]).append("\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/")
                    .append(halves[0]).append("\" Target=\"").append(halves[1]).append(".xml\"/>");
        }
        return xml.append("</Relationships>").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A header, a sector of the table of sectors, one of the directory, and the streams. Holds 60 KB. */
    private static byte[] ole(List<String> names, List<byte[]> parts) {
        var count = Math.min(names.size(), parts.size());
        var sectors = 2;
        for (var i = 0; i < count; i++) {
            sectors += sectors(parts.get(i));
        }
        var file = ByteBuffer.allocate(SECTOR * (1 + sectors)).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(0xE11AB1A1E011CFD0L).position(24);
        file.putShort((short) 0x3E).putShort((short) 3).putShort((short) 0xFFFE).putShort((short) 9).putShort((short) 6);
        file.position(44);
        file.putInt(1).putInt(1).putInt(0).putInt(LEAST_STREAM).putInt(CHAIN_END).putInt(0).putInt(CHAIN_END).putInt(0).putInt(0);
        while (file.position() < SECTOR) {
            file.putInt(-1);
        }
        file.putInt(-3).putInt(CHAIN_END);
        for (var i = 0; i < count; i++) {
            for (var left = sectors(parts.get(i)); left > 1; left--) {
                file.putInt(file.position() / 4 - SECTOR / 4 + 1);
            }
            file.putInt(CHAIN_END);
        }
        while (file.position() < 2 * SECTOR) {
            file.putInt(-1);
        }
        directory(file, "Root Entry", 5, CHAIN_END, 0, 1, -1);
        var start = 2;
        for (var i = 0; i < count; i++) {
            directory(file, names.get(i), 2, start, sectors(parts.get(i)) * SECTOR, -1, i + 1 < count ? i + 2 : -1);
            start += sectors(parts.get(i));
        }
        file.position(3 * SECTOR);
        for (var i = 0; i < count; i++) {
            var begun = file.position();
            file.put(parts.get(i), 0, Math.min(parts.get(i).length, MOST_STREAM)).position(begun + sectors(parts.get(i)) * SECTOR);
        }
        return file.array();
    }

    private static int sectors(byte[] stream) {
        return (Math.clamp(stream.length, LEAST_STREAM, MOST_STREAM) + SECTOR - 1) / SECTOR;
    }

    private static void directory(ByteBuffer file, String name, int type, int start, int size, int child, int right) {
        var begun = file.position();
        file.put(name.getBytes(StandardCharsets.UTF_16LE)).position(begun + 64);
        file.putShort((short) (2 * name.length() + 2)).put((byte) type).put((byte) 1).putInt(-1).putInt(right).putInt(child);
        file.position(begun + 116);
        file.putInt(start).putInt(size).putInt(0);
    }
}
