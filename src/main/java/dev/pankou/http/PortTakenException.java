package dev.pankou.http;

/** Another program listens on the port. */
public final class PortTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PortTakenException(String host, int port) {
        super("port " + port + " on " + host + " is taken by another program; stop it or choose another with --port",
                null, false, false);
    }
}
