package dev.pankou.knowledge;

import dev.pankou.api.PageRequest;
import dev.pankou.id.Id;
import dev.pankou.json.WireText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Statements on bases. Who may see one is asked before. */
final class DatasetStore {
    private static final String COLUMNS =
            "SELECT id, workspace_id, owner_id, name, description, icon_file_id, format, created_at, updated_at FROM dataset ";

    private static final String LISTED =
            """
             WHERE workspace_id = :workspace AND deleted = 0
               AND (:format = '' OR format = :format)
               AND (:name = '' OR lower(name) LIKE :pattern ESCAPE '!')
            """;

    void insert(Handle handle, Dataset dataset) {
        handle.createUpdate(
                        """
                        INSERT INTO dataset (id, workspace_id, owner_id, name, description, icon_file_id, format, created_at,
                               updated_at)
                        VALUES (:id, :workspace, :owner, :name, :description, :icon, :format, :createdAt, :updatedAt)
                        """)
                .bind("id", dataset.id().value())
                .bind("workspace", dataset.workspace().value())
                .bind("owner", dataset.owner().value())
                .bind("name", dataset.name())
                .bind("description", dataset.description())
                .bind("icon", number(dataset.iconFile()))
                .bind("format", WireText.of(dataset.format()))
                .bind("createdAt", dataset.createdAt())
                .bind("updatedAt", dataset.updatedAt())
                .execute();
    }

    void update(Handle handle, Id id, String name, String description, @Nullable Id icon, long now) {
        handle.createUpdate(
                        """
                        UPDATE dataset SET name = :name, description = :description, icon_file_id = :icon, updated_at = :now
                         WHERE id = :id
                        """)
                .bind("name", name)
                .bind("description", description)
                .bind("icon", number(icon))
                .bind("now", now)
                .bind("id", id.value())
                .execute();
    }

    Optional<Dataset> find(Handle handle, Id id) {
        return handle.createQuery(COLUMNS + "WHERE id = :id AND deleted = 0")
                .bind("id", id.value())
                .map((row, context) -> toDataset(row))
                .findOne();
    }

    /** Keeps others from changing the base and from adding documents until the end of the transaction. */
    Optional<Dataset> lock(Handle handle, Id id) {
        handle.createUpdate("UPDATE dataset SET updated_at = updated_at WHERE id = :id").bind("id", id.value()).execute();
        return find(handle, id);
    }

    /** Those of the workspace among these, in no certain order. */
    List<Dataset> of(Handle handle, Id workspace, Collection<Id> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return handle.createQuery(COLUMNS + "WHERE workspace_id = :workspace AND id IN (<ids>) AND deleted = 0")
                .bind("workspace", workspace.value())
                .bindList("ids", ids.stream().map(Id::value).toList())
                .map((row, context) -> toDataset(row))
                .list();
    }

    /** Newest first. @param name part of it, in any case; "": all. @param format null: all */
    List<Dataset> list(Handle handle, Id workspace, String name, Dataset.@Nullable Format format, PageRequest page) {
        var query = handle.createQuery(COLUMNS + LISTED + " ORDER BY id DESC LIMIT :limit OFFSET :offset");
        return listed(query, workspace, name, format)
                .bind("limit", page.size())
                .bind("offset", page.offset())
                .map((row, context) -> toDataset(row))
                .list();
    }

    long count(Handle handle, Id workspace, String name, Dataset.@Nullable Format format) {
        var query = handle.createQuery("SELECT count(*) FROM dataset" + LISTED);
        return listed(query, workspace, name, format).mapTo(Long.class).one();
    }

    private static <S extends SqlStatement<S>> S listed(S query, Id workspace, String name, Dataset.@Nullable Format format) {
        var escaped = name.toLowerCase(Locale.ROOT).replace("!", "!!").replace("%", "!%").replace("_", "!_");
        return query.bind("workspace", workspace.value())
                .bind("format", format == null ? "" : WireText.of(format))
                .bind("name", name)
                .bind("pattern", "%" + escaped + "%");
    }

    /** It is gone for everybody; {@link Removal} has its row away. */
    void delete(Handle handle, Id id) {
        handle.createUpdate("UPDATE dataset SET deleted = 1 WHERE id = :id").bind("id", id.value()).execute();
        handle.createUpdate("INSERT INTO dataset_gone (id) VALUES (:id)").bind("id", id.value()).execute();
    }

    /** The rows of a workspace's deleted bases without documents. */
    void remove(Handle handle, Id workspace) {
        handle.createUpdate(
                        """
                        DELETE FROM dataset
                         WHERE workspace_id = :workspace AND deleted = 1
                           AND NOT EXISTS (SELECT 1 FROM document d WHERE d.dataset_id = dataset.id)
                        """)
                .bind("workspace", workspace.value())
                .execute();
    }

    /** Those of these that were deleted. @param ids not empty */
    List<Id> gone(Handle handle, Collection<Id> ids) {
        return handle.createQuery("SELECT id FROM dataset_gone WHERE id IN (<ids>)")
                .bindList("ids", ids.stream().map(Id::value).toList())
                .mapTo(Long.class)
                .map(Id::new)
                .list();
    }

    /** Sums over a base's documents. */
    record Sums(long documents, long bytes, long slices, long hits) {
        static final Sums NONE = new Sums(0, 0, 0, 0);
    }

    Map<Id, Sums> sums(Handle handle, Collection<Id> datasets) {
        var found = new HashMap<Id, Sums>();
        if (datasets.isEmpty()) {
            return found;
        }
        handle.createQuery(
                        """
                        SELECT dataset_id, count(*) AS documents, sum(size_bytes) AS bytes, sum(slice_count) AS slices,
                               sum(hit_count) AS hits
                          FROM document
                         WHERE dataset_id IN (<ids>) AND deleted = 0
                         GROUP BY dataset_id
                        """)
                .bindList("ids", datasets.stream().map(Id::value).toList())
                .map((row, context) -> Map.entry(
                        new Id(row.getLong("dataset_id")),
                        new Sums(row.getLong("documents"), row.getLong("bytes"), row.getLong("slices"), row.getLong("hits"))))
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    /** A document's name in the list of its base. */
    record Name(Id dataset, Id document, String name, Document.Status status) {}

    /** Names of documents, newest first, at most {@code most} a base and status. */
    List<Name> names(Handle handle, Collection<Id> datasets, int most) {
        if (datasets.isEmpty()) {
            return List.of();
        }
        return handle.createQuery(
                        """
                        SELECT dataset_id, id, name, status
                          FROM (SELECT dataset_id, id, name, status,
                                       row_number() OVER (PARTITION BY dataset_id, status ORDER BY id DESC) AS place
                                  FROM document
                                 WHERE dataset_id IN (<ids>) AND deleted = 0) AS numbered
                         WHERE place <= :most
                         ORDER BY id DESC
                        """)
                .bindList("ids", datasets.stream().map(Id::value).toList())
                .bind("most", most)
                .map((row, context) -> new Name(
                        new Id(row.getLong("dataset_id")),
                        new Id(row.getLong("id")),
                        row.getString("name"),
                        WireText.parse(Document.Status.class, row.getString("status"))))
                .list();
    }

    static @Nullable Long number(@Nullable Id id) {
        return id == null ? null : id.value();
    }

    static @Nullable Id id(ResultSet row, String column) throws SQLException {
        var value = row.getLong(column);
        return row.wasNull() ? null : new Id(value);
    }

    private static Dataset toDataset(ResultSet row) throws SQLException {
        return new Dataset(
                new Id(row.getLong("id")),
                new Id(row.getLong("workspace_id")),
                new Id(row.getLong("owner_id")),
                row.getString("name"),
                row.getString("description"),
                id(row, "icon_file_id"),
                WireText.parse(Dataset.Format.class, row.getString("format")),
                row.getLong("created_at"),
                row.getLong("updated_at"));
    }
}
