package dev.pankou.table;

import dev.pankou.api.Operation;
import dev.pankou.event.Signals;
import dev.pankou.id.Ids;
import dev.pankou.store.Db;
import dev.pankou.workspace.WorkspaceService;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/** What {@code Wiring} sees of this room. */
public record TableRoom(TableService service, List<Operation<?, ?>> operations) {
    /** @param bots asked for when a call comes; not before all rooms are there */
    public static TableRoom open(
            Db db,
            Clock clock,
            Ids ids,
            WorkspaceService workspaces,
            Supplier<TableBots> bots,
            Signals signals,
            TableService.Limits limits) {
        var service = new TableService(db, clock, ids, workspaces, bots, signals, limits);
        return new TableRoom(service, new TableOperations(service).declared());
    }
}
