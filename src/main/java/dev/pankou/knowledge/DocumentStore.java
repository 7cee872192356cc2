package dev.pankou.knowledge;

import dev.pankou.api.PageRequest;
import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.json.WireText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Statements on documents, and on the work that is done for them. Who may see one is asked before. */
final class DocumentStore {
    private static final String FIELDS =
            """
            id, dataset_id, workspace_id, creator_id, name, type, size_bytes, source, file_id, web_url, caption, enabled,
            status, reason, percent, begun_at, rule, update_type, update_hours, next_update_at, generation, stored, epoch,
            char_count, slice_count, hit_count, created_at, updated_at
            """;

    private static final String COLUMNS = "SELECT " + FIELDS + " FROM document ";

    private static final String DELETE =
            """
            UPDATE document SET deleted = 1, status = 'failed', generation = -1, stored = 0, epoch = epoch + 1, next_update_at = 0,
                   file_id = NULL
            """;

    private static final String LISTED =
            """
             WHERE dataset_id = :dataset AND deleted = 0
               AND (:keyword = '' OR lower(name) LIKE :pattern ESCAPE '!' OR lower(caption) LIKE :pattern ESCAPE '!')
               AND (:caption = -1 OR :caption = CASE WHEN caption = '' THEN 0 ELSE 1 END)
            """;

    /**
     * Which documents of a base a list shows.
     *
     * @param keyword part of the name or caption in any case; "": all
     * @param hasCaption null: both
     */
    record Listing(Id dataset, String keyword, @Nullable Boolean hasCaption) {}

    void insert(Handle handle, Document document) {
        handle.createUpdate("INSERT INTO document (" + FIELDS
                        + """
                        ) VALUES (:id, :dataset, :workspace, :creator, :name, :type, :size, :source, :file, :webUrl, :caption,
                            :enabled, :status, :reason, 0, 0, :rule, :updateType, :updateHours, :nextUpdateAt, :generation,
                            :stored, :epoch, :chars, :slices, 0, :createdAt, :updatedAt)
                        """)
                .bind("id", document.id().value())
                .bind("dataset", document.dataset().value())
                .bind("workspace", document.workspace().value())
                .bind("creator", document.creator().value())
                .bind("name", document.name())
                .bind("type", document.type())
                .bind("size", document.sizeBytes())
                .bind("source", WireText.of(document.source()))
                .bind("file", DatasetStore.number(document.file()))
                .bind("webUrl", document.webUrl())
                .bind("caption", document.caption())
                .bind("enabled", document.enabled() ? 1 : 0)
                .bind("status", WireText.of(document.status()))
                .bind("reason", document.reason())
                .bind("rule", Json.text(document.rule()))
                .bind("updateType", WireText.of(document.updateType()))
                .bind("updateHours", document.updateHours())
                .bind("nextUpdateAt", document.nextUpdateAt())
                .bind("generation", document.generation())
                .bind("stored", document.stored())
                .bind("epoch", document.epoch())
                .bind("chars", document.charCount())
                .bind("slices", document.sliceCount())
                .bind("createdAt", document.createdAt())
                .bind("updatedAt", document.updatedAt())
                .execute();
    }

    Optional<Document> find(Handle handle, Id id) {
        return handle.createQuery(COLUMNS + "WHERE id = :id AND deleted = 0")
                .bind("id", id.value())
                .map((row, context) -> toDocument(row))
                .findOne();
    }

    /** Keeps others from changing the document until the end of the transaction. */
    Optional<Document> lock(Handle handle, Id id) {
        handle.createUpdate("UPDATE document SET updated_at = updated_at WHERE id = :id").bind("id", id.value()).execute();
        return find(handle, id);
    }

    /** Those that are there, by id. */
    List<Document> find(Handle handle, Collection<Id> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return handle.createQuery(COLUMNS + "WHERE id IN (<ids>) AND deleted = 0 ORDER BY id")
                .bindList("ids", ids.stream().map(Id::value).toList())
                .map((row, context) -> toDocument(row))
                .list();
    }

    /** Newest first. */
    List<Document> list(Handle handle, Listing listing, PageRequest page) {
        return listed(handle.createQuery(COLUMNS + LISTED + " ORDER BY id DESC LIMIT :limit OFFSET :offset"), listing)
                .bind("limit", page.size())
                .bind("offset", page.offset())
                .map((row, context) -> toDocument(row))
                .list();
    }

    long count(Handle handle, Listing listing) {
        return listed(handle.createQuery("SELECT count(*) FROM document" + LISTED), listing).mapTo(Long.class).one();
    }

    private static <S extends SqlStatement<S>> S listed(S query, Listing listing) {
        var escaped = listing.keyword()
                .toLowerCase(Locale.ROOT)
                .replace("!", "!!")
                .replace("%", "!%")
                .replace("_", "!_");
        return query.bind("dataset", listing.dataset().value())
                .bind("keyword", listing.keyword())
                .bind("pattern", "%" + escaped + "%")
                .bind("caption", listing.hasCaption() == null ? -1 : listing.hasCaption() ? 1 : 0);
    }

    /** All of a base, for those who delete it. */
    List<Id> files(Handle handle, Id dataset) {
        return handle.createQuery("SELECT file_id FROM document WHERE dataset_id = :dataset AND file_id IS NOT NULL AND deleted = 0")
                .bind("dataset", dataset.value())
                .mapTo(Long.class)
                .map(Id::new)
                .list();
    }

    void deleteAll(Handle handle, Id dataset) {
        handle.createUpdate(DELETE + "WHERE dataset_id = :dataset AND deleted = 0").bind("dataset", dataset.value()).execute();
    }

    /** It is gone for everybody and whoever works on it; its slices count no more. {@link Removal} has it away. */
    void delete(Handle handle, Id id) {
        handle.createUpdate(DELETE + "WHERE id = :id").bind("id", id.value()).execute();
    }

    /** A deleted one of a workspace whose rows are still there. */
    Optional<Id> deleted(Handle handle, Id workspace) {
        return handle.createQuery("SELECT id FROM document WHERE workspace_id = :workspace AND deleted = 1 ORDER BY id LIMIT 1")
                .bind("workspace", workspace.value())
                .mapTo(Long.class)
                .map(Id::new)
                .findOne();
    }

    /** The row of a deleted one without slices. */
    void remove(Handle handle, Id id) {
        handle.createUpdate("DELETE FROM document WHERE id = :id AND deleted = 1").bind("id", id.value()).execute();
    }

    void rename(Handle handle, Id id, String name, Document.UpdateType type, int hours, long nextUpdateAt, long now) {
        handle.createUpdate(
                        """
                        UPDATE document SET name = :name, update_type = :type, update_hours = :hours, next_update_at = :next,
                               updated_at = :now
                         WHERE id = :id
                        """)
                .bind("name", name)
                .bind("type", WireText.of(type))
                .bind("hours", hours)
                .bind("next", nextUpdateAt)
                .bind("now", now)
                .bind("id", id.value())
                .execute();
    }

    void enable(Handle handle, Id id, boolean enabled, long now) {
        handle.createUpdate("UPDATE document SET enabled = :enabled, updated_at = :now WHERE id = :id")
                .bind("enabled", enabled ? 1 : 0)
                .bind("now", now)
                .bind("id", id.value())
                .execute();
    }

    void caption(Handle handle, Id id, String caption, long now) {
        handle.createUpdate("UPDATE document SET caption = :caption, reason = '', updated_at = :now WHERE id = :id")
                .bind("caption", caption)
                .bind("now", now)
                .bind("id", id.value())
                .execute();
    }

    /** Has it read again from the start. What it has so far is found until then. */
    void restart(Handle handle, Id id, long now) {
        handle.createUpdate(
                        """
                        UPDATE document SET status = 'processing', reason = '', percent = 0, begun_at = 0, stored = 0,
                               epoch = epoch + 1, next_update_at = 0, updated_at = :now
                         WHERE id = :id
                        """)
                .bind("now", now)
                .bind("id", id.value())
                .execute();
    }

    /** Counts the slices and characters of the generation that is found. */
    void recount(Handle handle, Id id, long now) {
        handle.createUpdate(
                        """
                        UPDATE document SET updated_at = :now,
                               slice_count = (SELECT count(*) FROM slice s
                                               WHERE s.document_id = document.id AND s.generation = document.generation),
                               char_count = (SELECT coalesce(sum(length(s.content)), 0) FROM slice s
                                              WHERE s.document_id = document.id AND s.generation = document.generation)
                         WHERE id = :id
                        """)
                .bind("now", now)
                .bind("id", id.value())
                .execute();
    }

    // ---- the work

    /** Web pages whose time has come. */
    List<Document> due(Handle handle, long now, int most) {
        return handle.createQuery(
                        COLUMNS + "WHERE next_update_at > 0 AND next_update_at <= :now ORDER BY next_update_at, id LIMIT :most")
                .bind("now", now)
                .bind("most", most)
                .map((row, context) -> toDocument(row))
                .list();
    }

    /** Those of a workspace that wait: small ones first, then the oldest. @param last what was seen already; null: nothing */
    List<Document> waiting(Handle handle, Id workspace, long largeBytes, @Nullable Document last, int most) {
        return handle.createQuery(COLUMNS
                        + """
                        WHERE workspace_id = :workspace AND status = 'processing'
                          AND (CASE WHEN size_bytes > :large THEN 1 ELSE 0 END, id) > (:lastLarge, :last)
                        ORDER BY CASE WHEN size_bytes > :large THEN 1 ELSE 0 END, id
                        LIMIT :most
                        """)
                .bind("workspace", workspace.value())
                .bind("large", largeBytes)
                .bind("lastLarge", last == null ? -1 : last.sizeBytes() > largeBytes ? 1 : 0)
                .bind("last", last == null ? 0 : last.id().value())
                .bind("most", most)
                .map((row, context) -> toDocument(row))
                .list();
    }

    /** Says why the documents of a workspace that wait do; nobody else works on them now. */
    int explain(Handle handle, Id workspace, String reason) {
        return handle.createUpdate(
                        "UPDATE document SET reason = :reason WHERE workspace_id = :workspace AND status = 'processing'")
                .bind("reason", reason)
                .bind("workspace", workspace.value())
                .execute();
    }

    /**
     * Takes a document that waits away from any earlier worker. One whose slices are not all stored is read from its beginning,
     * and says so.
     *
     * @return its new epoch; 0: it waits no more
     */
    long take(Handle handle, Id id, long now) {
        return handle.createQuery(
                        """
                        UPDATE document SET epoch = epoch + 1, reason = '',
                               begun_at = CASE WHEN stored = 0 THEN :now ELSE begun_at END,
                               percent = CASE WHEN stored = 0 THEN 0 ELSE percent END
                         WHERE id = :id AND status = 'processing'
                        RETURNING epoch
                        """)
                .bind("id", id.value())
                .bind("now", now)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    /** Never goes back: a step that was told earlier may be written later. @return false when it was deleted or is another worker's */
    boolean progress(Handle handle, Id id, long epoch, int percent) {
        return handle.createUpdate(
                                """
                                UPDATE document SET percent = CASE WHEN percent < :percent THEN :percent ELSE percent END
                                 WHERE id = :id AND epoch = :epoch
                                """)
                        .bind("percent", percent)
                        .bind("id", id.value())
                        .bind("epoch", epoch)
                        .execute()
                > 0;
    }

    /** What was fetched. @return as {@link #progress} */
    boolean fetched(Handle handle, Id id, long epoch, Id file, String type, long bytes) {
        return handle.createUpdate(
                                "UPDATE document SET file_id = :file, type = :type, size_bytes = :bytes"
                                        + " WHERE id = :id AND epoch = :epoch")
                        .bind("file", file.value())
                        .bind("type", type)
                        .bind("bytes", bytes)
                        .bind("id", id.value())
                        .bind("epoch", epoch)
                        .execute()
                > 0;
    }

    /** All slices of a generation are there. @return as {@link #progress} */
    boolean stored(Handle handle, Id id, long epoch, long generation) {
        return handle.createUpdate("UPDATE document SET stored = :generation WHERE id = :id AND epoch = :epoch")
                        .bind("generation", generation)
                        .bind("id", id.value())
                        .bind("epoch", epoch)
                        .execute()
                > 0;
    }

    /** From now on these slices count, and it is done once the index has them. @return as {@link #progress} */
    boolean appear(Handle handle, Id id, long epoch, long generation, int percent) {
        return handle.createUpdate(
                                """
                                UPDATE document SET generation = :generation, stored = :generation, percent = :percent
                                 WHERE id = :id AND epoch = :epoch
                                """)
                        .bind("generation", generation)
                        .bind("percent", percent)
                        .bind("id", id.value())
                        .bind("epoch", epoch)
                        .execute()
                > 0;
    }

    /** From now on these slices count. @return as {@link #progress} */
    boolean done(Handle handle, Id id, long epoch, long generation, String reason, long nextUpdateAt, long now) {
        return handle.createUpdate(
                                """
                                UPDATE document SET status = 'done', generation = :generation, stored = 0, percent = 100,
                                       reason = :reason, next_update_at = :next, updated_at = :now
                                 WHERE id = :id AND epoch = :epoch
                                """)
                        .bind("generation", generation)
                        .bind("reason", reason)
                        .bind("next", nextUpdateAt)
                        .bind("now", now)
                        .bind("id", id.value())
                        .bind("epoch", epoch)
                        .execute()
                > 0;
    }

    /** It could not be read. What an earlier time brought stays found. @return as {@link #progress} */
    boolean failed(Handle handle, Id id, long epoch, String reason, long nextUpdateAt, long now) {
        return handle.createUpdate(
                                """
                                UPDATE document SET status = CASE WHEN generation > 0 THEN 'done' ELSE 'failed' END,
                                       reason = :reason, stored = 0, next_update_at = :next, updated_at = :now
                                 WHERE id = :id AND epoch = :epoch
                                """)
                        .bind("reason", reason)
                        .bind("next", nextUpdateAt)
                        .bind("now", now)
                        .bind("id", id.value())
                        .bind("epoch", epoch)
                        .execute()
                > 0;
    }

    void hit(Handle handle, Id id, long hits) {
        handle.createUpdate("UPDATE document SET hit_count = hit_count + :hits WHERE id = :id")
                .bind("hits", hits)
                .bind("id", id.value())
                .execute();
    }

    private static Document toDocument(ResultSet row) throws SQLException {
        return new Document(
                new Id(row.getLong("id")),
                new Id(row.getLong("dataset_id")),
                new Id(row.getLong("workspace_id")),
                new Id(row.getLong("creator_id")),
                row.getString("name"),
                row.getString("type"),
                row.getLong("size_bytes"),
                WireText.parse(Document.Source.class, row.getString("source")),
                DatasetStore.id(row, "file_id"),
                row.getString("web_url"),
                row.getString("caption"),
                row.getLong("enabled") != 0,
                WireText.parse(Document.Status.class, row.getString("status")),
                row.getString("reason"),
                row.getInt("percent"),
                row.getLong("begun_at"),
                Json.read(row.getString("rule"), DocumentRule.class),
                WireText.parse(Document.UpdateType.class, row.getString("update_type")),
                row.getInt("update_hours"),
                row.getLong("next_update_at"),
                row.getLong("generation"),
                row.getLong("stored"),
                row.getLong("epoch"),
                row.getLong("char_count"),
                row.getLong("slice_count"),
                row.getLong("hit_count"),
                row.getLong("created_at"),
                row.getLong("updated_at"));
    }
}
