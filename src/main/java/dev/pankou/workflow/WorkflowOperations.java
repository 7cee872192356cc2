package dev.pankou.workflow;

import dev.pankou.access.Caller;
import dev.pankou.access.Permission;
import dev.pankou.api.ApiError;
import dev.pankou.api.Default;
import dev.pankou.api.Doc;
import dev.pankou.api.Length;
import dev.pankou.api.Operation;
import dev.pankou.api.PageRequest;
import dev.pankou.api.RateGroup;
import dev.pankou.api.Required;
import dev.pankou.id.Id;
import dev.pankou.workflow.Workflow.CollaborationMode;
import dev.pankou.workflow.WorkflowStore.Listing;
import dev.pankou.workflow.canvas.CanvasMode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The documented operations on workflows as objects (BEHAVIOUR 3.8). Reads requests, shapes answers. */
final class WorkflowOperations {
    private static final int MAX_PAGE = 30;

    private final WorkflowReader reader;
    private final Collaboration collaboration;
    private final WorkflowViews views;

    WorkflowOperations(WorkflowReader reader, Collaboration collaboration, WorkflowViews views) {
        this.reader = reader;
        this.collaboration = collaboration;
        this.views = views;
    }

    List<Operation<?, ?>> declared() {
        return List.of(
                Operation.get("OpenAPIGetWorkflowList", "/v1/workflows")
                        .permission(Permission.LIST_WORKFLOWS)
                        .summary("List the workflows of a workspace")
                        .data(ListWorkflows.class, WorkflowPage.class, this::list),
                Operation.get("OpenAPIGetWorkflowInfo", "/v1/workflows/{workflow_id}")
                        .permission(Permission.GET_WORKFLOW)
                        .summary("What a workflow is, takes and gives")
                        .data(GetWorkflow.class, WorkflowInfo.class, this::info),
                Operation.get("OpenAPIListVersion", "/v1/workflows/{workflow_id}/versions")
                        .permission(Permission.LIST_WORKFLOW_VERSIONS)
                        .summary("List a workflow's versions, newest first")
                        .data(ListVersions.class, VersionPage.class, this::versions),
                Operation.post("OpenAPIToggleCollaborationMode", "/v1/workflows/{workflow_id}/collaboration_mode")
                        .permission(Permission.SWITCH_WORKFLOW_MODE)
                        .summary("Open a workflow for collaborators, or close it again")
                        .done(Toggle.class, (caller, request) ->
                                collaboration.toggle(caller, request.workflowId(), request.collaborationMode())),
                Operation.post("OpenAPIAddWorkflowCollaborator", "/v1/workflows/{workflow_id}/collaborators")
                        .permission(Permission.ADD_WORKFLOW_COLLABORATOR)
                        .rate(RateGroup.COLLABORATOR)
                        .summary("Add a member of the workspace to those who edit a workflow")
                        .done(AddCollaborator.class, (caller, request) -> collaboration.add(
                                caller, request.workflowId(), request.collaborators().getFirst().userId())),
                Operation.delete("OpenAPIRemoveWorkflowCollaborator", "/v1/workflows/{workflow_id}/collaborators/{user_id}")
                        .permission(Permission.REMOVE_WORKFLOW_COLLABORATOR)
                        .rate(RateGroup.COLLABORATOR)
                        .summary("Remove somebody from those who edit a workflow")
                        .done(RemoveCollaborator.class, (caller, request) ->
                                collaboration.remove(caller, request.workflowId(), request.userId())));
    }

    private WorkflowPage list(Caller caller, ListWorkflows request) {
        // SDK-SURFACE 1.1: the Python client asks for 100 by default, which must not be refused
        var page = PageRequest.of(request.pageNum(), Math.min(request.pageSize(), MAX_PAGE), MAX_PAGE);
        var found = reader.list(
                caller, request.workspaceId(), request.publishStatus(), request.workflowMode(), request.appId(),
                request.name(), page);
        var names = views.names();
        return new WorkflowPage(
                found.items().stream().map(workflow -> views.basic(workflow, names)).toList(), found.hasMore());
    }

    private WorkflowInfo info(Caller caller, GetWorkflow request) {
        var seen = reader.info(caller, request.workflowId(), request.isDebug());
        var signature = request.includeInputOutput() ? Signature.of(seen.canvas()) : null;
        return new WorkflowInfo(
                views.basic(seen.workflow(), views.names()),
                signature == null ? null : signature.input(),
                signature == null ? null : signature.output(),
                views.role(seen.workflow()));
    }

    private VersionPage versions(Caller caller, ListVersions request) {
        var size = PageRequest.of(1, Math.min(request.pageSize(), MAX_PAGE), MAX_PAGE).size();
        var names = views.names();
        if (request.publishStatus() == Listing.UNPUBLISHED_DRAFT) {
            var draft = reader.info(caller, request.workflowId(), true);
            var first = request.pageToken().isEmpty() && unpublished(caller, draft.workflow());
            return new VersionPage(
                    first ? List.of(views.draft(draft, request.includeInputOutput(), names)) : List.of(), false, null);
        }
        var found = reader.versions(
                caller,
                request.workflowId(),
                before(request.pageToken()),
                size,
                request.publishStatus() != Listing.ALL,
                request.includeInputOutput());
        var next = found.hasMore() ? Long.toString(found.items().getLast().version().createdAt()) : null;
        return new VersionPage(
                found.items().stream().map(version -> views.version(version, names)).toList(), found.hasMore(), next);
    }

    /** Whether the draft says something that no version online does. */
    private boolean unpublished(Caller caller, Workflow workflow) {
        var online = reader.info(caller, workflow.id(), false).version();
        return online == null || !online.canvasHash().equals(workflow.draftHash());
    }

    /** A page token is the time in milliseconds of the last entry before (BEHAVIOUR 3.8). */
    private static long before(String token) {
        if (token.isEmpty()) {
            return Long.MAX_VALUE;
        }
        var time = Id.parse(token);
        if (time == null) {
            throw ApiError.field("page_token", "must be the next_page_token of the page before");
        }
        return time.value();
    }

    record ListWorkflows(
            @Required Id workspaceId,
            @Required int pageNum,
            @Default("10") @Doc("1 to 30; more counts as 30") int pageSize,
            @Nullable @Doc("absent: both") CanvasMode workflowMode,
            @Nullable @Doc("absent: of every app and of none; 0: of none") Id appId,
            @Default("published_online") Listing publishStatus,
            @Default("") @Length(max = 100) @Doc("only those with this in their name, in any case") String name) {}

    /** Schema OpenAPIWorkflowList. */
    record WorkflowPage(List<WorkflowViews.WorkflowBasic> items, boolean hasMore) {}

    record GetWorkflow(
            @Required Id workflowId,
            @Default("false") boolean includeInputOutput,
            @Default("false") @Doc("the draft instead of what is online; the Chat SDK sends it") boolean isDebug) {}

    /** Schema WorkflowInfo1; {@code role} is what the Chat SDK reads of a chatflow. */
    record WorkflowInfo(
            WorkflowViews.WorkflowBasic workflowDetail,
            @Nullable JsonNode input,
            @Nullable JsonNode output,
            @Nullable JsonNode role) {}

    record ListVersions(
            @Required Id workflowId,
            @Default("published_online") Listing publishStatus,
            @Default("10") @Doc("1 to 30; more counts as 30") int pageSize,
            @Default("") @Length(max = 19) String pageToken,
            @Default("false") boolean includeInputOutput) {}

    /** Schema OpenAPIListVersionData. */
    record VersionPage(List<WorkflowViews.WorkflowVersionView> items, boolean hasMore, @Nullable String nextPageToken) {}

    record Toggle(@Required Id workflowId, @Required CollaborationMode collaborationMode) {}

    record AddCollaborator(@Required Id workflowId, @Required @Length(min = 1, max = 1) List<Collaborator> collaborators) {}

    record Collaborator(@Required Id userId) {}

    record RemoveCollaborator(@Required Id workflowId, @Required Id userId) {}
}
