package dev.pankou.plugin;

import dev.pankou.json.Json;
import tools.jackson.databind.JsonNode;

/** What came of a call of a tool. */
public sealed interface ToolAnswer {
    /** It worked. */
    record Done(JsonNode result) implements ToolAnswer {
        /** The result as a model reads it: a text as it is, anything else as JSON. */
        public String text() {
            return result.isString() ? result.stringValue() : Json.text(result);
        }
    }

    /**
     * It did not. The message is for people and models and holds no credential.
     *
     * @param code of WORKFLOW 16, such as 720701004
     */
    record Failed(int code, String message) implements ToolAnswer {}

    /** The end user has to open this address first and allow the plugin to act for them. */
    record NeedsAuthorization(String url) implements ToolAnswer {}
}
