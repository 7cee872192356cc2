package dev.pankou.identity;

import dev.pankou.api.Operation;
import dev.pankou.id.Ids;
import dev.pankou.store.Db;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/** What {@code Wiring} sees of this room. */
public record IdentityRoom(IdentityService service, List<Operation<?, ?>> operations) {
    public static IdentityRoom open(
            Db db, Clock clock, Ids ids, UserRooms rooms, Supplier<List<Operation<?, ?>>> table) {
        var service = new IdentityService(db, clock, ids, rooms);
        return new IdentityRoom(service, new IdentityOperations(service, table).declared());
    }
}
