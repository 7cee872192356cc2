package dev.pankou.plugin;

import org.jspecify.annotations.Nullable;

/**
 * How a plugin's server wants to be asked; no secrets.
 *
 * @param in of an API key: where it goes
 * @param name of the header or query parameter of an API key
 * @param prefix before an API key, such as {@code "Bearer "}; may be empty
 * @param clientId of OAuth; empty otherwise
 * @param scope of OAuth; may be empty
 */
record AuthScheme(
        Type type,
        @Nullable In in,
        String name,
        String prefix,
        String tokenUrl,
        String authorizeUrl,
        String clientId,
        String scope) {
    static final AuthScheme NONE = new AuthScheme(Type.NONE, null, "", "", "", "", "", "");

    /** What kind of credentials. */
    enum Type {
        NONE,
        /** A fixed text in a header or in the query. */
        API_KEY,
        /** OAuth 2 client credentials: the plugin is its own user. */
        OAUTH_CLIENT,
        /** OAuth 2 authorisation code: each end user is asked. */
        OAUTH_USER
    }

    /** Where an API key goes. */
    enum In {
        HEADER,
        QUERY
    }

    boolean oauth() {
        return type == Type.OAUTH_CLIENT || type == Type.OAUTH_USER;
    }
}
