package dev.pankou.api;

/** An answer that is not a success. Carries no stack trace: it is the caller's fault or a state, not a defect. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ApiError error;
    private final int code;
    private final int status;

    ApiException(ApiError error, int status, String message) {
        this(error, error.code(), status, message);
    }

    ApiException(ApiError error, int code, int status, String message) {
        super(message, null, false, false);
        this.error = error;
        this.code = code;
        this.status = status;
    }

    public ApiError error() {
        return error;
    }

    public int code() {
        return code;
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
