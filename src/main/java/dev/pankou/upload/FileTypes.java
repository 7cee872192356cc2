package dev.pankou.upload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which files may be uploaded (BEHAVIOUR 3.9) and what they are. */
final class FileTypes {
    private static final int HEAD_BYTES = 4096;
    private static final String UNKNOWN = "application/octet-stream";

    private static final Map<String, String> BY_EXTENSION = byExtension();

    /** Where a RIFF file says what it holds. */
    private static final int RIFF_KIND = 8;

    private record Magic(int at, String bytes, String type) {}

    /** The first that fits counts. Clients send bytes without a name that has an extension (SDK-SURFACE 5). */
    private static final List<Magic> MAGIC = List.of(
            new Magic(RIFF_KIND, "WAVE", "audio/wav"),
            new Magic(RIFF_KIND, "AVI ", "video/x-msvideo"),
            new Magic(0, "ID3", "audio/mpeg"),
            new Magic(0, "\u00ff\u00fb", "audio/mpeg"),
            new Magic(0, "\u00ff\u00f3", "audio/mpeg"),
            new Magic(0, "\u00ff\u00f2", "audio/mpeg"),
            new Magic(0, "\u00ff\u00f1", "audio/aac"),
            new Magic(0, "\u00ff\u00f9", "audio/aac"),
            new Magic(0, "fLaC", "audio/flac"),
            new Magic(0, "OggS", "audio/ogg"),
            new Magic(0, "MThd", "audio/midi"),
            new Magic(0, "0&\u00b2u\u008ef\u00cf\u0011", "video/x-ms-wmv"),
            new Magic(4, "ftypM4A", "audio/mp4"),
            new Magic(4, "ftypM4V", "video/x-m4v"),
            new Magic(4, "ftypqt", "video/quicktime"),
            new Magic(4, "ftyp3g", "video/3gpp"),
            new Magic(4, "ftyphei", "image/heic"),
            new Magic(4, "ftyphev", "image/heic"),
            new Magic(4, "ftypmif1", "image/heif"),
            new Magic(4, "ftyp", "video/mp4"),
            new Magic(0, "\u001aE\u00df\u00a3", "video/x-matroska"),
            new Magic(0, "FLV\u0001", "video/x-flv"),
            new Magic(0, ".RMF", "application/vnd.rn-realmedia-vbr"),
            new Magic(0, "BM", "image/bmp"),
            new Magic(0, "II*\u0000", "image/tiff"),
            new Magic(0, "MM\u0000*", "image/tiff"),
            new Magic(4, "jP  \r\n", "image/jp2"),
            new Magic(0, "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1", "application/x-ole-storage"),
            new Magic(0, "Rar!\u001a\u0007", "application/vnd.rar"),
            new Magic(0, "7z\u00bc\u00af'\u001c", "application/x-7z-compressed"),
            new Magic(0, "\u001f\u008b", "application/gzip"),
            new Magic(0, "BZh", "application/x-bzip2"));

    private FileTypes() {}

    private static Map<String, String> byExtension() {
        var types = new HashMap<String, String>();
        // documents
        types.put("doc", "application/msword");
        types.put("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
        types.put("xls", "application/vnd.ms-excel");
        types.put("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        types.put("ppt", "application/vnd.ms-powerpoint");
        types.put("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation");
        types.put("pdf", "application/pdf");
        types.put("numbers", "application/vnd.apple.numbers");
        types.put("csv", "text/csv");
        // pictures
        types.put("jpg", "image/jpeg");
        types.put("jpeg", "image/jpeg");
        types.put("jpg2", "image/jp2");
        types.put("png", "image/png");
        types.put("gif", "image/gif");
        types.put("webp", "image/webp");
        types.put("heic", "image/heic");
        types.put("heif", "image/heif");
        types.put("bmp", "image/bmp");
        types.put("pcd", "image/x-photo-cd");
        types.put("tiff", "image/tiff");
        types.put("tif", "image/tiff");
        // sound
        types.put("wav", "audio/wav");
        types.put("mp3", "audio/mpeg");
        types.put("flac", "audio/flac");
        types.put("m4a", "audio/mp4");
        types.put("aac", "audio/aac");
        types.put("ogg", "audio/ogg");
        types.put("opus", "audio/ogg");
        types.put("wma", "audio/x-ms-wma");
        types.put("midi", "audio/midi");
        types.put("mid", "audio/midi");
        // films
        types.put("mp4", "video/mp4");
        types.put("avi", "video/x-msvideo");
        types.put("mov", "video/quicktime");
        types.put("3gp", "video/3gpp");
        types.put("3gpp", "video/3gpp");
        types.put("flv", "video/x-flv");
        types.put("webm", "video/webm");
        types.put("wmv", "video/x-ms-wmv");
        types.put("rmvb", "application/vnd.rn-realmedia-vbr");
        types.put("m4v", "video/x-m4v");
        types.put("mkv", "video/x-matroska");
        // archives
        types.put("rar", "application/vnd.rar");
        types.put("zip", "application/zip");
        types.put("7z", "application/x-7z-compressed");
        types.put("gz", "application/gzip");
        types.put("gzip", "application/gzip");
        types.put("bz2", "application/x-bzip2");
        // text and source code
        types.put("md", "text/markdown");
        types.put("markdown", "text/markdown");
        types.put("json", "application/json");
        types.put("jsonl", "application/jsonl");
        types.put("html", "text/html");
        types.put("htm", "text/html");
        types.put("xml", "application/xml");
        types.put("yaml", "application/yaml");
        types.put("yml", "application/yaml");
        var plain = "txt text log tsv srt vtt tex ini conf toml properties sql sh bat css scss less js mjs ts jsx tsx vue"
                + " cpp cc cxx h hpp c cs py java kt kts scala go rs rb php swift dart lua pl r m gradle diff patch";
        for (var extension : plain.split(" ")) {
            types.put(extension, "text/plain");
        }
        return Map.copyOf(types);
    }

    /**
     * The media type of a file: by its extension, and by its content for pictures and for names without one.
     *
     * @return null when files of this kind are not taken
     */
    static @Nullable String of(String name, Path content) {
        var extension = extension(name);
        var found = sniff(content);
        if (extension.isEmpty()) {
            return found;
        }
        var named = BY_EXTENSION.get(extension);
        if (named == null) {
            return null;
        }
        if (found != null && found.startsWith("image/")) {
            return found;
        }
        // A name alone makes no picture: icons are served by this type.
        return switch (named) {
            case "image/png", "image/jpeg", "image/gif", "image/webp" -> UNKNOWN;
            default -> named;
        };
    }

    /** Lower case, without the dot; "" when there is none. */
    static String extension(String name) {
        var dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    private static @Nullable String sniff(Path content) {
        byte[] head;
        try (var in = Files.newInputStream(content)) {
            head = in.readNBytes(HEAD_BYTES);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        if (starts(head, 0, "\u0089PNG\r\n\u001a\n")) {
            return "image/png";
        }
        if (starts(head, 0, "\u00ff\u00d8\u00ff")) {
            return "image/jpeg";
        }
        if (starts(head, 0, "GIF87a") || starts(head, 0, "GIF89a")) {
            return "image/gif";
        }
        if (starts(head, 0, "RIFF") && starts(head, 8, "WEBP")) {
            return "image/webp";
        }
        if (starts(head, 0, "%PDF-")) {
            return "application/pdf";
        }
        if (starts(head, 0, "PK\u0003\u0004") || starts(head, 0, "PK\u0005\u0006")) {
            return "application/zip";
        }
        return text(head) ? "text/plain" : binary(head);
    }

    /** What is not text: here two or three characters suffice to know it. */
    private static @Nullable String binary(byte[] head) {
        for (var magic : MAGIC) {
            if (starts(head, magic.at(), magic.bytes()) && (magic.at() != RIFF_KIND || starts(head, 0, "RIFF"))) {
                return magic.type();
            }
        }
        return null;
    }

    private static boolean starts(byte[] head, int at, String magic) {
        if (head.length < at + magic.length()) {
            return false;
        }
        for (var i = 0; i < magic.length(); i++) {
            if ((head[at + i] & 0xff) != magic.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean text(byte[] head) {
        for (var b : head) {
            if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f') {
                return false;
            }
        }
        // the last character may be cut: up to three bytes of it are left out
        for (var cut = 0; cut <= Math.min(3, head.length); cut++) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(head, 0, head.length - cut));
                return true;
            } catch (CharacterCodingException notYet) {
                if (head.length < HEAD_BYTES) {
                    return false;
                }
            }
        }
        return false;
    }
}
