package dev.pankou.command;

import dev.pankou.config.Settings;
import java.net.URI;
import java.util.Optional;

/** Starts servers. A port of this room, so that it does not know what a server is made of. */
@FunctionalInterface
public interface Launch {
    /** @throws RuntimeException with a plain sentence when the server cannot start */
    Running start(Settings settings);

    /** A started server; {@link #close} ends it within its stop time-out. */
    interface Running extends AutoCloseable {
        URI address();

        String publicAddress();

        /** A new one-time link while the first administrator has no password. */
        Optional<URI> setupLink();

        @Override
        void close();
    }
}
