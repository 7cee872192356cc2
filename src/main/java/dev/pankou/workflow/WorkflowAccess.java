package dev.pankou.workflow;

import dev.pankou.access.Caller;
import dev.pankou.api.ApiError;
import dev.pankou.id.Id;
import dev.pankou.workspace.WorkspaceService;
import org.jdbi.v3.core.Handle;

/**
 * Who may see a workflow and who may change it: members of its workspace see it; its owner changes it and, in collaboration
 * mode, so do its collaborators. A foreign workflow answers like a missing one (ERRORS 7).
 */
final class WorkflowAccess {
    private final WorkspaceService workspaces;
    private final WorkflowStore store;

    WorkflowAccess(WorkspaceService workspaces, WorkflowStore store) {
        this.workspaces = workspaces;
        this.store = store;
    }

    /** @throws dev.pankou.api.ApiException 4200; 4101 when the token does not reach the workspace */
    Workflow seen(Handle handle, Caller caller, Id id) {
        return seen(handle, caller, store.find(handle, id).orElseThrow(() -> missing(id)));
    }

    private Workflow seen(Handle handle, Caller caller, Workflow workflow) {
        if (!workspaces.belongs(handle, caller.user(), workflow.workspace())) {
            throw missing(workflow.id());
        }
        if (!caller.reaches(workflow.workspace())) {
            throw unreached(workflow.id());
        }
        return workflow;
    }

    /** The workflow, locked, when the caller may change it. @throws dev.pankou.api.ApiException 4200, 4101 */
    Workflow editable(Handle handle, Caller caller, Id id) {
        var workflow = seen(handle, caller, store.lock(handle, id).orElseThrow(() -> missing(id)));
        if (!edits(handle, caller.user(), workflow)) {
            throw ApiError.NO_PERMISSION.with("workflow_id", id, "(only its owner and its collaborators may change it)");
        }
        return workflow;
    }

    /** The workflow, locked, when the caller owns it. @throws dev.pankou.api.ApiException 4200, 4101 */
    Workflow own(Handle handle, Caller caller, Id id) {
        var workflow = editable(handle, caller, id);
        if (!workflow.owner().equals(caller.user())) {
            throw ApiError.NO_PERMISSION.with("workflow_id", id, "(only its owner may do this)");
        }
        return workflow;
    }

    boolean edits(Handle handle, Id user, Workflow workflow) {
        return workflow.owner().equals(user)
                || workflow.collaboration() == Workflow.CollaborationMode.COLLABORATION
                        && store.collaborators(handle, workflow.id()).contains(user);
    }

    static RuntimeException missing(Id workflow) {
        return ApiError.NOT_FOUND.with("workflow_id", workflow);
    }

    static RuntimeException unreached(Id workflow) {
        return ApiError.NO_PERMISSION.with("workflow_id", workflow, "");
    }
}
