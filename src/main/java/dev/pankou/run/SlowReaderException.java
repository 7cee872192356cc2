package dev.pankou.run;

/** A watcher left too much unread and was dropped; the run goes on. */
public final class SlowReaderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SlowReaderException() {
        super("the client reads too slowly", null, false, false);
    }
}
