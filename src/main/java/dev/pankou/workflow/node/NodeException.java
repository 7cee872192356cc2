package dev.pankou.workflow.node;

import dev.pankou.json.SoundText;

/**
 * A node failed. The message is kept with the run and shown to whoever may read it; it may quote the user's own text, so it
 * does not belong into our log.
 */
public final class NodeException extends RuntimeException {
    /** Code run and failed (WORKFLOW 8.5). */
    public static final int CODE_FAILED = 305000002;

    /** Execution failure: any other cause. */
    public static final int EXECUTION = 720701013;

    /** A plugin or an HTTP address answered with an error. */
    public static final int REMOTE = 720701004;

    /** A question with dynamic options got none. */
    public static final int NO_OPTIONS = 720712049;

    /** Variables cannot be read or set, or there is no such one. */
    public static final int VARIABLES = 777777764;

    public static final int MODEL_JSON = 777777773;
    public static final int OPERATION = 777777775;
    public static final int TIMEOUT = 777777776;
    public static final int CANCELLED = 777777777;

    private static final long serialVersionUID = 1L;
    private static final int MOST_TEXT = 1_000;

    private final int code;
    private final boolean fatal;

    public NodeException(int code, String message) {
        this(code, message, false);
    }

    private NodeException(int code, String message, boolean fatal) {
        super(message.length() > MOST_TEXT ? SoundText.of(message.substring(0, MOST_TEXT)) : message, null, false, false);
        this.code = code;
        this.fatal = fatal;
    }

    /** One that ends the run whatever the canvas says about errors: a limit of the run, or what only a person can decide. */
    public static NodeException fatal(int code, String message) {
        return new NodeException(code, message, true);
    }

    public boolean isFatal() {
        return fatal;
    }

    /** The code that runs and node records store (WORKFLOW 16). */
    public int code() {
        return code;
    }

    public String text() {
        var message = getMessage();
        return message == null ? "" : message;
    }
}
