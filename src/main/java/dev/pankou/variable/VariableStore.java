package dev.pankou.variable;

import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.json.WireText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** Statements on definitions and values of variables, scoped by bot or app and by user. */
final class VariableStore {
    /** Of values that were kept before each user had his own. */
    private static final long ANYBODY = 0;

    private static final String MINE =
            """
             WHERE workspace_id = :workspace AND owner_kind = :kind AND owner_id = :owner
               AND user_id IN (:user, :anybody) AND connector_id = :connector AND end_user = :endUser
            """;

    /** What an owner declares; none: nothing. */
    record Declared(VariableOwner owner, List<Definition> definitions) {}

    /** A value and when it was set, in milliseconds. */
    record Value(String text, long createdAt, long updatedAt) {}

    private record Definitions(List<Definition> all) {}

    /** The declarations of a bot or app id, in every workspace that has some, the oldest workspace first. */
    List<Declared> declared(Handle handle, VariableOwner.Kind kind, Id owner) {
        return handle.createQuery(
                        """
                        SELECT workspace_id, definitions FROM variable_set
                         WHERE owner_kind = :kind AND owner_id = :owner
                         ORDER BY workspace_id
                        """)
                .bind("kind", WireText.of(kind))
                .bind("owner", owner.value())
                .map((row, context) -> new Declared(
                        new VariableOwner(kind, owner, new Id(row.getLong("workspace_id"))),
                        Json.read(row.getString("definitions"), Definitions.class).all()))
                .list();
    }

    void declare(Handle handle, VariableOwner owner, List<Definition> definitions, long now) {
        handle.createUpdate(
                        """
                        INSERT INTO variable_set (workspace_id, owner_kind, owner_id, definitions, updated_at)
                        VALUES (:workspace, :kind, :owner, :definitions, :now)
                        ON CONFLICT (owner_kind, owner_id, workspace_id)
                        DO UPDATE SET definitions = excluded.definitions, updated_at = excluded.updated_at
                        """)
                .bind("workspace", owner.workspace().value())
                .bind("kind", WireText.of(owner.kind()))
                .bind("owner", owner.id().value())
                .bind("definitions", Json.text(new Definitions(definitions)))
                .bind("now", now)
                .execute();
    }

    Optional<Value> value(Handle handle, VariableOwner owner, VariableUser user, String keyword) {
        return mine(
                        handle.createQuery("SELECT value, created_at, updated_at FROM user_variable" + MINE
                                + " AND keyword = :keyword ORDER BY user_id DESC LIMIT 1"),
                        owner,
                        user)
                .bind("keyword", keyword)
                .map((row, context) -> toValue(row))
                .findOne();
    }

    /** All values of a user by keyword. */
    Map<String, Value> values(Handle handle, VariableOwner owner, VariableUser user) {
        var values = new HashMap<String, Value>();
        mine(
                        handle.createQuery("SELECT keyword, value, created_at, updated_at FROM user_variable" + MINE
                                + " ORDER BY user_id"),
                        owner,
                        user)
                .map((row, context) -> Map.entry(row.getString("keyword"), toValue(row)))
                .forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        return values;
    }

    void put(Handle handle, VariableOwner owner, VariableUser user, String keyword, String value, long now) {
        scoped(
                        handle.createUpdate(
                                """
                                INSERT INTO user_variable (workspace_id, owner_kind, owner_id, user_id, connector_id, end_user,
                                       keyword, value, created_at, updated_at)
                                VALUES (:workspace, :kind, :owner, :user, :connector, :endUser, :keyword, :value, :now, :now)
                                ON CONFLICT (workspace_id, owner_kind, owner_id, user_id, connector_id, end_user, keyword)
                                DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at
                                """),
                        owner,
                        user)
                .bind("keyword", keyword)
                .bind("value", value)
                .bind("now", now)
                .execute();
    }

    private static <S extends SqlStatement<S>> S mine(S statement, VariableOwner owner, VariableUser user) {
        return scoped(statement, owner, user).bind("anybody", ANYBODY);
    }

    private static <S extends SqlStatement<S>> S scoped(S statement, VariableOwner owner, VariableUser user) {
        return statement
                .bind("workspace", owner.workspace().value())
                .bind("kind", WireText.of(owner.kind()))
                .bind("owner", owner.id().value())
                .bind("user", user.user().value())
                .bind("connector", user.connector().value())
                .bind("endUser", user.endUser());
    }

    private static Value toValue(ResultSet row) throws SQLException {
        return new Value(row.getString("value"), row.getLong("created_at"), row.getLong("updated_at"));
    }
}
