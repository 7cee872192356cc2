package dev.pankou.workflow.run;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;

import dev.pankou.access.Caller;
import dev.pankou.id.Id;
import dev.pankou.store.Db;
import dev.pankou.workspace.Role;
import dev.pankou.workspace.WorkspaceService;

/** What every workflow run of a workspace may use at most. Mostly answered from memory; threads share it. */
final class RunBudgets {
    private static final List<String> SEEN_FROM = List.of("workspace_budget");

    private final Db db;
    private final WorkspaceService workspaces;
    private final RunStore store = new RunStore();
    private final Cache<Id, Known> known = Caffeine.newBuilder().maximumSize(100_000).build();

    RunBudgets(Db db, WorkspaceService workspaces) {
        this.db = db;
        this.workspaces = workspaces;
    }

    /**
     * @param maxTokens 0: no bound, as the others
     * @param maxCalls of models, addresses and code
     */
    record Budget(long maxTokens, long maxCalls, long maxMillis) {
        static final Budget NONE = new Budget(0, 0, 0);

        /** The tighter of both in every part. */
        Budget and(Budget other) {
            return new Budget(
                    tighter(maxTokens, other.maxTokens),
                    tighter(maxCalls, other.maxCalls),
                    tighter(maxMillis, other.maxMillis));
        }

        private static long tighter(long one, long other) {
            return one == 0 || other == 0 ? Math.max(one, other) : Math.min(one, other);
        }
    }

    private record Known(long stamp, Budget budget) {}

    Budget of(Id workspace) {
        var stamp = db.version(SEEN_FROM);
        var remembered = known.getIfPresent(workspace);
        if (remembered != null && stamp != Db.UNKNOWN_VERSION && remembered.stamp() == stamp) {
            return remembered.budget();
        }
        var found = db.read(handle -> store.budget(handle, workspace));
        if (stamp != Db.UNKNOWN_VERSION) {
            known.put(workspace, new Known(stamp, found));
        }
        return found;
    }

    /** @throws dev.pankou.api.ApiException 4000, 4101 for a workspace that is not the caller's */
    Budget show(Caller caller, Id workspace) {
        return db.read(handle -> {
            workspaces.require(handle, caller, workspace, Role.MEMBER, "workspace_id");
            return store.budget(handle, workspace);
        });
    }

    /** @throws dev.pankou.api.ApiException 4000, and 4101 below admin */
    Budget change(Caller caller, Id workspace, Budget budget) {
        return db.write(handle -> {
            workspaces.require(handle, caller, workspace, Role.ADMIN, "workspace_id");
            store.setBudget(handle, workspace, budget);
            return budget;
        });
    }
}
