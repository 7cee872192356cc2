package dev.pankou.workflow;

import dev.pankou.id.Id;
import dev.pankou.json.WireText;
import dev.pankou.workflow.Workflow.CollaborationMode;
import dev.pankou.workflow.canvas.CanvasMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Statements on workflows, their canvases and versions. Who may see a workflow is asked before. */
final class WorkflowStore {
    private static final String COLUMNS =
            """
            SELECT w.id, w.workspace_id, w.owner_id, w.app_id, w.mode, w.name, w.description, w.icon_file_id, w.draft_hash,
                   w.draft_version, w.online, w.collaboration_mode, w.role, w.created_at, w.updated_at
              FROM workflow w
            """;

    private static final String VERSION =
            """
            SELECT workflow_id, ordinal, version, description, canvas_hash, creator_id, created_at
              FROM workflow_version
             WHERE workflow_id = :workflow
            """;

    private static final String RUNNABLE =
            """
            SELECT w.id, w.workspace_id, w.app_id, w.mode, w.name, v.version, v.canvas_hash
              FROM workflow w
              JOIN workflow_version v ON v.workflow_id = w.id
            """;

    /** Which workflows a list shows (BEHAVIOUR 1.9). */
    enum Listing {
        ALL,
        PUBLISHED_ONLINE,
        PUBLISHED_DRAFT,
        UNPUBLISHED_DRAFT
    }

    /** Where a workflow uses another. */
    enum Place {
        DRAFT,
        ONLINE
    }

    /** A workflow that uses another, in its draft, in what is online, or in both. */
    record User(Id id, String name, boolean draft, boolean online) {}

    void insert(Handle handle, Workflow workflow) {
        handle.createUpdate(
                        """
                        INSERT INTO workflow (id, workspace_id, owner_id, app_id, mode, name, description, icon_file_id,
                               draft_hash, draft_version, online, collaboration_mode, role, created_at, updated_at)
                        VALUES (:id, :workspace, :owner, :app, :mode, :name, :description, :icon, :hash, :draftVersion,
                               :online, :collaboration, :role, :createdAt, :updatedAt)
                        """)
                .bind("id", workflow.id().value())
                .bind("workspace", workflow.workspace().value())
                .bind("owner", workflow.owner().value())
                .bind("app", workflow.app().value())
                .bind("mode", WireText.of(workflow.mode()))
                .bind("name", workflow.name())
                .bind("description", workflow.description())
                .bind("icon", number(workflow.iconFile()))
                .bind("hash", workflow.draftHash())
                .bind("draftVersion", workflow.draftVersion())
                .bind("online", workflow.online())
                .bind("collaboration", WireText.of(workflow.collaboration()))
                .bind("role", workflow.role())
                .bind("createdAt", workflow.createdAt())
                .bind("updatedAt", workflow.updatedAt())
                .execute();
    }

    /** All but id, workspace, owner, app, mode and creation. */
    void update(Handle handle, Workflow workflow) {
        handle.createUpdate(
                        """
                        UPDATE workflow SET name = :name, description = :description, icon_file_id = :icon,
                               draft_hash = :hash, draft_version = :draftVersion, online = :online,
                               collaboration_mode = :collaboration, role = :role, updated_at = :updatedAt
                         WHERE id = :id
                        """)
                .bind("name", workflow.name())
                .bind("description", workflow.description())
                .bind("icon", number(workflow.iconFile()))
                .bind("hash", workflow.draftHash())
                .bind("draftVersion", workflow.draftVersion())
                .bind("online", workflow.online())
                .bind("collaboration", WireText.of(workflow.collaboration()))
                .bind("role", workflow.role())
                .bind("updatedAt", workflow.updatedAt())
                .bind("id", workflow.id().value())
                .execute();
    }

    Optional<Workflow> find(Handle handle, Id workflow) {
        return handle.createQuery(COLUMNS + " WHERE w.id = :id")
                .bind("id", workflow.value())
                .map((row, context) -> toWorkflow(row))
                .findOne();
    }

    /** As {@link #find}; other transactions that do the same wait until this one ends. */
    Optional<Workflow> lock(Handle handle, Id workflow) {
        handle.createUpdate("UPDATE workflow SET updated_at = updated_at WHERE id = :id")
                .bind("id", workflow.value())
                .execute();
        return find(handle, workflow);
    }

    void delete(Handle handle, Id workflow) {
        for (var table : List.of("workflow_use", "workflow_collaborator", "workflow_version", "workflow_canvas")) {
            handle.createUpdate("DELETE FROM " + table + " WHERE workflow_id = :id").bind("id", workflow.value()).execute();
        }
        handle.createUpdate("DELETE FROM workflow WHERE id = :id").bind("id", workflow.value()).execute();
    }

    /** @param mode null: both; {@code app} null: any, 0: of no app */
    List<Workflow> list(
            Handle handle,
            Id workspace,
            Listing listing,
            @Nullable CanvasMode mode,
            @Nullable Id app,
            String name,
            int size,
            long offset) {
        return handle.createQuery(COLUMNS + " WHERE w.workspace_id = :workspace" + listed(listing)
                        + " AND (:mode = '' OR w.mode = :mode) AND (:app < 0 OR w.app_id = :app)"
                        + " AND (:name = '' OR lower(w.name) LIKE :name ESCAPE '!')"
                        + " ORDER BY w.updated_at DESC, w.id DESC LIMIT :size OFFSET :offset")
                .bind("workspace", workspace.value())
                .bind("mode", mode == null ? "" : WireText.of(mode))
                .bind("app", app == null ? -1 : app.value())
                .bind("name", name.isEmpty() ? "" : "%" + name.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%")
                .bind("size", size)
                .bind("offset", offset)
                .map((row, context) -> toWorkflow(row))
                .list();
    }

    private static String listed(Listing listing) {
        return switch (listing) {
            case ALL -> "";
            case PUBLISHED_ONLINE -> " AND w.online > 0";
            case PUBLISHED_DRAFT -> " AND w.online > 0 AND w.draft_hash <> (SELECT v.canvas_hash FROM workflow_version v"
                    + " WHERE v.workflow_id = w.id AND v.ordinal = w.online)";
            case UNPUBLISHED_DRAFT -> " AND w.online = 0";
        };
    }

    void putCanvas(Handle handle, Id workflow, StoredCanvas canvas) {
        handle.createUpdate(
                        """
                        INSERT INTO workflow_canvas (workflow_id, hash, body, kept_until)
                        VALUES (:workflow, :hash, :body, 0)
                        ON CONFLICT (workflow_id, hash) DO NOTHING
                        """)
                .bind("workflow", workflow.value())
                .bind("hash", canvas.hash())
                .bind("body", canvas.body())
                .execute();
    }

    Optional<String> canvas(Handle handle, Id workflow, String hash) {
        return handle.createQuery("SELECT body FROM workflow_canvas WHERE workflow_id = :workflow AND hash = :hash")
                .bind("workflow", workflow.value())
                .bind("hash", hash)
                .mapTo(String.class)
                .findOne();
    }

    /** Whether the canvas is there to be kept. */
    boolean keepCanvas(Handle handle, Id workflow, String hash, long until) {
        return handle.createUpdate(
                                """
                                UPDATE workflow_canvas SET kept_until = CASE WHEN kept_until > :until THEN kept_until ELSE :until END
                                 WHERE workflow_id = :workflow AND hash = :hash
                                """)
                        .bind("until", until)
                        .bind("workflow", workflow.value())
                        .bind("hash", hash)
                        .execute()
                > 0;
    }

    /** Drops canvases that are neither {@code draft} nor a version's nor needed by a run. */
    void sweepCanvases(Handle handle, Id workflow, String draft, long now) {
        handle.createUpdate(
                        """
                        DELETE FROM workflow_canvas
                         WHERE workflow_id = :workflow AND hash <> :draft AND kept_until < :now
                           AND hash NOT IN (SELECT canvas_hash FROM workflow_version WHERE workflow_id = :workflow)
                        """)
                .bind("workflow", workflow.value())
                .bind("draft", draft)
                .bind("now", now)
                .execute();
    }

    void insertVersion(Handle handle, WorkflowVersion version) {
        handle.createUpdate(
                        """
                        INSERT INTO workflow_version (workflow_id, ordinal, version, description, canvas_hash, creator_id,
                               created_at)
                        VALUES (:workflow, :ordinal, :version, :description, :hash, :creator, :createdAt)
                        """)
                .bind("workflow", version.workflow().value())
                .bind("ordinal", version.ordinal())
                .bind("version", version.version())
                .bind("description", version.description())
                .bind("hash", version.canvasHash())
                .bind("creator", version.creator().value())
                .bind("createdAt", version.createdAt())
                .execute();
    }

    /** Newest first, those made before {@code before}. */
    List<WorkflowVersion> versions(Handle handle, Id workflow, long before, int size) {
        return handle.createQuery(VERSION + " AND created_at < :before ORDER BY ordinal DESC LIMIT :size")
                .bind("workflow", workflow.value())
                .bind("before", before)
                .bind("size", size)
                .map((row, context) -> toVersion(row))
                .list();
    }

    Optional<WorkflowVersion> newest(Handle handle, Id workflow) {
        return versions(handle, workflow, Long.MAX_VALUE, 1).stream().findFirst();
    }

    Optional<WorkflowVersion> version(Handle handle, Id workflow, String name) {
        return handle.createQuery(VERSION + " AND version = :name")
                .bind("workflow", workflow.value())
                .bind("name", name)
                .map((row, context) -> toVersion(row))
                .findOne();
    }

    Optional<WorkflowVersion> version(Handle handle, Id workflow, long ordinal) {
        return handle.createQuery(VERSION + " AND ordinal = :ordinal")
                .bind("workflow", workflow.value())
                .bind("ordinal", ordinal)
                .map((row, context) -> toVersion(row))
                .findOne();
    }

    /** What runs of a published workflow: a certain version, or what is online when {@code version} is null. */
    Optional<RunnableWorkflow> runnable(Handle handle, Id workflow, @Nullable String version) {
        var wanted = version == null ? " WHERE w.id = :id AND v.ordinal = w.online"
                : " WHERE w.id = :id AND w.online > 0 AND v.version = :version";
        var query = handle.createQuery(RUNNABLE + wanted).bind("id", workflow.value());
        if (version != null) {
            query.bind("version", version);
        }
        return query.map((row, context) -> new RunnableWorkflow(
                        new Id(row.getLong("id")),
                        new Id(row.getLong("workspace_id")),
                        new Id(row.getLong("app_id")),
                        WireText.parse(CanvasMode.class, row.getString("mode")),
                        row.getString("name"),
                        row.getString("version"),
                        row.getString("canvas_hash")))
                .findOne();
    }

    /** Replaces what the workflow uses at a place. */
    void putUses(Handle handle, Id workflow, Place place, Collection<Id> used) {
        handle.createUpdate("DELETE FROM workflow_use WHERE workflow_id = :workflow AND place = :place")
                .bind("workflow", workflow.value())
                .bind("place", WireText.of(place))
                .execute();
        for (var one : used) {
            handle.createUpdate("INSERT INTO workflow_use (workflow_id, place, used_id) VALUES (:workflow, :place, :used)")
                    .bind("workflow", workflow.value())
                    .bind("place", WireText.of(place))
                    .bind("used", one.value())
                    .execute();
        }
    }

    /** The workflows of a workspace that use one of it, by name. */
    List<User> users(Handle handle, Id workspace, Id used) {
        return handle.createQuery(
                        """
                        SELECT w.id, w.name,
                               max(CASE WHEN u.place = 'draft' THEN 1 ELSE 0 END) AS in_draft,
                               max(CASE WHEN u.place = 'online' THEN 1 ELSE 0 END) AS in_online
                          FROM workflow_use u
                          JOIN workflow w ON w.id = u.workflow_id
                         WHERE u.used_id = :used AND w.workspace_id = :workspace
                         GROUP BY w.id, w.name
                         ORDER BY w.name, w.id
                        """)
                .bind("used", used.value())
                .bind("workspace", workspace.value())
                .map((row, context) -> new User(
                        new Id(row.getLong("id")),
                        row.getString("name"),
                        row.getInt("in_draft") == 1,
                        row.getInt("in_online") == 1))
                .list();
    }

    /** Whether the user was not one before. */
    boolean addCollaborator(Handle handle, Id workflow, Id user, long now) {
        return handle.createUpdate(
                                """
                                INSERT INTO workflow_collaborator (workflow_id, user_id, created_at)
                                VALUES (:workflow, :user, :now)
                                ON CONFLICT (workflow_id, user_id) DO NOTHING
                                """)
                        .bind("workflow", workflow.value())
                        .bind("user", user.value())
                        .bind("now", now)
                        .execute()
                > 0;
    }

    /** Whether the user was one. */
    boolean removeCollaborator(Handle handle, Id workflow, Id user) {
        return handle.createUpdate("DELETE FROM workflow_collaborator WHERE workflow_id = :workflow AND user_id = :user")
                        .bind("workflow", workflow.value())
                        .bind("user", user.value())
                        .execute()
                > 0;
    }

    /** In the order in which they came. */
    List<Id> collaborators(Handle handle, Id workflow) {
        return handle.createQuery(
                        "SELECT user_id FROM workflow_collaborator WHERE workflow_id = :workflow ORDER BY created_at, user_id")
                .bind("workflow", workflow.value())
                .mapTo(Long.class)
                .map(Id::new)
                .list();
    }

    private static @Nullable Long number(@Nullable Id id) {
        return id == null ? null : (Long) id.value();
    }

    private static Workflow toWorkflow(ResultSet row) throws SQLException {
        var icon = row.getLong("icon_file_id");
        return new Workflow(
                new Id(row.getLong("id")),
                new Id(row.getLong("workspace_id")),
                new Id(row.getLong("owner_id")),
                new Id(row.getLong("app_id")),
                WireText.parse(CanvasMode.class, row.getString("mode")),
                row.getString("name"),
                row.getString("description"),
                icon == 0 ? null : new Id(icon),
                row.getString("draft_hash"),
                row.getLong("draft_version"),
                row.getLong("online"),
                WireText.parse(CollaborationMode.class, row.getString("collaboration_mode")),
                row.getString("role"),
                row.getLong("created_at"),
                row.getLong("updated_at"));
    }

    private static WorkflowVersion toVersion(ResultSet row) throws SQLException {
        return new WorkflowVersion(
                new Id(row.getLong("workflow_id")),
                row.getLong("ordinal"),
                row.getString("version"),
                row.getString("description"),
                row.getString("canvas_hash"),
                new Id(row.getLong("creator_id")),
                row.getLong("created_at"));
    }
}
