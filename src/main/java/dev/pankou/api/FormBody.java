package dev.pankou.api;

import dev.pankou.http.Exchange;
import dev.pankou.http.Part;
import dev.pankou.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A form with a file in place of a JSON body: the same fields, so that handlers need not know. */
final class FormBody {
    private static final String FILE = "file";
    private static final int MAX_PARTS = 32;

    /** What boundaries and the headers of parts may add. */
    private static final long OVERHEAD_BYTES = 64 << 10;

    private FormBody() {}

    static boolean is(Exchange exchange) {
        var type = exchange.header("Content-Type");
        return type != null && type.toLowerCase(Locale.ROOT).strip().startsWith("multipart/form-data");
    }

    /**
     * The parts as fields: {@code file} as base64, others as JSON where they are an object, else as text.
     *
     * @param limitBytes of all parts together
     * @throws dev.pankou.http.HttpException 413, 408 or 400
     * @throws ApiException 4000 for a field that is given twice
     */
    static JsonNode read(Exchange exchange, long limitBytes) {
        var fields = Json.object();
        for (var part : exchange.parts(limitBytes + OVERHEAD_BYTES, MAX_PARTS)) {
            if (fields.has(part.name())) {
                throw ApiError.field(part.name(), "is given twice");
            }
            if (part.name().equals(FILE)) {
                fields.put(FILE, Base64.getEncoder().encodeToString(bytes(part)));
            } else {
                fields.set(part.name(), value(new String(bytes(part), StandardCharsets.UTF_8)));
            }
        }
        return fields;
    }

    private static JsonNode value(String text) {
        if (text.stripLeading().startsWith("{")) {
            try {
                return Json.tree(text);
            } catch (JacksonException plain) {
                return Json.mapper().valueToTree(text); // a text may begin like that
            }
        }
        return Json.mapper().valueToTree(text);
    }

    private static byte[] bytes(Part part) {
        try {
            return Files.readAllBytes(part.content());
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
