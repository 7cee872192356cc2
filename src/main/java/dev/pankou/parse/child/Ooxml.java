package dev.pankou.parse.child;

import dev.pankou.parse.ParseException;
import dev.pankou.parse.ParseException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.poi.openxml4j.exceptions.InvalidFormatException;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackageAccess;
import org.apache.poi.openxml4j.opc.PackagePart;
import org.apache.poi.openxml4j.opc.PackageRelationship;
import org.apache.poi.openxml4j.opc.TargetMode;
import org.apache.poi.openxml4j.util.ZipSecureFile;
import org.apache.poi.util.XMLHelper;
import org.jspecify.annotations.Nullable;

/** An Office Open XML file: its parts, and how their XML is read (as a stream, without DTD or entities). */
final class Ooxml implements AutoCloseable {
    private static final int MOST_ENTRIES = 20_000;
    private static final long MOST_ENTRY_BYTES = 1L << 30;
    private static final long MOST_UNPACKED_BYTES = 4L << 30;

    /** Unpacked to packed, beyond the first 100 KB; sheets of equal rows reach a few hundred. */
    private static final double LEAST_PACKED_SHARE = 0.001;

    private final OPCPackage file;
    private final XMLInputFactory xml = XMLHelper.newXMLInputFactory();

    private final @Nullable Consumed progress;

    private Ooxml(OPCPackage file, @Nullable Consumed progress) {
        this.file = file;
        this.progress = progress;
    }

    /** Without word of how far it was read. */
    static Ooxml open(Path path) throws IOException {
        checkZip(path);
        return open(path, (Consumed) null);
    }

    /** Tells how much of its XML was read. */
    static Ooxml open(Path path, Output out) throws IOException {
        return open(path, new Consumed(out, checkZip(path)));
    }

    private static Ooxml open(Path path, @Nullable Consumed progress) throws IOException {
        ZipSecureFile.setMinInflateRatio(LEAST_PACKED_SHARE);
        ZipSecureFile.setMaxEntrySize(MOST_ENTRY_BYTES);
        ZipSecureFile.setMaxFileCount(MOST_ENTRIES);
        try {
            return new Ooxml(OPCPackage.open(path.toFile(), PackageAccess.READ), progress);
        } catch (InvalidFormatException malformed) {
            throw new IOException(malformed);
        }
    }

    /** @return bytes of XML in it */
    private static long checkZip(Path path) throws IOException {
        try (var zip = new ZipFile(path.toFile())) {
            var unpacked = zip.stream().mapToLong(entry -> Math.max(0, entry.getSize())).sum();
            if (zip.size() > MOST_ENTRIES || unpacked > MOST_UNPACKED_BYTES) {
                throw new ParseException(Kind.TOO_LARGE, "The document unpacks to more than is allowed");
            }
            return zip.stream()
                    .filter(entry -> entry.getName().endsWith(".xml"))
                    .mapToLong(entry -> Math.max(0, entry.getSize()))
                    .sum();
        }
    }

    OPCPackage file() {
        return file;
    }

    String title() {
        try {
            return file.getPackageProperties().getTitleProperty().orElse("");
        } catch (InvalidFormatException none) {
            return "";
        }
    }

    PackagePart main() throws IOException {
        return target(file.getRelationships(), "/officeDocument", null)
                .orElseThrow(() -> new IOException("no main part"));
    }

    Optional<PackagePart> related(PackagePart part, String type) throws IOException {
        try {
            return target(part.getRelationships(), type, part);
        } catch (InvalidFormatException malformed) {
            throw new IOException(malformed);
        }
    }

    /** Parts by the id of their relationship. */
    Map<String, PackagePart> allRelated(PackagePart part, String type) throws IOException {
        Map<String, PackagePart> found = new LinkedHashMap<>();
        try {
            for (var relationship : part.getRelationships()) {
                if (fits(relationship, type)) {
                    found.put(relationship.getId(), part.getRelatedPart(relationship));
                }
            }
        } catch (InvalidFormatException malformed) {
            throw new IOException(malformed);
        }
        return found;
    }

    /** Types differ between the transitional and the strict standard, but not in their last word. */
    private static boolean fits(PackageRelationship relationship, String type) {
        return relationship.getTargetMode() == TargetMode.INTERNAL && relationship.getRelationshipType().endsWith(type);
    }

    private Optional<PackagePart> target(Iterable<PackageRelationship> relationships, String type, @Nullable PackagePart source)
            throws IOException {
        try {
            for (var relationship : relationships) {
                if (fits(relationship, type)) {
                    return Optional.ofNullable(source == null ? file.getPart(relationship) : source.getRelatedPart(relationship));
                }
            }
            return Optional.empty();
        } catch (InvalidFormatException malformed) {
            throw new IOException(malformed);
        }
    }

    interface Reading {
        void read(XMLStreamReader xml) throws XMLStreamException, IOException;
    }

    void read(PackagePart part, Reading reading) throws IOException {
        try (var in = progress == null ? part.getInputStream() : progress.from(part.getInputStream())) {
            var reader = xml.createXMLStreamReader(in);
            try {
                reading.read(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException malformed) {
            throw new IOException(malformed);
        }
    }

    /** The next event. @throws IOException for a DTD: no office program writes one */
    static int next(XMLStreamReader xml) throws XMLStreamException, IOException {
        var event = xml.next();
        if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw new IOException("a document type declaration");
        }
        return event;
    }

    static void skip(XMLStreamReader xml) throws XMLStreamException, IOException {
        for (var depth = 1; depth > 0; ) {
            switch (next(xml)) {
                case XMLStreamConstants.START_ELEMENT -> depth++;
                case XMLStreamConstants.END_ELEMENT -> depth--;
                default -> {}
            }
        }
    }

    /** Whatever its namespace; null when absent. */
    static @Nullable String attribute(XMLStreamReader xml, String name) {
        for (var i = 0; i < xml.getAttributeCount(); i++) {
            if (xml.getAttributeLocalName(i).equals(name)) {
                return xml.getAttributeValue(i);
            }
        }
        return null;
    }

    static int number(@Nullable String text, int fallback) {
        try {
            return text == null ? fallback : Integer.parseInt(text.strip());
        } catch (NumberFormatException none) {
            return fallback;
        }
    }

    @Override
    public void close() {
        file.revert(); // nothing to write
    }
}
