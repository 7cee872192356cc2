package dev.pankou.workflow.canvas;

import dev.pankou.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Opens the forms that canvases come in (WORKFLOW 1): the bare canvas, the editor's clipboard, its export file, and the ZIP of
 * the hosted product; each JSON also once more as a JSON string. Every method throws {@link IllegalCanvasException} for
 * anything else, and for more than {@value #MAX_BYTES} bytes.
 */
public final class Envelopes {
    static final String CLIPBOARD = "coze-workflow-clipboard-data";
    static final String EXPORT = "coze-workflow-export-data";
    /** 20 MB, of a text or of all files in a ZIP together. */
    public static final int MAX_BYTES = 20 << 20;

    private static final int MOST_WRAPPINGS = 3;

    private Envelopes() {}

    /** A file: a ZIP, or JSON in UTF-8. */
    public static Opened open(byte[] file) {
        if (file.length > MAX_BYTES) {
            throw tooLarge();
        }
        return ZipExport.looksLike(file) ? ZipExport.open(file) : open(new String(file, StandardCharsets.UTF_8));
    }

    /** JSON text, as it is in a file, on a clipboard or in a field of a request. */
    public static Opened open(String text) {
        return open(parsed(text));
    }

    /** JSON that was parsed already; it is not changed. */
    public static Opened open(JsonNode json) {
        var unwrapped = unwrapped(json);
        var type = Fields.text(unwrapped, "type");
        if (!type.equals(CLIPBOARD) && !type.equals(EXPORT)) {
            return opened(unwrapped, null, null);
        }
        var source = unwrapped.path("source");
        var id = Fields.text(source, "workflowId");
        return opened(
                unwrapped(unwrapped.path("json")),
                id.isEmpty() ? null : id,
                CanvasMode.of(Fields.text(source, "flowMode")));
    }

    private static Opened opened(JsonNode json, @Nullable String sourceId, @Nullable CanvasMode mode) {
        return new Opened(stored(json), sourceId, null, null, mode, List.of(), List.of());
    }

    /** A copy in the stored form. @throws IllegalCanvasException when it is no canvas, see {@link Canvas#of} */
    static ObjectNode stored(JsonNode json) {
        Canvas.of(json);
        var canvas = (ObjectNode) json.deepCopy();
        if (!canvas.path("edges").isArray()) {
            canvas.putArray("edges");
        }
        dropEditorData(canvas.path("nodes"));
        return canvas;
    }

    /** {@code _temp} holds what the editor draws; it grows with every paste and never changes what runs. */
    private static void dropEditorData(JsonNode nodes) {
        for (var node : Fields.list(nodes)) {
            ((ObjectNode) node).remove("_temp");
            dropEditorData(node.path("blocks"));
        }
    }

    private static JsonNode unwrapped(JsonNode json) {
        var inner = json;
        for (var i = 0; inner.isString() && i < MOST_WRAPPINGS; i++) {
            inner = parsed(inner.stringValue());
        }
        return inner;
    }

    private static JsonNode parsed(String text) {
        if (text.length() > MAX_BYTES) {
            throw tooLarge();
        }
        try {
            var json = Json.tree(text.startsWith("\uFEFF") ? text.substring(1) : text);
            if (json.isMissingNode()) {
                throw notJson(1, 1);
            }
            return json;
        } catch (StreamConstraintsException tooMuch) {
            throw String.valueOf(tooMuch.getMessage()).contains("depth") ? Canvas.tooDeep() : tooLarge();
        } catch (JacksonException broken) {
            var place = broken.getLocation();
            throw place == null ? notJson(1, 1) : notJson(place.getLineNr(), place.getColumnNr());
        }
    }

    private static IllegalCanvasException notJson(int line, int column) {
        return new IllegalCanvasException(
                "not_json",
                "this is no JSON: line " + line + ", column " + column,
                "不是合法的 JSON：第 " + line + " 行第 " + column + " 列");
    }

    static IllegalCanvasException tooLarge() {
        return new IllegalCanvasException("too_large", "the canvas is larger than 20 MB", "画布超过 20 MB");
    }
}
