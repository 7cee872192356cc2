package dev.pankou.workspace;

import dev.pankou.access.Caller;
import dev.pankou.api.ApiError;
import dev.pankou.api.Page;
import dev.pankou.api.PageRequest;
import dev.pankou.files.Icons;
import dev.pankou.id.Id;
import dev.pankou.id.Ids;
import dev.pankou.identity.User;
import dev.pankou.identity.UserRooms;
import dev.pankou.store.Db;
import java.time.Clock;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Workspaces and who belongs to them. Keeps no state of its own, so threads may share it. */
public final class WorkspaceService implements UserRooms {
    private final Db db;
    private final Clock clock;
    private final Ids ids;
    private final Icons icons;
    private final WorkspaceStore store = new WorkspaceStore();

    public WorkspaceService(Db db, Clock clock, Ids ids, Icons icons) {
        this.db = db;
        this.clock = clock;
        this.ids = ids;
        this.icons = icons;
    }

    /** The workspaces the caller belongs to and the token reaches, newest first (ListWorkspaces). */
    public Page<Membership> list(Caller caller, PageRequest page) {
        return db.read(handle -> {
            var total = store.count(handle, caller.user(), caller.workspaces());
            var found = store.list(handle, caller.user(), caller.workspaces(), page.size(), page.offset());
            var admins = store.admins(handle, found.stream().map(m -> m.workspace().id()).toList());
            return new Page<>(found.stream().map(m -> withAdmins(m, admins)).toList(), total);
        });
    }

    private static Membership withAdmins(Membership membership, List<WorkspaceStore.Admin> admins) {
        var own = admins.stream()
                .filter(admin -> admin.workspace().equals(membership.workspace().id()))
                .map(WorkspaceStore.Admin::user)
                .toList();
        return new Membership(membership.workspace(), membership.role(), own);
    }

    /**
     * Makes a team workspace that the caller owns (OpenCreateSpace).
     *
     * @throws dev.pankou.api.ApiException 4101 when the token reaches only some workspaces
     */
    public Id create(Caller caller, String name, String description, @Nullable Id iconFile) {
        if (caller.workspaces() != null) {
            throw ApiError.NO_PERMISSION.with("workspace", "new", "the token is limited to some workspaces");
        }
        var workspace = new Workspace(ids.next(), caller.user(), name, description, iconFile, Workspace.Kind.TEAM);
        return db.write(handle -> {
            if (iconFile != null) {
                icons.keep(handle, caller.user(), iconFile, "icon_file_id");
            }
            insert(handle, workspace);
            return workspace.id();
        });
    }

    /**
     * Changes name and description; empty leaves them (OpenUpdateSpace).
     *
     * @throws dev.pankou.api.ApiException 4000 for a personal workspace, 4101 below admin
     */
    public void update(Caller caller, Id id, String name, String description) {
        db.write(handle -> {
            var membership = require(handle, caller, id, Role.ADMIN, "workspace_id");
            var workspace = membership.workspace();
            if (workspace.kind() == Workspace.Kind.PERSONAL) {
                throw ApiError.field("workspace_id", "a personal workspace cannot be changed");
            }
            store.update(
                    handle,
                    id,
                    name.isEmpty() ? workspace.name() : name,
                    description.isEmpty() ? workspace.description() : description,
                    clock.millis());
            return id;
        });
    }

    /**
     * The caller's membership, when it has at least this role and the token reaches the workspace.
     *
     * @param field the request's field that named the workspace
     * @throws dev.pankou.api.ApiException 4000 when it is none of the caller's, 4101 when token or role do not suffice
     */
    public Membership require(Handle handle, Caller caller, Id workspace, Role least, String field) {
        var membership = store.membership(handle, caller.user(), workspace)
                .orElseThrow(() -> ApiError.field(field, "workspace " + workspace + " does not exist or is not yours"));
        if (!caller.reaches(workspace)) {
            throw ApiError.NO_PERMISSION.with("workspace", workspace, "");
        }
        if (!membership.role().atLeast(least)) {
            throw ApiError.NO_PERMISSION.with("workspace", workspace, "role " + dev.pankou.json.WireText.of(least));
        }
        return membership;
    }

    @Override
    public void open(Handle handle, User user) {
        insert(
                handle,
                new Workspace(ids.next(), user.id(), user.name(), "", null, Workspace.Kind.PERSONAL));
    }

    @Override
    public boolean belongs(Handle handle, Id user, Id workspace) {
        return store.isMember(handle, user, workspace);
    }

    private void insert(Handle handle, Workspace workspace) {
        store.insert(handle, workspace, clock.millis());
        store.insertMember(handle, workspace.id(), workspace.owner(), Role.OWNER, clock.millis());
    }
}
