package dev.pankou.command;

/** Ends a command with one plain sentence. */
final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    static final int FAILED = 1;
    static final int NOT_UNDERSTOOD = 2;

    private final int exitCode;

    private CommandException(int exitCode, String sentence) {
        super(sentence, null, false, false);
        this.exitCode = exitCode;
    }

    static CommandException failed(String sentence) {
        return new CommandException(FAILED, sentence);
    }

    static CommandException notUnderstood(String sentence) {
        return new CommandException(NOT_UNDERSTOOD, sentence);
    }

    int exitCode() {
        return exitCode;
    }
}
