package dev.pankou.console;

import dev.pankou.api.Operation;
import dev.pankou.id.Ids;
import dev.pankou.identity.IdentityService;
import dev.pankou.store.Db;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code Wiring} sees of this room.
 *
 * @param authenticator tokens and sessions
 * @param ready whether the store answers
 */
public record ConsoleRoom(
        ConsoleAuthenticator authenticator, List<Operation<?, ?>> operations, BooleanSupplier ready) {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleRoom.class);

    /** @param publicUrl how browsers reach this server; asked when it is listening */
    public static ConsoleRoom open(Db db, Clock clock, Ids ids, IdentityService identity, Supplier<URI> publicUrl) {
        var sessions = new Sessions(db, clock, ids, publicUrl);
        var operations = new ConsoleOperations(
                identity, sessions, new Passwords(ids), new SignInLimiter(clock), clock, publicUrl);
        return new ConsoleRoom(new ConsoleAuthenticator(identity, sessions), operations.declared(), () -> ready(db));
    }

    private static boolean ready(Db db) {
        try {
            return db.read(new SessionStore()::answers);
        } catch (RuntimeException down) {
            LOG.warn("The store does not answer: {}", down.getMessage());
            return false;
        }
    }
}
