package dev.pankou.http;

/** The client closed the connection, or takes nothing any more. Nobody is left to answer. */
public final class ClientGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ClientGoneException(Throwable cause) {
        super("client is gone", cause, false, false);
    }
}
