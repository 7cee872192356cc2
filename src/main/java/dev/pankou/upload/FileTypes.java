package dev.pankou.upload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which files may be uploaded (BEHAVIOUR 3.9) and what they are. */
final class FileTypes {
    private static final int HEAD_BYTES = 4096;
    private static final String UNKNOWN = "application/octet-stream";

    private static final Map<String, String> BY_EXTENSION = byExtension();

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
     * The media type of a file: by its content for pictures, PDF and plain text, by its extension otherwise.
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
        return text(head) ? "text/plain" : null;
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
