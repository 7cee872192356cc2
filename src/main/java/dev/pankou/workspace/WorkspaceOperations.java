package dev.pankou.workspace;

import dev.pankou.access.Caller;
import dev.pankou.access.Permission;
import dev.pankou.api.ApiError;
import dev.pankou.api.Default;
import dev.pankou.api.Length;
import dev.pankou.api.Operation;
import dev.pankou.api.PageRequest;
import dev.pankou.api.Required;
import dev.pankou.files.Icons;
import dev.pankou.id.Id;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations on workspaces. Reads requests, shapes answers; the rules are in {@link WorkspaceService}. */
final class WorkspaceOperations {
    private static final int MAX_PAGE_SIZE = 50;

    private final WorkspaceService workspaces;
    private final Icons icons;

    WorkspaceOperations(WorkspaceService workspaces, Icons icons) {
        this.workspaces = workspaces;
        this.icons = icons;
    }

    List<Operation<?, ?>> declared() {
        return List.of(
                Operation.get("ListWorkspaces", "/v1/workspaces")
                        .permission(Permission.LIST_WORKSPACES)
                        .summary("List the workspaces the caller belongs to")
                        .data(ListWorkspaces.class, WorkspacePage.class, this::list),
                Operation.post("OpenCreateSpace", "/v1/workspaces")
                        .permission(Permission.CREATE_WORKSPACE)
                        .summary("Create a team workspace")
                        .data(CreateWorkspace.class, WorkspaceCreated.class, this::create),
                Operation.put("OpenUpdateSpace", "/v1/workspaces/{workspace_id}")
                        .permission(Permission.UPDATE_WORKSPACE)
                        .summary("Change a workspace's name and description")
                        .done(UpdateWorkspace.class, this::update));
    }

    private WorkspacePage list(Caller caller, ListWorkspaces request) {
        var page = PageRequest.of(request.pageNum(), request.pageSize(), MAX_PAGE_SIZE);
        // EXTRAS 1: user_id and coze_account_id only together; on personal plans the account is the user.
        if ((request.userId() == null) != (request.cozeAccountId() == null)) {
            throw ApiError.field("user_id", "user_id and coze_account_id must be given together");
        }
        var own = caller.user().toString();
        var another = request.userId() != null
                && !(request.userId().equals(own) && own.equals(request.cozeAccountId()));
        if (another || (request.enterpriseId() != null && !request.enterpriseId().isEmpty())) {
            return new WorkspacePage(List.of(), 0);
        }
        var found = workspaces.list(caller, page).map(this::view);
        return new WorkspacePage(found.items(), found.total());
    }

    private WorkspaceCreated create(Caller caller, CreateWorkspace request) {
        // OpenCreateSpace: coze_account_id and owner_uid are for enterprises; one's own ids mean the default.
        if (request.ownerUid() != null && !request.ownerUid().equals(caller.user().toString())) {
            throw ApiError.field("owner_uid", "only an enterprise can make a workspace for somebody else");
        }
        if (request.cozeAccountId() != null && !request.cozeAccountId().equals(caller.user().toString())) {
            throw ApiError.field("coze_account_id", "organisation " + request.cozeAccountId() + " does not exist");
        }
        return new WorkspaceCreated(workspaces.create(caller, request.name(), request.description(), request.iconFileId()));
    }

    private void update(Caller caller, UpdateWorkspace request) {
        workspaces.update(caller, request.workspaceId(), request.name(), request.description());
    }

    private WorkspaceView view(Membership membership) {
        var workspace = membership.workspace();
        return new WorkspaceView(
                workspace.id(),
                workspace.name(),
                workspace.description(),
                icons.url(workspace.iconFile(), "workspace"),
                workspace.owner(),
                membership.admins(),
                membership.role(),
                "joined",
                workspace.kind(),
                "");
    }

    record ListWorkspaces(
            @Default("1") int pageNum,
            @Default("20") int pageSize,
            @Nullable String enterpriseId,
            @Nullable String userId,
            @Nullable String cozeAccountId) {}

    record WorkspacePage(List<WorkspaceView> workspaces, long totalCount) {}

    /** Schema OpenSpace; {@code role_type} is the caller's own role. */
    record WorkspaceView(
            Id id,
            String name,
            String description,
            String iconUrl,
            Id ownerUid,
            List<Id> adminUids,
            Role roleType,
            String joinedStatus,
            Workspace.Kind workspaceType,
            String enterpriseId) {}

    record CreateWorkspace(
            @Required @Length(min = 1, max = 50) String name,
            @Required(mayBeEmpty = true) @Length(max = 2000) String description,
            @Nullable Id iconFileId,
            @Nullable String cozeAccountId,
            @Nullable String ownerUid) {}

    record WorkspaceCreated(Id id) {}

    record UpdateWorkspace(
            @Required Id workspaceId,
            @Default("") @Length(max = 50) String name,
            @Default("") @Length(max = 2000) String description) {}
}
