package dev.pankou.variable;

import dev.pankou.api.Operation;
import dev.pankou.event.Signals;
import dev.pankou.store.Db;
import dev.pankou.workspace.WorkspaceService;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/** What {@code Wiring} sees of this room. */
public record VariableRoom(VariableService service, List<Operation<?, ?>> operations) {
    /** @param bots asked for when a call comes; not before all rooms are there */
    public static VariableRoom open(
            Db db, Clock clock, WorkspaceService workspaces, Supplier<VariableBots> bots, Signals signals) {
        var service = new VariableService(db, clock, workspaces, bots, signals);
        return new VariableRoom(service, new VariableOperations(service).declared());
    }
}
