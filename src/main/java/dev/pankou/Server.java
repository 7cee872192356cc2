package dev.pankou;

import dev.pankou.api.Operation;
import dev.pankou.api.PageRequest;
import dev.pankou.config.Secret;
import dev.pankou.config.SettingTable;
import dev.pankou.config.Settings;
import dev.pankou.egress.Egress;
import dev.pankou.egress.EgressPolicy;
import dev.pankou.identity.IdentityService;
import dev.pankou.secret.PrivateFile;
import dev.pankou.store.Databases;
import dev.pankou.store.Db;
import dev.pankou.store.StoreConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A running Pankou. */
public final class Server implements AutoCloseable {
    /** Time that the ends of streams have to reach their clients when the server stops. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final Wiring wiring;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Server(Wiring wiring) {
        this.wiring = wiring;
    }

    /**
     * Opens the store, makes the first administrator if there is none, and listens.
     *
     * @throws dev.pankou.store.StoreException when the data folder or the database cannot be used
     * @throws dev.pankou.http.PortTakenException when the port is taken
     */
    public static Server start(Settings settings, Clock clock) {
        return start(settings, clock, Egress.Resolver.SYSTEM);
    }

    /** As {@link #start(Settings, Clock)}; {@code names} looks up where outbound calls go. */
    public static Server start(Settings settings, Clock clock, Egress.Resolver names) {
        var egress = new Egress(EgressPolicy.parse(String.join(",", settings.get(SettingTable.EGRESS_ALLOW))), names);
        Db db;
        try {
            db = open(settings);
        } catch (RuntimeException | Error failed) {
            egress.close();
            throw failed;
        }
        Wiring wiring;
        try {
            wiring = new Wiring(settings, clock, db, egress);
        } catch (RuntimeException | Error failed) {
            egress.close();
            db.close();
            throw failed;
        }
        try {
            var server = new Server(wiring);
            server.makeFirstAdministrator();
            wiring.chats.recover();
            wiring.runs.recover();
            wiring.http.start();
            wiring.node.start();
            wiring.control.open(server.address());
            egress.warm(); // not before: it would take its time from ours
            return server;
        } catch (RuntimeException | Error failed) {
            wiring.http.stop();
            wiring.close();
            throw failed;
        }
    }

    private static Db open(Settings settings) {
        return Databases.open(new StoreConfig(
                settings.get(SettingTable.DATA),
                settings.find(SettingTable.DB_URL).orElse(null),
                settings.get(SettingTable.READERS),
                settings.get(SettingTable.POOL)));
    }

    private void makeFirstAdministrator() {
        var identity = wiring.identity.service();
        if (identity.firstAdministrator().isPresent()) {
            return;
        }
        var given = wiring.settings.find(SettingTable.BOOTSTRAP_TOKEN).map(Secret::value);
        var token = given.orElseGet(() -> IdentityService.TOKEN_PREFIX + wiring.ids.secret());
        if (given.isEmpty()) {
            // The file comes first: a crash in between must not leave a token that nobody knows.
            var file = wiring.settings.get(SettingTable.DATA).resolve("bootstrap-token");
            try {
                PrivateFile.replace(file, token);
            } catch (IOException failed) {
                throw new UncheckedIOException("the first access token cannot be written to " + file, failed);
            }
        }
        var made = identity.createUser("admin", true, token);
        var caller = identity.session(made.user());
        var workspace = wiring.workspaces.service().list(caller, new PageRequest(1, 1)).items().getFirst();
        wiring.bots.service().createSample(caller, workspace.workspace().id());
    }

    /** The address it listens on, as this machine reaches it. */
    public URI address() {
        var host = wiring.settings.get(SettingTable.HOST);
        var reached = switch (host) {
            case "0.0.0.0", "::", "[::]" -> "127.0.0.1";
            default -> host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        };
        return URI.create("http://" + reached + ":" + wiring.http.port());
    }

    /** The address under which browsers and callbacks reach it, without a slash at the end. */
    public String publicAddress() {
        var address = wiring.settings.find(SettingTable.PUBLIC_URL).orElseGet(this::address).toString();
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }

    /** The table of all declared operations. */
    public List<Operation<?, ?>> operations() {
        return wiring.api.operations();
    }

    /** A new one-time link for the first administrator, as long as that account has no password; older links end. */
    public Optional<URI> setupLink() {
        var identity = wiring.identity.service();
        return identity.firstAdministrator()
                .filter(user -> identity.passwordHash(user.id()).isEmpty())
                .map(user -> URI.create(publicAddress() + "/setup?key=" + identity.oneTimeKey(user.id())));
    }

    /** Takes no new calls, lets work in progress end within the stop time-out, and lets go of the data folder. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        wiring.control.close();
        wiring.api.refuseNewCalls();
        wiring.http.stopAccepting();
        wiring.stopRuns(wiring.settings.get(SettingTable.STOP_TIMEOUT));
        wiring.api.awaitStreams(LAST_WORDS);
        wiring.http.stop();
        wiring.close();
    }
}
