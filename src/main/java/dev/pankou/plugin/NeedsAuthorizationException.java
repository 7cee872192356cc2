package dev.pankou.plugin;

import java.io.Serial;

/** The end user has to allow a plugin to act for them; the message is the address where they do. */
final class NeedsAuthorizationException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String url;

    NeedsAuthorizationException(String url) {
        super("authorization required", null, false, false);
        this.url = url;
    }

    String url() {
        return url;
    }
}
