package dev.pankou.workflow.run;

import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

import dev.pankou.workflow.node.RunContext;

/** Statements on variables of users, scoped by the run's workspace, bot or app, channel and user. */
final class VariableStore {
    Optional<String> find(Handle handle, RunContext run, String key) {
        return handle.createQuery(
                        """
                        SELECT value FROM user_variable
                         WHERE workspace_id = :workspace AND owner_kind = :kind AND owner_id = :owner
                           AND connector_id = :connector AND end_user = :user AND keyword = :key
                        """)
                .bindMap(values(run, key))
                .mapTo(String.class)
                .findOne();
    }

    void put(Handle handle, RunContext run, String key, String value, long now) {
        handle.createUpdate(
                        """
                        INSERT INTO user_variable (workspace_id, owner_kind, owner_id, connector_id, end_user, keyword, value,
                                                   created_at, updated_at)
                        VALUES (:workspace, :kind, :owner, :connector, :user, :key, :value, :now, :now)
                        ON CONFLICT (workspace_id, owner_kind, owner_id, connector_id, end_user, keyword)
                        DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at
                        """)
                .bindMap(values(run, key))
                .bind("value", value)
                .bind("now", now)
                .execute();
    }

    private static Map<String, Object> values(RunContext run, String key) {
        var app = run.app();
        var owner = app != null ? app : RunAnswers.orNone(run.bot());
        return Map.of(
                "workspace", run.workspace().value(),
                "kind", app != null ? "app" : "bot",
                "owner", owner.value(),
                "connector", run.connector().value(),
                "user", run.endUser(),
                "key", key);
    }
}
