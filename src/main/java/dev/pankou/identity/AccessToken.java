package dev.pankou.identity;

import dev.pankou.access.Permission;
import dev.pankou.id.Id;
import java.util.Set;

/**
 * A personal access token without its value. Times in milliseconds.
 *
 * @param permissions empty: all that the user may
 * @param workspaces empty: all of the user's, present and future
 * @param expiresAt 0: never
 * @param lastUsedAt 0: never; a day's accuracy
 */
public record AccessToken(
        Id id,
        Id user,
        String name,
        Set<Permission> permissions,
        Set<Id> workspaces,
        long createdAt,
        long expiresAt,
        long lastUsedAt) {}
