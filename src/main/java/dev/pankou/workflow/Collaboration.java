package dev.pankou.workflow;

import dev.pankou.access.Caller;
import dev.pankou.api.ApiError;
import dev.pankou.id.Id;
import dev.pankou.store.Db;
import dev.pankou.workflow.Workflow.CollaborationMode;
import dev.pankou.workspace.WorkspaceService;
import java.time.Clock;

/** Who edits a workflow together with its owner (BEHAVIOUR 3.8). */
final class Collaboration {
    private final Db db;
    private final Clock clock;
    private final WorkspaceService workspaces;
    private final WorkflowStore store;
    private final WorkflowAccess access;

    Collaboration(Db db, Clock clock, WorkspaceService workspaces, WorkflowStore store, WorkflowAccess access) {
        this.db = db;
        this.clock = clock;
        this.workspaces = workspaces;
        this.store = store;
        this.access = access;
    }

    /**
     * Opens a workflow for collaborators, or closes it again.
     *
     * @throws dev.pankou.api.ApiException 4200; 4101 for all but the owner; 4000 for a workflow of an app, and for single
     *     while there are collaborators
     */
    void toggle(Caller caller, Id id, CollaborationMode mode) {
        db.write(handle -> {
            var workflow = access.own(handle, caller, id);
            if (workflow.app().value() != 0) {
                throw ApiError.field("workflow_id", "a workflow of an app has no collaboration mode");
            }
            if (mode == CollaborationMode.SINGLE && !store.collaborators(handle, id).isEmpty()) {
                throw ApiError.field("collaboration_mode", "remove all collaborators before going back to single");
            }
            store.update(handle, workflow.collaborating(mode, workflow.updatedAt()));
            return id;
        });
    }

    /**
     * Adds a member of the workspace; one that is there already stays.
     *
     * @throws dev.pankou.api.ApiException 4200; 4101 for all but the owner and collaborators; 4000 in single mode, for the
     *     owner and for somebody who is no member of the workspace
     */
    void add(Caller caller, Id id, Id user) {
        db.write(handle -> {
            var workflow = access.editable(handle, caller, id);
            if (workflow.collaboration() == CollaborationMode.SINGLE) {
                throw ApiError.field("workflow_id", "workflow " + id + " is not in collaboration mode");
            }
            if (!workspaces.belongs(handle, user, workflow.workspace())) {
                throw ApiError.field("collaborators[0].user_id", "user " + user + " is no member of the workspace");
            }
            if (workflow.owner().equals(user)) {
                throw ApiError.field("collaborators[0].user_id", "user " + user + " is the owner");
            }
            return store.addCollaborator(handle, id, user, clock.millis());
        });
    }

    /** @throws dev.pankou.api.ApiException 4200; 4101 for all but the owner and collaborators; 4000 when it is none */
    void remove(Caller caller, Id id, Id user) {
        db.write(handle -> {
            access.editable(handle, caller, id);
            if (!store.removeCollaborator(handle, id, user)) {
                throw ApiError.field("user_id", "user " + user + " is no collaborator of workflow " + id);
            }
            return id;
        });
    }
}
