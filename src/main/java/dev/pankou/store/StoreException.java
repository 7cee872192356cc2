package dev.pankou.store;

import org.jspecify.annotations.Nullable;

/** The store cannot do what was asked. The message is one plain sentence for the person who runs the server. */
public class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreException(String message) {
        this(message, null);
    }

    StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
