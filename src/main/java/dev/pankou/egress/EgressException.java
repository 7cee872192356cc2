package dev.pankou.egress;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** An outbound request failed. The message is a plain sentence without URL, headers or content. */
public final class EgressException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Kind {
        /** The destination is not one we connect to. */
        REFUSED,
        /** No name, no connection, no TLS, or the peer hung up before it answered. */
        UNREACHABLE,
        /** The head, the next byte or the end came too late. */
        TIMEOUT,
        /** More bytes than the request allowed. */
        TOO_LARGE,
        /** The peer hung up in the middle of its answer. */
        CUT_OFF,
        /** Our side gave up: {@link CancelSignal}, interrupt or close. */
        CANCELLED
    }

    private final Kind kind;

    EgressException(Kind kind, String message) {
        this(kind, message, null);
    }

    EgressException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
