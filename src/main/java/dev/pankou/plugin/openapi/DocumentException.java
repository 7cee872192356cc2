package dev.pankou.plugin.openapi;

import java.io.Serial;

/** A document that cannot be read at all. The message is for the person who imports it. */
public final class DocumentException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    DocumentException(String message) {
        super(message, null, false, false);
    }

    /** The message, never null. */
    public String text() {
        var message = getMessage();
        return message == null ? "" : message;
    }
}
