package dev.pankou.plugin.openapi;

import dev.pankou.json.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The {@code auth} that a security scheme of a document asks for, without its secrets. */
final class SecurityProposal {
    private SecurityProposal() {}

    /** Null when we cannot do what it asks. */
    static @Nullable ObjectNode of(JsonNode scheme) {
        var kind = scheme.path("type").asString("").toLowerCase(Locale.ROOT);
        return switch (kind) {
            case "apikey" -> key(scheme.path("in").asString(""), scheme.path("name").asString(""));
            case "http" -> switch (scheme.path("scheme").asString("").toLowerCase(Locale.ROOT)) {
                case "bearer" -> bearer("Bearer ");
                case "basic" -> bearer("Basic ");
                default -> null;
            };
            case "oauth2" -> oauth(scheme.path("flows"));
            default -> null;
        };
    }

    private static @Nullable ObjectNode key(String in, String name) {
        return in.equals("header") || in.equals("query")
                ? Json.object().put("type", "api_key").put("in", in).put("name", name)
                : null;
    }

    private static ObjectNode bearer(String prefix) {
        return Json.object().put("type", "api_key").put("in", "header").put("name", "Authorization").put("prefix", prefix);
    }

    private static @Nullable ObjectNode oauth(JsonNode flows) {
        var user = flows.path("authorizationCode");
        var server = flows.path("clientCredentials");
        if (user.isObject()) {
            return Json.object()
                    .put("type", "oauth_user")
                    .put("authorize_url", user.path("authorizationUrl").asString(""))
                    .put("token_url", user.path("tokenUrl").asString(""))
                    .put("scope", scopes(user));
        }
        if (server.isObject()) {
            return Json.object()
                    .put("type", "oauth_client")
                    .put("token_url", server.path("tokenUrl").asString(""))
                    .put("scope", scopes(server));
        }
        return null;
    }

    private static String scopes(JsonNode flow) {
        return String.join(" ", flow.path("scopes").propertyNames());
    }
}
