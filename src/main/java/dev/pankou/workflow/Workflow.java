package dev.pankou.workflow;

import dev.pankou.id.Id;
import dev.pankou.workflow.canvas.CanvasMode;
import org.jspecify.annotations.Nullable;

/**
 * A workflow or chatflow. Times in milliseconds.
 *
 * @param app 0: belongs to no app
 * @param draftVersion from 1, grows with every change of the draft's canvas
 * @param online ordinal of the version that runs; 0: not published
 * @param role JSON object: how a chatflow shows itself (WORKFLOW 12)
 */
record Workflow(
        Id id,
        Id workspace,
        Id owner,
        Id app,
        CanvasMode mode,
        String name,
        String description,
        @Nullable Id iconFile,
        String draftHash,
        long draftVersion,
        long online,
        CollaborationMode collaboration,
        String role,
        long createdAt,
        long updatedAt) {
    static final String NO_ROLE = "{}";

    /** The name under which a draft can be asked for where versions are. */
    static final String DRAFT = "draft";

    /** {@code collaboration_mode} of OpenAPIToggleCollaborationMode. */
    enum CollaborationMode {
        SINGLE,
        COLLABORATION
    }

    Workflow described(String newName, String newDescription, @Nullable Id newIcon, String newRole, long now) {
        return new Workflow(
                id, workspace, owner, app, mode, newName, newDescription, newIcon, draftHash, draftVersion, online,
                collaboration, newRole, createdAt, now);
    }

    /** The same with another canvas as the draft. */
    Workflow drafted(String hash, long now) {
        return new Workflow(
                id, workspace, owner, app, mode, name, description, iconFile, hash, draftVersion + 1, online, collaboration,
                role, createdAt, now);
    }

    /** The same with that version as what runs; 0: none. */
    Workflow online(long ordinal, long now) {
        return new Workflow(
                id, workspace, owner, app, mode, name, description, iconFile, draftHash, draftVersion, ordinal, collaboration,
                role, createdAt, now);
    }

    Workflow collaborating(CollaborationMode newMode, long now) {
        return new Workflow(
                id, workspace, owner, app, mode, name, description, iconFile, draftHash, draftVersion, online, newMode, role,
                createdAt, now);
    }
}
