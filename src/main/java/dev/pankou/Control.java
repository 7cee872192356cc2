package dev.pankou;

import dev.pankou.access.Caller;
import dev.pankou.api.Authenticator;
import dev.pankou.http.Exchange;
import dev.pankou.id.Ids;
import dev.pankou.identity.IdentityService;
import dev.pankou.json.Json;
import dev.pankou.secret.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * Lets commands of this machine talk to the running server: {@code server.json} in the data folder says where it listens,
 * {@code control-token} (mode 0600) proves whoever can read the folder to be the first administrator. The token lives only
 * in memory and in that file, so it is worth nothing once the process ended.
 */
final class Control implements Authenticator, AutoCloseable {
    private static final String ADDRESS = "server.json";
    private static final String TOKEN = "control-token";

    private final Path data;
    private final String token;
    private final byte[] header;
    private final IdentityService identity;
    private final Authenticator others;

    /** @param others decides about every other proof */
    Control(Path data, Ids ids, IdentityService identity, Authenticator others) {
        this.data = data;
        this.token = "control_" + ids.secret();
        this.header = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        this.identity = identity;
        this.others = others;
    }

    private record Running(String address, long pid) {}

    @Override
    public Caller authenticate(Exchange exchange) {
        var given = exchange.header("Authorization");
        if (given != null && MessageDigest.isEqual(header, given.getBytes(StandardCharsets.UTF_8))) {
            return identity.session(identity.firstAdministrator().orElseThrow());
        }
        return others.authenticate(exchange);
    }

    /** Tells where the server listens, now that it does. */
    void open(URI address) {
        try {
            PrivateFile.replace(data.resolve(TOKEN), token);
            PrivateFile.replace(
                    data.resolve(ADDRESS),
                    Json.text(new Running(
                            address.toString(), ProcessHandle.current().pid())));
        } catch (IOException failed) {
            throw new UncheckedIOException("the data folder " + data + " cannot be written", failed);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(data.resolve(ADDRESS));
            Files.deleteIfExists(data.resolve(TOKEN));
        } catch (IOException failed) {
            throw new UncheckedIOException("the data folder " + data + " cannot be written", failed);
        }
    }
}
