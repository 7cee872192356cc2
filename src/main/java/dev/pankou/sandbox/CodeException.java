package dev.pankou.sandbox;

/** Why a run gave no result. The message is a sentence for the author of the code, in English as interpreters speak. */
public final class CodeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Whose fault, and what could help. */
    public enum Kind {
        /** The code threw, is malformed or ended its process; the message has the line. */
        FAILED,
        NOT_AN_OBJECT,
        TIMEOUT,
        OUT_OF_MEMORY,
        /** The result, or what was printed, is longer than allowed. */
        OUTPUT_TOO_LARGE,
        /** {@code ModuleNotFoundError: …} (WORKFLOW 8.5). */
        FORBIDDEN_IMPORT,
        /** This server cannot run such code; the message says what to install or allow. */
        UNAVAILABLE,
        CANCELLED
    }

    private final Kind kind;
    private final String printed;

    CodeException(Kind kind, String text) {
        this(kind, text, "");
    }

    CodeException(Kind kind, String text, String printed) {
        super(text, null, false, false); // the stack would be ours, and says nothing of the user's code
        this.kind = kind;
        this.printed = printed;
    }

    public Kind kind() {
        return kind;
    }

    /** What the code wrote before, as in {@link CodeResult#printed}. */
    public String printed() {
        return printed;
    }
}
