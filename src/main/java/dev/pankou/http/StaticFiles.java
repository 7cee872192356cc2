package dev.pankou.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Files of one folder of the class path. Each is read and packed once, when it is first asked for. Threads share it. */
public final class StaticFiles {
    /** What browsers may keep for ever: the name changes with the content. */
    public static final String IMMUTABLE = "public, max-age=31536000, immutable";
    /** What browsers ask for again each time, and get as 304 while it is the same. */
    public static final String REVALIDATE = "no-cache";

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json; charset=utf-8"),
            Map.entry("webmanifest", "application/manifest+json; charset=utf-8"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("webp", "image/webp"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("woff", "font/woff"),
            Map.entry("wasm", "application/wasm"));
    /** Letters, digits and a few signs; no segment begins with a dot, so that there is no way up and nothing hidden. */
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*");

    private final String folder;
    private final Map<String, Content> known = new ConcurrentHashMap<>();

    /** @param folder such as {@code /console/} */
    public StaticFiles(String folder) {
        this.folder = folder;
    }

    /** The file at a path such as {@code assets/index-B1x.js}; empty when there is none or nobody may have it. */
    public Optional<Content> find(String path) {
        var found = known.get(path);
        if (found == null) {
            found = load(path);
            if (found != null) {
                known.put(path, found);
            }
        }
        return Optional.ofNullable(found);
    }

    private @Nullable Content load(String path) {
        var type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        if (type == null || !SAFE.matcher(path).matches()) {
            return null;
        }
        try (var in = StaticFiles.class.getResourceAsStream(folder + path)) {
            return in == null ? null : Content.of(type, in.readAllBytes());
        } catch (IOException failed) {
            throw new UncheckedIOException("the file " + path + " of the program cannot be read", failed);
        }
    }

    /** Bytes to be served often: packed once, with a tag that changes with them. */
    public static final class Content {
        private final String type;
        private final byte[] plain;
        private final byte @Nullable [] packed;
        private final String tag;

        private Content(String type, byte[] plain, byte @Nullable [] packed, String tag) {
            this.type = type;
            this.plain = plain;
            this.packed = packed;
            this.tag = tag;
        }

        public static Content of(String type, byte[] bytes) {
            var packs = type.startsWith("text/") || type.contains("json") || type.startsWith("image/svg") || type.endsWith("wasm");
            var packed = packs ? gzip(bytes) : null;
            return new Content(type, bytes, packed != null && packed.length < bytes.length ? packed : null, tag(bytes));
        }

        /** The content as text. */
        public String text() {
            return new String(plain, StandardCharsets.UTF_8);
        }

        /** Answers with 200, or with 304 when the client has it already. */
        public void answer(Exchange exchange, String cacheControl) {
            exchange.setHeader("Cache-Control", cacheControl);
            exchange.setHeader("ETag", tag);
            var held = exchange.header("If-None-Match");
            if (held != null && (held.contains(tag) || held.strip().equals("*"))) {
                exchange.answer(304, type, new byte[0]);
            } else if (packed != null && exchange.takesGzip()) {
                exchange.setHeader("Vary", "Accept-Encoding");
                exchange.setHeader("Content-Encoding", "gzip");
                exchange.answer(200, type, packed);
            } else {
                exchange.answer(200, type, plain);
            }
        }

        /** Weak, since packed and plain bytes share it. */
        private static String tag(byte[] bytes) {
            try {
                var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
                return "W/\"" + HexFormat.of().formatHex(digest, 0, 12) + "\"";
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        private static byte[] gzip(byte[] bytes) {
            var out = new ByteArrayOutputStream(bytes.length / 3 + 64);
            try (var gzip = new GZIPOutputStream(out) {
                {
                    def.setLevel(Deflater.BEST_COMPRESSION);
                }
            }) {
                gzip.write(bytes);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return out.toByteArray();
        }
    }
}
