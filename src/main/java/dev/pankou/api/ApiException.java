package dev.pankou.api;

import org.jspecify.annotations.Nullable;

/** An answer that is not a success. Carries no stack trace: it is the caller's fault or a state, not a defect. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ApiError error;
    private final int code;
    private final int status;
    private final @Nullable String debugUrl;

    ApiException(ApiError error, int status, String message) {
        this(error, error.code(), status, message);
    }

    ApiException(ApiError error, int code, int status, String message) {
        this(error, code, status, message, null);
    }

    private ApiException(ApiError error, int code, int status, @Nullable String message, @Nullable String debugUrl) {
        super(message, null, false, false);
        this.error = error;
        this.code = code;
        this.status = status;
        this.debugUrl = debugUrl;
    }

    /** The same with the address where a person sees what a run did; clients show it beside the text (ERRORS 1). */
    public ApiException withDebugUrl(String address) {
        return new ApiException(error, code, status, getMessage(), address);
    }

    @Nullable String debugUrl() {
        return debugUrl;
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
