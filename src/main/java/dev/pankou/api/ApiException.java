package dev.pankou.api;

/** An answer that is not a success. Carries no stack trace: it is the caller's fault or a state, not a defect. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ApiError error;
    private final int status;

    ApiException(ApiError error, int status, String message) {
        super(message, null, false, false);
        this.error = error;
        this.status = status;
    }

    public ApiError error() {
        return error;
    }

    public int code() {
        return error.code();
    }

    public int status() {
        return status;
    }

    /** The text of the envelope's {@code msg}. */
    public String text() {
        var message = getMessage();
        return message == null ? "" : message;
    }
}
