package dev.pankou.conversation;

import dev.pankou.api.ApiError;
import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.json.SoundText;
import dev.pankou.json.WireText;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * One entry of an object_string content (EXTRAS section 14).
 *
 * @param text of a {@link Kind#TEXT}, else ""
 * @param file an uploaded file; null when the file is given by address
 * @param url "" when the file is given by id
 */
public record ContentPart(Kind kind, String text, @Nullable Id file, String url) {
    /** Our own limit: each entry costs a look into the store. */
    private static final int MOST_PARTS = 500;

    /** {@code type}. */
    public enum Kind {
        TEXT,
        FILE,
        IMAGE,
        AUDIO
    }

    /**
     * The entries of an object_string.
     *
     * @throws dev.pankou.api.ApiException 4000 that names {@code field}
     */
    public static List<ContentPart> parse(String field, String content) {
        JsonNode array;
        try {
            array = Json.tree(content);
        } catch (JacksonException malformed) {
            throw ApiError.field(field, "object_string must be the JSON text of an array");
        }
        if (!array.isArray() || array.isEmpty()) {
            throw ApiError.field(field, "object_string must be the JSON text of an array that is not empty");
        }
        if (array.size() > MOST_PARTS) {
            throw ApiError.field(field, "at most " + MOST_PARTS + " entries");
        }
        var parts = new ArrayList<ContentPart>();
        for (var i = 0; i < array.size(); i++) {
            parts.add(part(field + "[" + i + "]", array.get(i)));
        }
        var texts = parts.stream().filter(part -> part.kind == Kind.TEXT).count();
        if (texts > 1) {
            throw ApiError.field(field, "at most one entry of type text");
        }
        if (texts == parts.size()) {
            throw ApiError.field(field, "text alone must use content_type text");
        }
        return List.copyOf(parts);
    }

    private static ContentPart part(String at, JsonNode entry) {
        var kind = WireText.find(Kind.class, text(entry, "type"));
        if (kind == null) {
            throw ApiError.field(at + ".type", "must be one of text, file, image, audio");
        }
        if (kind == Kind.TEXT) {
            return new ContentPart(kind, text(entry, "text"), null, "");
        }
        var fileText = text(entry, "file_id");
        var url = text(entry, "file_url");
        var file = fileText.isEmpty() ? null : Id.parse(fileText);
        if (!fileText.isEmpty() && file == null) {
            throw ApiError.field(at + ".file_id", "must be an id of up to 19 digits");
        }
        if (file == null && url.isEmpty()) {
            throw ApiError.field(at, "needs file_id or file_url");
        }
        if (file == null && !isHttp(url)) {
            throw ApiError.field(at + ".file_url", "must be an http or https address");
        }
        return new ContentPart(kind, "", file, file == null ? url : "");
    }

    private static boolean isHttp(String url) {
        try {
            var scheme = URI.create(url).getScheme();
            return "http".equals(scheme) || "https".equals(scheme);
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static String text(JsonNode entry, String name) {
        var node = entry.isObject() ? entry.get(name) : null;
        return node == null || node.isNull() || node.isContainer() ? "" : SoundText.of(node.asString());
    }
}
