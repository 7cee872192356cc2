package dev.pankou.parse;

/** Why a document gave no text. The message is a sentence for its owner; it never has parts of the document or of the server. */
public final class ParseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public enum Kind {
        /** No format we read. */
        UNSUPPORTED,
        /** Not what its type says, or damaged. */
        BROKEN,
        /** Needs a password. */
        ENCRYPTED,
        /** The file, what it unpacks to, or its text is over a limit. */
        TOO_LARGE,
        TOO_LONG,
        TOO_MANY_PAGES,
        OUT_OF_MEMORY,
        /** Has no text, as a scanned page. */
        EMPTY,
        /** The caller was interrupted or the server stops. */
        CANCELLED,
        /** This server cannot start a child process. */
        UNAVAILABLE
    }

    private final Kind kind;

    public ParseException(Kind kind, String sentence) {
        super(sentence, null, false, false); // the stack would be the child's, or says nothing of the file
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether the same file could succeed later on this server. */
    public boolean passing() {
        return kind == Kind.CANCELLED || kind == Kind.UNAVAILABLE;
    }
}
