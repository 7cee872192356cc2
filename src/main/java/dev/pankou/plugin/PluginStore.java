package dev.pankou.plugin;

import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.json.WireText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Statements on plugins and their use. Who may see a plugin is asked before. */
final class PluginStore {
    private static final String PLUGIN =
            """
            SELECT id, workspace_id, owner_id, kind, draft, document, published, category, shares_credential, created_at,
                   updated_at, published_at
              FROM plugin
             WHERE id = :id
            """;

    /** A plugin in a list of its workspace. */
    record Item(
            Id id, Id owner, Plugin.Kind kind, String name, String description, long createdAt, long updatedAt, long publishedAt) {}

    /** A published plugin. */
    record Listed(
            Id id, Id owner, String name, String description, int tools, String category, boolean callable, long publishedAt) {}

    /** How a plugin was used so far. {@code millis}: of all calls together. */
    record Use(long calls, long failures, long millis) {
        static final Use NONE = new Use(0, 0, 0);
    }

    void insert(Handle handle, Plugin plugin) {
        handle.createUpdate(
                        """
                        INSERT INTO plugin (id, workspace_id, owner_id, kind, name, description, draft, document, published,
                               listed_name, listed_description, listed_tools, category, shares_credential, created_at,
                               updated_at, published_at)
                        VALUES (:id, :workspace, :owner, :kind, :name, :description, :draft, :document, NULL, '', '', 0, '', 0,
                               :createdAt, :updatedAt, 0)
                        """)
                .bind("id", plugin.id().value())
                .bind("workspace", plugin.workspace().value())
                .bind("owner", plugin.owner().value())
                .bind("kind", WireText.of(plugin.kind()))
                .bind("name", plugin.draft().name())
                .bind("description", plugin.draft().description())
                .bind("draft", Json.text(plugin.draft()))
                .bind("document", plugin.document())
                .bind("createdAt", plugin.createdAt())
                .bind("updatedAt", plugin.updatedAt())
                .execute();
    }

    void updateDraft(Handle handle, Id id, Definition draft, String document, long now) {
        handle.createUpdate(
                        """
                        UPDATE plugin SET name = :name, description = :description, draft = :draft, document = :document,
                               updated_at = :now
                         WHERE id = :id
                        """)
                .bind("name", draft.name())
                .bind("description", draft.description())
                .bind("draft", Json.text(draft))
                .bind("document", document)
                .bind("now", now)
                .bind("id", id.value())
                .execute();
    }

    void publish(Handle handle, Id id, Definition definition, String category, boolean sharesCredential, long now) {
        handle.createUpdate(
                        """
                        UPDATE plugin SET published = :definition, listed_name = :name, listed_description = :description,
                               listed_tools = :tools, category = :category, shares_credential = :shares, published_at = :now
                         WHERE id = :id
                        """)
                .bind("definition", Json.text(definition))
                .bind("name", definition.name())
                .bind("description", definition.description())
                .bind("tools", definition.tools().size())
                .bind("category", category)
                .bind("shares", sharesCredential ? 1 : 0)
                .bind("now", now)
                .bind("id", id.value())
                .execute();
    }

    void unpublish(Handle handle, Id id) {
        handle.createUpdate("UPDATE plugin SET published = NULL, published_at = 0, shares_credential = 0 WHERE id = :id")
                .bind("id", id.value())
                .execute();
    }

    void delete(Handle handle, Id id) {
        for (var table : List.of("plugin_use", "plugin_grant", "plugin_credential")) {
            handle.createUpdate("DELETE FROM " + table + " WHERE plugin_id = :id").bind("id", id.value()).execute();
        }
        handle.createUpdate("DELETE FROM plugin WHERE id = :id").bind("id", id.value()).execute();
    }

    Optional<Plugin> find(Handle handle, Id id) {
        return handle.createQuery(PLUGIN).bind("id", id.value()).map((row, context) -> toPlugin(row)).findOne();
    }

    /** As {@link #find}; other transactions that do the same wait until this one ends. */
    Optional<Plugin> lock(Handle handle, Id id) {
        handle.createUpdate("UPDATE plugin SET updated_at = updated_at WHERE id = :id").bind("id", id.value()).execute();
        return find(handle, id);
    }

    long count(Handle handle, Id workspace) {
        return handle.createQuery("SELECT count(*) FROM plugin WHERE workspace_id = :workspace")
                .bind("workspace", workspace.value())
                .mapTo(Long.class)
                .one();
    }

    /** Newest first. */
    List<Item> list(Handle handle, Id workspace, int limit, long offset) {
        return handle.createQuery(
                        """
                        SELECT id, owner_id, kind, name, description, created_at, updated_at, published_at
                          FROM plugin
                         WHERE workspace_id = :workspace
                         ORDER BY id DESC
                         LIMIT :limit OFFSET :offset
                        """)
                .bind("workspace", workspace.value())
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> new Item(
                        new Id(row.getLong("id")),
                        new Id(row.getLong("owner_id")),
                        WireText.parse(Plugin.Kind.class, row.getString("kind")),
                        row.getString("name"),
                        row.getString("description"),
                        row.getLong("created_at"),
                        row.getLong("updated_at"),
                        row.getLong("published_at")))
                .list();
    }

    /** The plugin of this name in a workspace, the newest of several. */
    Optional<Id> named(Handle handle, Id workspace, String name) {
        return handle.createQuery("SELECT max(id) FROM plugin WHERE workspace_id = :workspace AND name = :name")
                .bind("workspace", workspace.value())
                .bind("name", name)
                .map((row, context) -> row.getLong(1))
                .findOne()
                .filter(id -> id != 0)
                .map(Id::new);
    }

    /** All published plugins of the installation, for everybody; newest first. */
    List<Listed> published(Handle handle) {
        return handle.createQuery(
                        """
                        SELECT id, owner_id, kind, listed_name, listed_description, listed_tools, category, published_at
                          FROM plugin
                         WHERE published_at > 0
                         ORDER BY published_at DESC, id DESC
                        """)
                .map((row, context) -> new Listed(
                        new Id(row.getLong("id")),
                        new Id(row.getLong("owner_id")),
                        row.getString("listed_name"),
                        row.getString("listed_description"),
                        row.getInt("listed_tools"),
                        row.getString("category"),
                        !row.getString("kind").equals(WireText.of(Plugin.Kind.CLIENT)),
                        row.getLong("published_at")))
                .list();
    }

    /** Adds to what is known of a plugin's use. */
    void used(Handle handle, Id plugin, Use more) {
        handle.createUpdate(
                        """
                        INSERT INTO plugin_use (plugin_id, calls, failures, millis) VALUES (:plugin, :calls, :failures, :millis)
                        ON CONFLICT (plugin_id) DO UPDATE SET calls = plugin_use.calls + excluded.calls,
                               failures = plugin_use.failures + excluded.failures,
                               millis = plugin_use.millis + excluded.millis
                        """)
                .bind("plugin", plugin.value())
                .bind("calls", more.calls())
                .bind("failures", more.failures())
                .bind("millis", more.millis())
                .execute();
    }

    java.util.Map<Id, Use> uses(Handle handle) {
        var found = new java.util.HashMap<Id, Use>();
        handle.createQuery("SELECT plugin_id, calls, failures, millis FROM plugin_use")
                .map((row, context) -> java.util.Map.entry(
                        new Id(row.getLong("plugin_id")),
                        new Use(row.getLong("calls"), row.getLong("failures"), row.getLong("millis"))))
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    private static Plugin toPlugin(ResultSet row) throws SQLException {
        var published = row.getString("published");
        return new Plugin(
                new Id(row.getLong("id")),
                new Id(row.getLong("workspace_id")),
                new Id(row.getLong("owner_id")),
                WireText.parse(Plugin.Kind.class, row.getString("kind")),
                Json.read(row.getString("draft"), Definition.class),
                row.getString("document"),
                published == null ? null : Json.read(published, Definition.class),
                row.getString("category"),
                row.getLong("shares_credential") != 0,
                row.getLong("created_at"),
                row.getLong("updated_at"),
                row.getLong("published_at"));
    }
}
