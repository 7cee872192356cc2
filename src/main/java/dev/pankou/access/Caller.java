package dev.pankou.access;

import dev.pankou.id.Id;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, as an access token or a console session proves it.
 *
 * @param user the user the token belongs to
 * @param token the access token's id; null for a console session
 * @param administrator whether the user administers this installation
 * @param permissions points the token holds
 * @param workspaces workspaces the token reaches; null: all the user's, present and future
 */
public record Caller(
        Id user, @Nullable Id token, boolean administrator, Set<Permission> permissions, @Nullable Set<Id> workspaces) {
    public Caller {
        permissions = Set.copyOf(permissions);
        workspaces = workspaces == null ? null : Set.copyOf(workspaces);
    }

    public boolean has(Permission permission) {
        return permissions.contains(permission);
    }

    /** Whether the token's workspace list lets it touch this workspace; membership is a question of its own. */
    public boolean reaches(Id workspace) {
        return workspaces == null || workspaces.contains(workspace);
    }
}
