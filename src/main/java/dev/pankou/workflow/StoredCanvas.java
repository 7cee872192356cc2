package dev.pankou.workflow;

import dev.pankou.api.ApiError;
import dev.pankou.json.Json;
import dev.pankou.json.SoundText;
import dev.pankou.secret.Digests;
import dev.pankou.workflow.canvas.Canvas;
import dev.pankou.workflow.canvas.Envelopes;
import dev.pankou.workflow.canvas.IllegalCanvasException;
import dev.pankou.workflow.canvas.Opened;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * A canvas as it is stored.
 *
 * @param hash SHA-256 of the body in hexadecimal
 * @param body JSON on one line
 */
record StoredCanvas(String hash, String body) {
    static StoredCanvas of(JsonNode canvas) {
        // a lone surrogate is no UTF-8, and a store may refuse it
        var body = SoundText.of(Json.text(canvas));
        return new StoredCanvas(Digests.sha256(body), body);
    }

    Canvas canvas() {
        return Canvas.of(Json.tree(body));
    }

    /** What is in a request's field {@code canvas}, in any envelope. @throws dev.pankou.api.ApiException 4000 */
    static Opened opened(JsonNode canvas) {
        return opened("canvas", () -> Envelopes.open(canvas));
    }

    static Opened opened(String field, Supplier<Opened> opening) {
        try {
            return opening.get();
        } catch (IllegalCanvasException broken) {
            throw ApiError.field(field, broken.en() + " (" + broken.zh() + ")");
        }
    }
}
