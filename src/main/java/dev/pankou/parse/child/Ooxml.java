package dev.pankou.parse.child;

import dev.pankou.parse.ParseException;
import dev.pankou.parse.ParseException.Kind;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.poi.util.XMLHelper;
import org.jspecify.annotations.Nullable;

/**
 * An Office Open XML file: its parts, and how their XML is read (as a stream, without DTD or entities). Of a package only what leads to
 * the text is looked at: relationships, not types of content.
 */
final class Ooxml implements AutoCloseable {
    private static final int MOST_ENTRIES = 20_000;
    private static final long MOST_ENTRY_BYTES = 1L << 30;
    private static final long MOST_UNPACKED_BYTES = 4L << 30;

    /** Unpacked to packed, beyond the first 100 KB; sheets of equal rows reach a few hundred. */
    private static final int MOST_UNPACKED_TIMES = 1000;

    private static final int HARMLESS_BYTES = 100 << 10;
    private static final XMLInputFactory XML = XMLHelper.newXMLInputFactory();

    private final ZipFile file;
    private final @Nullable Consumed progress;
    private final Map<String, ZipEntry> entries = new HashMap<>();
    private final Map<Part, List<Relationship>> relationships = new HashMap<>();

    /** @param name as {@code word/document.xml} */
    record Part(String name) {
        private String folder() {
            return name.substring(0, name.lastIndexOf('/') + 1);
        }

        private String relationships() {
            return folder() + "_rels/" + name.substring(folder().length()) + ".rels";
        }
    }

    private record Relationship(String id, String type, Part target) {}

    private Ooxml(ZipFile file, @Nullable Consumed progress) {
        this.file = file;
        this.progress = progress;
        file.stream().forEach(entry -> entries.putIfAbsent(key(entry.getName()), entry));
    }

    /** Without word of how far it was read. */
    static Ooxml open(Path path) throws IOException {
        return new Ooxml(checked(path), null);
    }

    /** Tells how much of its XML was read. */
    static Ooxml open(Path path, Output out) throws IOException {
        var file = checked(path);
        var xml = file.stream()
                .filter(entry -> entry.getName().endsWith(".xml"))
                .mapToLong(entry -> Math.max(0, entry.getSize()))
                .sum();
        return new Ooxml(file, new Consumed(out, xml));
    }

    private static ZipFile checked(Path path) throws IOException {
        var file = new ZipFile(path.toFile());
        var unpacked = file.stream().mapToLong(entry -> Math.max(0, entry.getSize())).sum();
        if (file.size() > MOST_ENTRIES || unpacked > MOST_UNPACKED_BYTES) {
            file.close();
            throw tooLarge();
        }
        return file;
    }

    private static ParseException tooLarge() {
        return new ParseException(Kind.TOO_LARGE, "The document unpacks to more than is allowed");
    }

    /** Names are equal whatever their case (ECMA-376-2, 6.2.2.3). */
    private static String key(String name) {
        var plain = name.replace('\\', '/');
        return (plain.startsWith("/") ? plain.substring(1) : plain).toLowerCase(Locale.ROOT);
    }

    /** Empty when there is none that can be read: the text counts. */
    String title() throws IOException {
        var part = target(new Part(""), "/core-properties");
        if (part.isEmpty()) {
            return "";
        }
        var title = new StringBuilder();
        try {
            read(part.get(), xml -> {
                while (xml.hasNext() && title.isEmpty()) {
                    if (next(xml) == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("title")) {
                        title.append(xml.getElementText());
                    }
                }
            });
        } catch (IOException malformed) {
            return "";
        }
        return title.toString();
    }

    Part main() throws IOException {
        return target(new Part(""), "/officeDocument").orElseThrow(() -> new IOException("no main part"));
    }

    Optional<Part> related(Part part, String type) throws IOException {
        return target(part, type);
    }

    /** Parts by the id of their relationship. */
    Map<String, Part> allRelated(Part part, String type) throws IOException {
        Map<String, Part> found = new LinkedHashMap<>();
        for (var relationship : relationships(part)) {
            if (fits(relationship, type)) {
                found.putIfAbsent(relationship.id, relationship.target);
            }
        }
        return found;
    }

    private Optional<Part> target(Part part, String type) throws IOException {
        return relationships(part).stream().filter(relationship -> fits(relationship, type)).map(Relationship::target).findFirst();
    }

    /** Types differ between the transitional and the strict standard, but not in their last word. */
    private boolean fits(Relationship relationship, String type) {
        return relationship.type.endsWith(type) && entries.containsKey(key(relationship.target.name));
    }

    private List<Relationship> relationships(Part part) throws IOException {
        var known = relationships.get(part);
        if (known == null) {
            known = readRelationships(part);
            relationships.put(part, known);
        }
        return known;
    }

    private List<Relationship> readRelationships(Part part) throws IOException {
        var list = new Part(part.relationships());
        if (!entries.containsKey(key(list.name))) {
            return List.of();
        }
        List<Relationship> found = new ArrayList<>();
        read(list, xml -> {
            while (xml.hasNext()) {
                if (next(xml) != XMLStreamConstants.START_ELEMENT || !xml.getLocalName().equals("Relationship")) {
                    continue;
                }
                var type = attribute(xml, "Type");
                var target = attribute(xml, "Target");
                if (type != null && target != null && !"External".equals(attribute(xml, "TargetMode"))) {
                    found.add(new Relationship(String.valueOf(attribute(xml, "Id")), type, new Part(resolved(part.folder(), target))));
                }
            }
        });
        return found;
    }

    /** {@code ../media/a.xml} from a folder, {@code /word/a.xml} from the root. */
    private static String resolved(String folder, String target) {
        var place = target.replace('\\', '/');
        var fragment = place.indexOf('#');
        place = fragment < 0 ? place : place.substring(0, fragment);
        List<String> steps = new ArrayList<>();
        for (var step : (place.startsWith("/") ? place : folder + place).split("/")) {
            if (step.equals("..")) {
                steps.subList(Math.max(0, steps.size() - 1), steps.size()).clear();
            } else if (!step.isEmpty() && !step.equals(".")) {
                steps.add(step);
            }
        }
        return String.join("/", steps);
    }

    interface Reading {
        void read(XMLStreamReader xml) throws XMLStreamException, IOException;
    }

    void read(Part part, Reading reading) throws IOException {
        var entry = entries.get(key(part.name));
        if (entry == null) {
            throw new IOException("no such part");
        }
        var unpacked = new Unpacked(file.getInputStream(entry), entry.getCompressedSize());
        try (var in = progress == null ? unpacked : progress.from(unpacked)) {
            var reader = XML.createXMLStreamReader(in);
            try {
                reading.read(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException malformed) {
            throw new IOException(malformed);
        }
    }

    /** Ends when more comes out than a document's words make of what went in; what a package says of sizes may be false. */
    private static final class Unpacked extends FilterInputStream {
        private final long most;
        private long count;

        private Unpacked(InputStream in, long packed) {
            super(in);
            most = Math.clamp(packed * MOST_UNPACKED_TIMES, HARMLESS_BYTES, MOST_ENTRY_BYTES);
        }

        @Override
        public int read() throws IOException {
            var next = in.read();
            counted(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            return counted(in.read(bytes, from, length));
        }

        private int counted(int more) {
            count += Math.max(0, more);
            if (count > most) {
                throw tooLarge();
            }
            return more;
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
    public void close() throws IOException {
        file.close();
    }
}
