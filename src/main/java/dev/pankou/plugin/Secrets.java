package dev.pankou.plugin;

import java.util.Map;

/**
 * The secret part of a plugin's credentials. Lies sealed in the store.
 *
 * @param value an API key
 * @param clientId of OAuth; empty: that of the scheme
 * @param headers further headers of an MCP server
 */
record Secrets(String value, String clientId, String clientSecret, Map<String, String> headers) {
    static final Secrets NOTHING = new Secrets("", "", "", Map.of());

    Secrets {
        headers = Map.copyOf(headers);
    }

    boolean empty() {
        return value.isEmpty() && clientSecret.isEmpty() && headers.isEmpty();
    }

    /** Never the values. */
    @Override
    public String toString() {
        return "Secrets";
    }
}
