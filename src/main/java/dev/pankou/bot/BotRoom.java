package dev.pankou.bot;

import dev.pankou.api.Operation;
import dev.pankou.files.Icons;
import dev.pankou.id.Ids;
import dev.pankou.identity.IdentityService;
import dev.pankou.provider.ProviderService;
import dev.pankou.store.Db;
import dev.pankou.variable.VariableService;
import dev.pankou.workspace.WorkspaceService;
import java.time.Clock;
import java.util.List;

/** What {@code Wiring} sees of this room. */
public record BotRoom(BotService service, List<Operation<?, ?>> operations) {
    public static BotRoom open(
            Db db,
            Clock clock,
            Ids ids,
            WorkspaceService workspaces,
            IdentityService identity,
            Icons icons,
            ProviderService models,
            VariableService variables,
            BotNames names) {
        var service = new BotService(db, clock, ids, workspaces, icons, models, names);
        return new BotRoom(service, new BotOperations(service, models, identity, icons, variables).declared());
    }
}
