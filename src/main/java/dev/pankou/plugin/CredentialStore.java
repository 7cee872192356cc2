package dev.pankou.plugin;

import dev.pankou.id.Id;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Statements on credentials, grants of end users and authorisations under way. */
final class CredentialStore {
    /**
     * Credentials of a workspace for a plugin.
     *
     * @param target what they were set for; see {@link Credentials#target}
     */
    record Credential(Id workspace, Id setBy, String target, String sealed) {}

    /** Whose grant it is. */
    record Grantee(Id plugin, Id workspace, Id user, Id connector, String endUser) {}

    /** A sealed grant and what it is for. */
    record Grant(String target, String sealed) {}

    /** An authorisation under way. */
    record State(String browserHash, String sealed, long expiresAt) {}

    Optional<Credential> credential(Handle handle, Id plugin, Id workspace) {
        return handle.createQuery(
                        """
                        SELECT workspace_id, set_by, target, sealed
                          FROM plugin_credential
                         WHERE plugin_id = :plugin AND workspace_id = :workspace
                        """)
                .bind("plugin", plugin.value())
                .bind("workspace", workspace.value())
                .map((row, context) -> new Credential(
                        new Id(row.getLong("workspace_id")),
                        new Id(row.getLong("set_by")),
                        row.getString("target"),
                        row.getString("sealed")))
                .findOne();
    }

    void putCredential(Handle handle, Id plugin, Credential credential, long now) {
        handle.createUpdate(
                        """
                        INSERT INTO plugin_credential (plugin_id, workspace_id, set_by, target, sealed, updated_at)
                        VALUES (:plugin, :workspace, :setBy, :target, :sealed, :now)
                        ON CONFLICT (plugin_id, workspace_id) DO UPDATE SET set_by = excluded.set_by,
                               target = excluded.target, sealed = excluded.sealed, updated_at = excluded.updated_at
                        """)
                .bind("plugin", plugin.value())
                .bind("workspace", credential.workspace().value())
                .bind("setBy", credential.setBy().value())
                .bind("target", credential.target())
                .bind("sealed", credential.sealed())
                .bind("now", now)
                .execute();
    }

    boolean deleteCredential(Handle handle, Id plugin, Id workspace) {
        return handle.createUpdate("DELETE FROM plugin_credential WHERE plugin_id = :plugin AND workspace_id = :workspace")
                        .bind("plugin", plugin.value())
                        .bind("workspace", workspace.value())
                        .execute()
                > 0;
    }

    Optional<Grant> grant(Handle handle, Grantee who) {
        return handle.createQuery(
                        """
                        SELECT target, sealed
                          FROM plugin_grant
                         WHERE plugin_id = :plugin AND workspace_id = :workspace AND user_id = :user
                           AND connector_id = :connector AND end_user = :endUser
                        """)
                .bind("plugin", who.plugin().value())
                .bind("workspace", who.workspace().value())
                .bind("user", who.user().value())
                .bind("connector", who.connector().value())
                .bind("endUser", who.endUser())
                .map((row, context) -> new Grant(row.getString("target"), row.getString("sealed")))
                .findOne();
    }

    void putGrant(Handle handle, Grantee who, Grant grant, long now) {
        handle.createUpdate(
                        """
                        INSERT INTO plugin_grant (plugin_id, workspace_id, user_id, connector_id, end_user, target, sealed,
                               updated_at)
                        VALUES (:plugin, :workspace, :user, :connector, :endUser, :target, :sealed, :now)
                        ON CONFLICT (plugin_id, workspace_id, user_id, connector_id, end_user)
                        DO UPDATE SET target = excluded.target, sealed = excluded.sealed, updated_at = excluded.updated_at
                        """)
                .bind("plugin", who.plugin().value())
                .bind("workspace", who.workspace().value())
                .bind("user", who.user().value())
                .bind("connector", who.connector().value())
                .bind("endUser", who.endUser())
                .bind("target", grant.target())
                .bind("sealed", grant.sealed())
                .bind("now", now)
                .execute();
    }

    /** Removes the grant when it is still this one. */
    boolean deleteGrant(Handle handle, Grantee who, Grant grant) {
        return handle.createUpdate(
                                """
                                DELETE FROM plugin_grant
                                 WHERE plugin_id = :plugin AND workspace_id = :workspace AND user_id = :user
                                   AND connector_id = :connector AND end_user = :endUser AND sealed = :sealed
                                """)
                        .bind("plugin", who.plugin().value())
                        .bind("workspace", who.workspace().value())
                        .bind("user", who.user().value())
                        .bind("connector", who.connector().value())
                        .bind("endUser", who.endUser())
                        .bind("sealed", grant.sealed())
                        .execute()
                > 0;
    }

    void putState(Handle handle, String hash, State state) {
        handle.createUpdate(
                        """
                        INSERT INTO plugin_oauth_state (hash, browser_hash, sealed, expires_at)
                        VALUES (:hash, :browser, :sealed, :expiresAt)
                        """)
                .bind("hash", hash)
                .bind("browser", state.browserHash())
                .bind("sealed", state.sealed())
                .bind("expiresAt", state.expiresAt())
                .execute();
    }

    /** The state, which is gone afterwards. */
    Optional<State> takeState(Handle handle, String hash) {
        return handle.createQuery("DELETE FROM plugin_oauth_state WHERE hash = :hash RETURNING browser_hash, sealed, expires_at")
                .bind("hash", hash)
                .map((row, context) ->
                        new State(row.getString("browser_hash"), row.getString("sealed"), row.getLong("expires_at")))
                .findOne();
    }

    boolean hasStatesBefore(Handle handle, long now) {
        return handle.createQuery("SELECT count(*) FROM plugin_oauth_state WHERE expires_at < :now")
                        .bind("now", now)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    void sweepStates(Handle handle, long now) {
        handle.createUpdate("DELETE FROM plugin_oauth_state WHERE expires_at < :now").bind("now", now).execute();
    }
}
