package dev.pankou.parse.child;

import dev.pankou.parse.ParseException;
import dev.pankou.parse.wire.Frame;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * One parser under any bytes. A defect is what no answer could be made of: an error that is no want of memory or stack. Jazzer calls
 * the static methods; the first argument of the target names the format.
 */
public final class FuzzedParser {
    private static final String CONTENT_TYPES =
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\""
                    + "application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>";

    /** A presentation and a workbook of one part. */
    private static final String LISTS = "<x xmlns:r=\"r\"><sldId r:id=\"r1\"/><sheet name=\"s\" r:id=\"r1\"/></x>";

    /** Kept, for loggers are forgotten otherwise: what libraries think of the bytes nobody reads. */
    private static final Logger LIBRARIES = Logger.getLogger("org.apache");

    static {
        LIBRARIES.setLevel(Level.OFF);
    }

    private static FuzzedParser target = new FuzzedParser("txt");

    private final String type;
    private final Path file;

    FuzzedParser(String type) {
        this.type = type;
        try {
            file = Files.createTempFile("fuzzed", "." + type);
            file.toFile().deleteOnExit();
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    public static void fuzzerInitialize(String[] arguments) {
        target = new FuzzedParser(System.getProperty("fuzz.type", arguments.length > 0 ? arguments[0] : "txt"));
    }

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        target.read(input);
    }

    /** Whether it was a document. */
    boolean read(byte[] input) throws IOException {
        Files.write(file, packed(input));
        var out = new Output(new DataOutputStream(OutputStream.nullOutputStream()), 4 << 20);
        try {
            Formats.read(request(), out);
            out.end();
            return !out.empty();
        } catch (ParseException | IOException said) {
            return false;
        } catch (RuntimeException | StackOverflowError | AssertionError | LinkageError thrown) {
            Failures.sentence(thrown); // as the child does: libraries throw what they like
            return false;
        }
    }

    /** Of Office XML the bytes are the main part, unless they are a package: few of a package's bytes are worth changing. */
    private byte[] packed(byte[] input) throws IOException {
        var isPackage = input.length > 1 && input[0] == 'P' && input[1] == 'K';
        if (isPackage || !Set.of("docx", "pptx", "xlsx").contains(type)) {
            return input;
        }
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.setLevel(Deflater.NO_COMPRESSION);
            entry(zip, "[Content_Types].xml", CONTENT_TYPES.getBytes(StandardCharsets.UTF_8));
            entry(zip, "_rels/.rels", relationship("officeDocument", "main.xml"));
            entry(zip, "_rels/main.xml.rels", relationship(type.equals("pptx") ? "slide" : "worksheet", "part.xml"));
            entry(zip, "main.xml", type.equals("docx") ? input : LISTS.getBytes(StandardCharsets.UTF_8));
            entry(zip, "part.xml", input);
        }
        return bytes.toByteArray();
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
    }

    private static byte[] relationship(String type, String target) {
        return ("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\""
                        + "http://schemas.openxmlformats.org/officeDocument/2006/relationships/" + type + "\" Target=\"" + target
                        + "\"/></Relationships>")
                .getBytes(StandardCharsets.UTF_8);
    }

    private Request request() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeByte(Frame.TEXT);
        out.writeUTF(type);
        out.writeInt(1000);
        out.writeLong(4 << 20);
        out.writeUTF("");
        out.writeBoolean(false);
        return new Request(file, bytes.toByteArray());
    }
}
