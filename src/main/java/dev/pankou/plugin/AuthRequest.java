package dev.pankou.plugin;

import dev.pankou.api.ApiError;
import dev.pankou.api.Doc;
import dev.pankou.api.Length;
import dev.pankou.json.WireText;
import dev.pankou.plugin.tool.Web;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code auth} of requests. */
record AuthRequest(
        @Doc("none (default), api_key, oauth_client or oauth_user") AuthScheme.@Nullable Type type,
        @Doc("of an API key: header (default) or query") AuthScheme.@Nullable In in,
        @Nullable @Length(max = 100) @Doc("of the header or query parameter; Authorization if absent") String name,
        @Nullable @Length(max = 4000) @Doc("the API key; sealed in the store, never returned") String value,
        @Nullable @Length(max = 50) @Doc("before the key, such as \"Bearer \"") String prefix,
        @Nullable @Length(max = 2000) String tokenUrl,
        @Nullable @Length(max = 2000) @Doc("of oauth_user: where end users are sent") String authorizeUrl,
        @Nullable @Length(max = 1000) String clientId,
        @Nullable @Length(max = 4000) @Doc("sealed in the store, never returned") String clientSecret,
        @Nullable @Length(max = 2000) String scope) {
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
    private static final java.util.Set<String> OURS =
            java.util.Set.of("host", "content-length", "content-type", "transfer-encoding", "connection", "expect", "accept");

    static final AuthRequest NONE = new AuthRequest(null, null, null, null, null, null, null, null, null, null);

    /** @throws dev.pankou.api.ApiException 4000 that names the field */
    AuthScheme scheme() {
        var kind = type == null ? AuthScheme.Type.NONE : type;
        return switch (kind) {
            case NONE -> AuthScheme.NONE;
            case API_KEY -> key();
            case OAUTH_CLIENT -> new AuthScheme(
                    kind, null, "", "", address("token_url", tokenUrl), "", required("client_id", clientId), or(scope));
            case OAUTH_USER -> new AuthScheme(
                    kind, null, "", "", address("token_url", tokenUrl), address("authorize_url", authorizeUrl),
                    required("client_id", clientId), or(scope));
        };
    }

    private AuthScheme key() {
        var place = in == null ? AuthScheme.In.HEADER : in;
        var header = place == AuthScheme.In.HEADER;
        var key = header && (name == null || name.isEmpty()) ? "Authorization" : required("name", name);
        if (header) {
            headerName("auth.name", key);
            headerValue("auth.prefix", or(prefix));
            headerValue("auth.value", or(value));
        }
        return new AuthScheme(AuthScheme.Type.API_KEY, place, key, or(prefix), "", "", "", "");
    }

    /** The secret part; empty when nothing secret was given. */
    Secrets secrets(Map<String, String> headers) {
        return new Secrets(or(value), "", or(clientSecret), headers);
    }

    static void headerName(String field, String name) {
        if (!HEADER.matcher(name).matches() || OURS.contains(name.toLowerCase(java.util.Locale.ROOT))) {
            throw ApiError.field(field, "is no name of a header that can be set");
        }
    }

    static void headerValue(String field, String value) {
        if (value.chars().anyMatch(c -> c < ' ' && c != '\t' || c >= 127)) {
            throw ApiError.field(field, "has a character that no header can have");
        }
    }

    private static String address(String field, @Nullable String text) {
        var address = Web.parse(required(field, text));
        if (address == null) {
            throw ApiError.field("auth." + field, "must be an http or https address");
        }
        return address.toString();
    }

    private static String required(String field, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            throw ApiError.field("auth." + field, "is required");
        }
        return text;
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** What a plugin's scheme looks like in answers: everything but secrets. */
    record View(
            String type,
            @Nullable String in,
            @Nullable String name,
            @Nullable String prefix,
            @Nullable String tokenUrl,
            @Nullable String authorizeUrl,
            @Nullable String clientId,
            @Nullable String scope,
            boolean hasSecret) {
        static View of(AuthScheme scheme, boolean hasSecret) {
            return new View(
                    WireText.of(scheme.type()),
                    scheme.in() == null ? null : WireText.of(scheme.in()),
                    some(scheme.name()),
                    some(scheme.prefix()),
                    some(scheme.tokenUrl()),
                    some(scheme.authorizeUrl()),
                    some(scheme.clientId()),
                    some(scheme.scope()),
                    hasSecret);
        }

        private static @Nullable String some(String text) {
            return text.isEmpty() ? null : text;
        }
    }
}
