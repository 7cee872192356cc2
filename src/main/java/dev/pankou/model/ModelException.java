package dev.pankou.model;

import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A model call failed. The message is {@link #publicMessage}: fixed sentences without addresses, keys or upstream text, safe
 * to show to users.
 */
public final class ModelException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Why, and what people are told. */
    public enum Kind {
        RATE_LIMITED("The model is busy. Try again in a moment."),
        UNAVAILABLE("The model cannot be reached right now."),
        TIMEOUT("The model did not answer in time."),
        CUT_OFF("The model's answer was cut off."),
        MALFORMED("The model's answer could not be understood."),
        REFUSED("The model refused the request."),
        CONTEXT_TOO_LONG("The conversation is too long for the model."),
        CANCELLED("The model call was cancelled.");

        private final String sentence;

        Kind(String sentence) {
            this.sentence = sentence;
        }
    }

    private final Kind kind;
    private final boolean retryable;
    private final @Nullable Duration retryAfter;

    ModelException(Kind kind, boolean retryable) {
        this(kind, retryable, null, null);
    }

    ModelException(Kind kind, boolean retryable, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(kind.sentence, cause);
        this.kind = kind;
        this.retryable = retryable;
        this.retryAfter = retryAfter;
    }

    public Kind kind() {
        return kind;
    }

    public String publicMessage() {
        return kind.sentence;
    }

    /** True when the same request may succeed later. */
    public boolean retryable() {
        return retryable;
    }

    /** How long the server asked us to wait, or null. */
    @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
