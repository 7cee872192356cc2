package dev.pankou.workspace;

import dev.pankou.api.Operation;
import dev.pankou.files.Icons;
import dev.pankou.id.Ids;
import dev.pankou.store.Db;
import java.time.Clock;
import java.util.List;

/** What {@code Wiring} sees of this room. */
public record WorkspaceRoom(WorkspaceService service, List<Operation<?, ?>> operations) {
    public static WorkspaceRoom open(Db db, Clock clock, Ids ids, Icons icons) {
        var service = new WorkspaceService(db, clock, ids, icons);
        return new WorkspaceRoom(service, new WorkspaceOperations(service, icons).declared());
    }
}
