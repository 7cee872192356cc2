package dev.pankou;

import dev.pankou.command.Commands;
import dev.pankou.command.Launch;
import dev.pankou.config.Settings;
import dev.pankou.time.Times;
import dev.pankou.trace.Logging;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Entry point of the process. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Logging.claim();
        var commands = new Commands(
                Main::start, Times.system(), System.getenv(), utf8(FileDescriptor.out), utf8(FileDescriptor.err));
        System.exit(commands.run(List.of(arguments)));
    }

    /** UTF-8 whatever the locale: a terminal without one shows our Chinese all the same. */
    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    private static Launch.Running start(Settings settings) {
        var server = Server.start(settings, Times.system());
        return new Launch.Running() {
            @Override
            public URI address() {
                return server.address();
            }

            @Override
            public String publicAddress() {
                return server.publicAddress();
            }

            @Override
            public Optional<URI> setupLink() {
                return server.setupLink();
            }

            @Override
            public void close() {
                server.close();
            }
        };
    }
}
