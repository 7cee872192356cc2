package dev.pankou.table;

/** Something is wrong with a statement or with a value for a table; the message says what, to whoever wrote it. */
public final class TableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TableException(String message) {
        super(message, null, false, false);
    }

    public String text() {
        var message = getMessage();
        return message == null ? "" : message;
    }
}
