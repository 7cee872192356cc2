package dev.pankou.testing;

import dev.pankou.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Somebody who calls a test server with a token. */
public record Person(Pankou pankou, @Nullable String token) {
    public Pankou.Reply get(String path) {
        return pankou.send("GET", path, token, null, Map.of());
    }

    /** @param body a record or map, sent as JSON */
    public Pankou.Reply post(String path, Object body) {
        return pankou.send("POST", path, token, Json.bytes(body), Map.of());
    }

    /** Without body and Content-Type. */
    public Pankou.Reply post(String path) {
        return pankou.send("POST", path, token, null, Map.of());
    }

    public Pankou.Reply put(String path, Object body) {
        return pankou.send("PUT", path, token, Json.bytes(body), Map.of());
    }

    public Pankou.Reply delete(String path) {
        return pankou.send("DELETE", path, token, null, Map.of());
    }

    /** A body as it is. */
    public Pankou.Reply raw(String method, String path, String body, Map<String, String> headers) {
        return pankou.send(method, path, token, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** The id of the personal workspace. */
    public String personalWorkspace() {
        for (var workspace : get("/v1/workspaces?page_size=50").data().get("workspaces")) {
            if (workspace.get("workspace_type").stringValue().equals("personal")) {
                return workspace.get("id").stringValue();
            }
        }
        throw new AssertionError("no personal workspace");
    }
}
