package dev.pankou.workflow.node;

/** A canvas that cannot run (720701003). The validator has told so before in most cases. */
public final class CompileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CompileException(String message) {
        super(message, null, false, false);
    }

    public String text() {
        var message = getMessage();
        return message == null ? "" : message;
    }
}
