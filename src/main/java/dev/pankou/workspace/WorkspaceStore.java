package dev.pankou.workspace;

import dev.pankou.id.Id;
import dev.pankou.json.WireText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Statements on workspaces and members. */
final class WorkspaceStore {
    private static final String COLUMNS =
            """
            SELECT w.id, w.owner_id, w.name, w.description, w.icon_file_id, w.kind, m.role
            """;

    private static final String REACHED =
            """
              FROM workspace w
              JOIN workspace_member m ON m.workspace_id = w.id
             WHERE m.user_id = :user
            """;

    void insert(Handle handle, Workspace workspace, long now) {
        handle.createUpdate(
                        """
                        INSERT INTO workspace (id, owner_id, name, description, icon_file_id, kind, created_at, updated_at)
                        VALUES (:id, :owner, :name, :description, :icon, :kind, :now, :now)
                        """)
                .bind("id", workspace.id().value())
                .bind("owner", workspace.owner().value())
                .bind("name", workspace.name())
                .bind("description", workspace.description())
                .bind("icon", workspace.iconFile() == null ? null : (Long) workspace.iconFile().value())
                .bind("kind", WireText.of(workspace.kind()))
                .bind("now", now)
                .execute();
    }

    void insertMember(Handle handle, Id workspace, Id user, Role role, long now) {
        handle.createUpdate(
                        """
                        INSERT INTO workspace_member (workspace_id, user_id, role, created_at)
                        VALUES (:workspace, :user, :role, :now)
                        """)
                .bind("workspace", workspace.value())
                .bind("user", user.value())
                .bind("role", WireText.of(role))
                .bind("now", now)
                .execute();
    }

    void update(Handle handle, Id workspace, String name, String description, long now) {
        handle.createUpdate(
                        """
                        UPDATE workspace SET name = :name, description = :description, updated_at = :now WHERE id = :id
                        """)
                .bind("name", name)
                .bind("description", description)
                .bind("now", now)
                .bind("id", workspace.value())
                .execute();
    }

    Optional<Membership> membership(Handle handle, Id user, Id workspace) {
        return handle.createQuery(COLUMNS + REACHED + " AND w.id = :workspace")
                .bind("user", user.value())
                .bind("workspace", workspace.value())
                .map((row, context) -> toMembership(row))
                .findOne();
    }

    boolean isMember(Handle handle, Id user, Id workspace) {
        return handle.createQuery("SELECT 1 FROM workspace_member WHERE workspace_id = :workspace AND user_id = :user")
                .bind("workspace", workspace.value())
                .bind("user", user.value())
                .mapTo(Long.class)
                .findFirst()
                .isPresent();
    }

    /** Newest first; {@code only} null: all. */
    List<Membership> list(Handle handle, Id user, @Nullable Collection<Id> only, int size, long offset) {
        return handle.createQuery(COLUMNS + REACHED + within(only) + " ORDER BY w.id DESC LIMIT :size OFFSET :offset")
                .bind("user", user.value())
                .bind("size", size)
                .bind("offset", offset)
                .map((row, context) -> toMembership(row))
                .list();
    }

    long count(Handle handle, Id user, @Nullable Collection<Id> only) {
        return handle.createQuery("SELECT count(*) " + REACHED + within(only))
                .bind("user", user.value())
                .mapTo(Long.class)
                .one();
    }

    /** Ids are numbers, so the list can stand in the text. */
    private static String within(@Nullable Collection<Id> only) {
        if (only == null) {
            return "";
        }
        return only.isEmpty()
                ? " AND 1 = 0"
                : " AND w.id IN (" + String.join(",", only.stream().map(Id::toString).toList()) + ")";
    }

    /** Admins of these workspaces. */
    List<Admin> admins(Handle handle, Collection<Id> workspaces) {
        if (workspaces.isEmpty()) {
            return List.of();
        }
        return handle.createQuery("SELECT workspace_id, user_id FROM workspace_member WHERE role = 'admin' AND workspace_id IN ("
                        + String.join(",", workspaces.stream().map(Id::toString).toList())
                        + ") ORDER BY workspace_id, user_id")
                .map((row, context) -> new Admin(new Id(row.getLong("workspace_id")), new Id(row.getLong("user_id"))))
                .list();
    }

    record Admin(Id workspace, Id user) {}

    private static Membership toMembership(ResultSet row) throws SQLException {
        var icon = row.getLong("icon_file_id");
        var workspace = new Workspace(
                new Id(row.getLong("id")),
                new Id(row.getLong("owner_id")),
                row.getString("name"),
                row.getString("description"),
                icon == 0 ? null : new Id(icon),
                WireText.parse(Workspace.Kind.class, row.getString("kind")));
        return new Membership(workspace, WireText.parse(Role.class, row.getString("role")), List.of());
    }
}
