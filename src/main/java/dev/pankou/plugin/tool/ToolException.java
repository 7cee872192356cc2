package dev.pankou.plugin.tool;

import dev.pankou.egress.EgressException;
import java.io.Serial;

/** A call of a tool that failed. The message is for people and models; it holds no credential. */
public final class ToolException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The tool's own server failed or said no (WORKFLOW 16). */
    public static final int REMOTE = 720701004;

    public static final int INVALID_ARGUMENT = 720702001;
    public static final int MISSING_ARGUMENT = 720702002;

    /** Credentials are missing, or were set for another server. */
    public static final int UNAUTHORIZED = 777777765;

    public static final int NOT_FOUND = 777777768;
    public static final int TIMED_OUT = 777777776;
    public static final int CANCELLED = 777777777;

    private final int code;
    private final boolean rejected;

    public ToolException(int code, String message) {
        this(code, message, false);
    }

    private ToolException(int code, String message, boolean rejected) {
        super(message, null, false, false);
        this.code = code;
        this.rejected = rejected;
    }

    /** The server did not take the credentials, and therefore did nothing. */
    public static ToolException rejected(String message) {
        return new ToolException(REMOTE, message, true);
    }

    /** Whether it was the credentials that the server did not take. */
    public boolean rejected() {
        return rejected;
    }

    public int code() {
        return code;
    }

    /** What an outbound request that failed means for the tool. */
    public static ToolException of(EgressException failed) {
        var code = switch (failed.kind()) {
            case TIMEOUT -> TIMED_OUT;
            case CANCELLED -> CANCELLED;
            case REFUSED, UNREACHABLE, TOO_LARGE, CUT_OFF -> REMOTE;
        };
        return new ToolException(code, "The call of the tool failed. " + failed.getMessage());
    }

    /** The message, never null. */
    public String text() {
        var message = getMessage();
        return message == null ? "" : message;
    }
}
