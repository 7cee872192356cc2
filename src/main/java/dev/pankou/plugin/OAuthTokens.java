package dev.pankou.plugin;

import dev.pankou.egress.CancelSignal;
import dev.pankou.json.Json;
import dev.pankou.plugin.tool.Attached;
import dev.pankou.plugin.tool.ToolException;
import dev.pankou.plugin.tool.Web;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Asks token endpoints (RFC 6749). What they say of an error is not shown but for its code: it may repeat what was sent. */
final class OAuthTokens {
    /** A token is not used in its last moments. */
    private static final long MARGIN_MILLIS = 30_000;

    private static final long USUAL_SECONDS = 3600;
    private static final long MOST_SECONDS = 366L * 24 * 3600;

    private final Web web;
    private final Clock clock;

    OAuthTokens(Web web, Clock clock) {
        this.web = web;
        this.clock = clock;
    }

    /**
     * Tokens of a client or of an end user.
     *
     * @param refreshToken may be empty
     * @param goodUntil milliseconds
     */
    record Tokens(String accessToken, String refreshToken, long goodUntil) {
        /** Never the values. */
        @Override
        public String toString() {
            return "Tokens";
        }
    }

    /** Who asks. */
    record Client(String tokenUrl, String id, String secret) {
        @Override
        public String toString() {
            return "Client";
        }
    }

    /** @throws ToolException with {@link ToolException#UNAUTHORIZED} when the endpoint says no */
    Tokens clientCredentials(Client client, String scope, CancelSignal cancel) {
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", "client_credentials");
        if (!scope.isEmpty()) {
            form.put("scope", scope);
        }
        return ask(client, form, cancel);
    }

    Tokens code(Client client, String code, String redirectUri, String verifier, CancelSignal cancel) {
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", redirectUri);
        form.put("code_verifier", verifier);
        return ask(client, form, cancel);
    }

    Tokens refresh(Client client, String refreshToken, CancelSignal cancel) {
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", refreshToken);
        var fresh = ask(client, form, cancel);
        return fresh.refreshToken().isEmpty() ? new Tokens(fresh.accessToken(), refreshToken, fresh.goodUntil()) : fresh;
    }

    private Tokens ask(Client client, Map<String, String> form, CancelSignal cancel) {
        var answer = post(client, form, false, cancel);
        if (!answer.ok() && error(answer).equals("invalid_client") && !client.secret().isEmpty()) {
            answer = post(client, form, true, cancel); // some take the secret only this way
        }
        var tree = tree(answer);
        var token = tree == null ? "" : tree.path("access_token").asString("");
        if (!answer.ok() || token.isEmpty() || tree == null) {
            var error = error(answer);
            var away = answer.status() >= 500 || answer.status() == 429; // it said nothing about the client or the grant
            throw new ToolException(
                    away ? ToolException.REMOTE : ToolException.UNAUTHORIZED,
                    "The token endpoint of the plugin gave no token: status " + answer.status()
                            + (error.isEmpty() ? "" : ", " + error));
        }
        var seconds = Math.clamp(tree.path("expires_in").asLong(USUAL_SECONDS), 0, MOST_SECONDS);
        return new Tokens(
                token, tree.path("refresh_token").asString(""), clock.millis() + Math.max(0, seconds * 1000 - MARGIN_MILLIS));
    }

    private Web.Answer post(Client client, Map<String, String> form, boolean basic, CancelSignal cancel) {
        var fields = new LinkedHashMap<>(form);
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        headers.put("Accept", "application/json");
        if (basic) {
            var pair = encoded(client.id()) + ":" + encoded(client.secret());
            headers.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        } else {
            fields.put("client_id", client.id());
            if (!client.secret().isEmpty()) {
                fields.put("client_secret", client.secret());
            }
        }
        var body = fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return web.send(
                new Web.Ask(
                        "POST", URI.create(client.tokenUrl()), headers, body.getBytes(StandardCharsets.UTF_8), Attached.NOTHING,
                        false),
                cancel);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static @Nullable JsonNode tree(Web.Answer answer) {
        try {
            return Json.tree(answer.text());
        } catch (JacksonException notJson) {
            return null;
        }
    }

    /** The error's code, if it is one. */
    private static String error(Web.Answer answer) {
        var tree = tree(answer);
        var code = tree == null ? "" : tree.path("error").asString("");
        return code.matches("[a-z_]{1,40}") ? code : "";
    }
}
