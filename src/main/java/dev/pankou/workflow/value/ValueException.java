package dev.pankou.workflow.value;

/**
 * A value, a path, a template or a declaration that cannot be used; fails the node (or the compile) that needs it. The message
 * is for the run's record: it may quote the user's own text, so it does not belong into our log.
 */
public final class ValueException extends RuntimeException {
    /** A canvas declares a type that cannot be. */
    public static final int SCHEMA = 720702089;

    /** An index beyond the end of a list. */
    public static final int INDEX_OUT_OF_RANGE = 720712014;

    /** An index into null. */
    public static final int INDEX_INTO_NULL = 777777774;

    /** Text that is not JSON. */
    public static final int NOT_JSON = 720701011;

    /** Any other failure of a node. */
    public static final int EXECUTION = 720701013;

    private final int code;

    ValueException(int code, String message) {
        super(message, null, false, false); // the user's fault, told by code and message: nobody reads a stack trace
        this.code = code;
    }

    /** The code that runs and node records store. */
    public int code() {
        return code;
    }
}
