package dev.pankou.knowledge;

import dev.pankou.api.PageRequest;
import dev.pankou.id.Id;
import dev.pankou.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Statements on slices and their vectors. Who may see them is asked before. */
final class SliceStore {
    private static final String FIELDS =
            """
            s.id, s.document_id, s.dataset_id, s.workspace_id, s.generation, s.position, s.content, s.indexed, s.headings,
            s.page, s.enabled, s.hit_count, s.created_at, s.updated_at
            """;

    private static final String LIVE = " FROM slice s JOIN document d ON d.id = s.document_id AND d.generation = s.generation ";

    private static final String INSERT =
            """
            INSERT INTO slice (id, document_id, dataset_id, workspace_id, generation, position, content, indexed, headings,
                   page, enabled, hit_count, created_at, updated_at)
            VALUES (:id, :document, :dataset, :workspace, :generation, :position, :content, :indexed, :headings,
                   :page, :enabled, 0, :createdAt, :createdAt)
            """;

    /** The outermost first, as JSON. */
    private record Headings(List<String> all) {}

    void insert(Handle handle, Collection<Slice> slices) {
        if (slices.isEmpty()) {
            return;
        }
        var batch = handle.prepareBatch(INSERT);
        for (var slice : slices) {
            batch.bind("id", slice.id().value())
                    .bind("document", slice.document().value())
                    .bind("dataset", slice.dataset().value())
                    .bind("workspace", slice.workspace().value())
                    .bind("generation", slice.generation())
                    .bind("position", slice.position())
                    .bind("content", slice.content())
                    .bind("indexed", slice.indexed())
                    .bind("headings", Json.text(new Headings(slice.headings())))
                    .bind("page", slice.page())
                    .bind("enabled", slice.enabled() ? 1 : 0)
                    .bind("createdAt", slice.createdAt())
                    .add();
        }
        batch.execute();
    }

    /** A slice that counts. */
    Optional<Slice> find(Handle handle, Id document, Id slice) {
        return handle.createQuery("SELECT " + FIELDS + LIVE + "WHERE s.id = :slice AND s.document_id = :document")
                .bind("slice", slice.value())
                .bind("document", document.value())
                .map((row, context) -> toSlice(row))
                .findOne();
    }

    /** Those that count and whose document is enabled, as they are themselves. */
    Map<Id, Slice> found(Handle handle, Id workspace, Collection<Id> ids) {
        var found = new HashMap<Id, Slice>();
        if (!ids.isEmpty()) {
            handle.createQuery("SELECT " + FIELDS + LIVE
                            + "WHERE s.id IN (<ids>) AND s.workspace_id = :workspace AND s.enabled = 1 AND d.enabled = 1")
                    .bindList("ids", ids.stream().map(Id::value).toList())
                    .bind("workspace", workspace.value())
                    .map((row, context) -> toSlice(row))
                    .forEach(slice -> found.put(slice.id(), slice));
        }
        return found;
    }

    /** In the order of the document. */
    List<Slice> list(Handle handle, Id document, PageRequest page) {
        return handle.createQuery("SELECT " + FIELDS + LIVE
                        + "WHERE s.document_id = :document ORDER BY s.position, s.id LIMIT :limit OFFSET :offset")
                .bind("document", document.value())
                .bind("limit", page.size())
                .bind("offset", page.offset())
                .map((row, context) -> toSlice(row))
                .list();
    }

    long count(Handle handle, Id document) {
        return handle.createQuery("SELECT count(*) " + LIVE + "WHERE s.document_id = :document")
                .bind("document", document.value())
                .mapTo(Long.class)
                .one();
    }

    /** The next ones of a generation in its order, after a place in it. */
    List<Slice> after(Handle handle, Id document, long generation, long position, Id last, int most) {
        return handle.createQuery("SELECT " + FIELDS
                        + """
                         FROM slice s
                        WHERE s.document_id = :document AND s.generation = :generation
                          AND (s.position, s.id) > (:position, :last)
                        ORDER BY s.position, s.id
                        LIMIT :most
                        """)
                .bind("document", document.value())
                .bind("generation", generation)
                .bind("position", position)
                .bind("last", last.value())
                .bind("most", most)
                .map((row, context) -> toSlice(row))
                .list();
    }

    /** The next ones of all that count, by id. */
    List<Slice> after(Handle handle, Id last, int most) {
        return handle.createQuery("SELECT " + FIELDS + LIVE + "WHERE s.id > :last ORDER BY s.id LIMIT :most")
                .bind("last", last.value())
                .bind("most", most)
                .map((row, context) -> toSlice(row))
                .list();
    }

    /** Those that count and have no vector of this model, by id. */
    List<Slice> withoutVector(Handle handle, Id workspace, String model, int most) {
        return handle.createQuery("SELECT " + FIELDS + LIVE
                        + """
                        WHERE s.workspace_id = :workspace
                          AND NOT EXISTS (SELECT 1 FROM slice_vector v WHERE v.slice_id = s.id AND v.model = :model)
                        ORDER BY s.id
                        LIMIT :most
                        """)
                .bind("workspace", workspace.value())
                .bind("model", model)
                .bind("most", most)
                .map((row, context) -> toSlice(row))
                .list();
    }

    boolean any(Handle handle) {
        return handle.createQuery("SELECT 1 FROM slice LIMIT 1").mapTo(Integer.class).findOne().isPresent();
    }

    /** Workspaces with slices that have no vector of this model. */
    List<Id> workspacesWithoutVectors(Handle handle, String model) {
        return handle.createQuery(
                        """
                        SELECT DISTINCT s.workspace_id
                          FROM slice s
                         WHERE NOT EXISTS (SELECT 1 FROM slice_vector v WHERE v.slice_id = s.id AND v.model = :model)
                        """)
                .bind("model", model)
                .mapTo(Long.class)
                .map(Id::new)
                .list();
    }

    /** Those of one generation that have no vector of this model, in its order, after a place in it. */
    List<Slice> withoutVector(
            Handle handle, Id document, long generation, String model, long position, Id last, int most) {
        return handle.createQuery("SELECT " + FIELDS
                        + """
                         FROM slice s
                        WHERE s.document_id = :document AND s.generation = :generation
                          AND (s.position, s.id) > (:position, :last)
                          AND NOT EXISTS (SELECT 1 FROM slice_vector v WHERE v.slice_id = s.id AND v.model = :model)
                        ORDER BY s.position, s.id
                        LIMIT :most
                        """)
                .bind("document", document.value())
                .bind("generation", generation)
                .bind("model", model)
                .bind("position", position)
                .bind("last", last.value())
                .bind("most", most)
                .map((row, context) -> toSlice(row))
                .list();
    }

    /** How many of a generation have a vector of this model. */
    long embedded(Handle handle, Id document, long generation, String model) {
        return handle.createQuery(
                        """
                        SELECT count(*) FROM slice s
                         WHERE s.document_id = :document AND s.generation = :generation
                           AND EXISTS (SELECT 1 FROM slice_vector v WHERE v.slice_id = s.id AND v.model = :model)
                        """)
                .bind("document", document.value())
                .bind("generation", generation)
                .bind("model", model)
                .mapTo(Long.class)
                .one();
    }

    long count(Handle handle, Id document, long generation) {
        return handle.createQuery("SELECT count(*) FROM slice WHERE document_id = :document AND generation = :generation")
                .bind("document", document.value())
                .bind("generation", generation)
                .mapTo(Long.class)
                .one();
    }

    /** After the last of a document; 0 when it has none. */
    long nextPosition(Handle handle, Id document, long generation) {
        return handle.createQuery(
                        """
                        SELECT coalesce(max(position) + 1, 0) FROM slice
                         WHERE document_id = :document AND generation = :generation
                        """)
                .bind("document", document.value())
                .bind("generation", generation)
                .mapTo(Long.class)
                .one();
    }

    void update(Handle handle, Slice slice) {
        handle.createUpdate(
                        """
                        UPDATE slice SET content = :content, indexed = :indexed, enabled = :enabled, updated_at = :now
                         WHERE id = :id
                        """)
                .bind("content", slice.content())
                .bind("indexed", slice.indexed())
                .bind("enabled", slice.enabled() ? 1 : 0)
                .bind("now", slice.updatedAt())
                .bind("id", slice.id().value())
                .execute();
    }

    void delete(Handle handle, Id slice) {
        handle.createUpdate("DELETE FROM slice WHERE id = :id").bind("id", slice.value()).execute();
    }

    void deleteOf(Handle handle, Id document) {
        handle.createUpdate("DELETE FROM slice WHERE document_id = :document").bind("document", document.value()).execute();
    }

    /** Deletes some of those that belong to another generation; none has 0. @return whether there may be more */
    boolean deleteOthers(Handle handle, Id document, long generation, int most) {
        return handle.createUpdate(
                                """
                                DELETE FROM slice
                                 WHERE id IN (SELECT id FROM slice
                                               WHERE document_id = :document AND generation <> :generation
                                               LIMIT :most)
                                """)
                        .bind("document", document.value())
                        .bind("generation", generation)
                        .bind("most", most)
                        .execute()
                >= most;
    }

    /** Puts what was read, as far as it is new, at the end of what there was. */
    void append(Handle handle, Id document, long from, long to) {
        var offset = nextPosition(handle, document, to);
        handle.createUpdate(
                        """
                        UPDATE slice SET generation = :to, position = position + :offset
                         WHERE document_id = :document AND generation = :from
                           AND NOT EXISTS (SELECT 1 FROM slice old
                                            WHERE old.document_id = :document AND old.generation = :to
                                              AND old.content = slice.content)
                        """)
                .bind("to", to)
                .bind("offset", offset)
                .bind("document", document.value())
                .bind("from", from)
                .execute();
    }

    void hit(Handle handle, Id slice, long hits) {
        handle.createUpdate("UPDATE slice SET hit_count = hit_count + :hits WHERE id = :id")
                .bind("hits", hits)
                .bind("id", slice.value())
                .execute();
    }

    /** @param vector base64 */
    record Vector(Id slice, String vector) {}

    void putVectors(Handle handle, String model, Collection<Vector> vectors) {
        var batch = handle.prepareBatch(
                """
                INSERT INTO slice_vector (slice_id, model, vector)
                SELECT id, :model, :vector FROM slice WHERE id = :slice
                ON CONFLICT (slice_id, model) DO UPDATE SET vector = excluded.vector
                """);
        for (var vector : vectors) {
            batch.bind("slice", vector.slice().value()).bind("model", model).bind("vector", vector.vector()).add();
        }
        batch.execute();
    }

    /** A vector and the model that made it. */
    record Embedded(String model, String vector) {}

    /** All vectors of these slices, by slice. */
    Map<Id, List<Embedded>> vectors(Handle handle, Collection<Id> slices) {
        var found = new HashMap<Id, List<Embedded>>();
        if (!slices.isEmpty()) {
            handle.createQuery(
                            "SELECT slice_id, model, vector FROM slice_vector WHERE slice_id IN (<ids>) ORDER BY slice_id, model")
                    .bindList("ids", slices.stream().map(Id::value).toList())
                    .map((row, context) -> Map.entry(
                            new Id(row.getLong("slice_id")), new Embedded(row.getString("model"), row.getString("vector"))))
                    .forEach(entry -> found.computeIfAbsent(entry.getKey(), key -> new java.util.ArrayList<>())
                            .add(entry.getValue()));
        }
        return found;
    }

    /** Forgets what other models made of a workspace. */
    void deleteOtherVectors(Handle handle, Id workspace, String model) {
        handle.createUpdate(
                        """
                        DELETE FROM slice_vector
                         WHERE model <> :model AND slice_id IN (SELECT id FROM slice WHERE workspace_id = :workspace)
                        """)
                .bind("model", model)
                .bind("workspace", workspace.value())
                .execute();
    }

    void deleteVectors(Handle handle, Id slice) {
        handle.createUpdate("DELETE FROM slice_vector WHERE slice_id = :id").bind("id", slice.value()).execute();
    }

    private static Slice toSlice(ResultSet row) throws SQLException {
        return new Slice(
                new Id(row.getLong("id")),
                new Id(row.getLong("document_id")),
                new Id(row.getLong("dataset_id")),
                new Id(row.getLong("workspace_id")),
                row.getLong("generation"),
                row.getLong("position"),
                row.getString("content"),
                row.getString("indexed"),
                Json.read(row.getString("headings"), Headings.class).all(),
                row.getInt("page"),
                row.getLong("enabled") != 0,
                row.getLong("hit_count"),
                row.getLong("created_at"),
                row.getLong("updated_at"));
    }
}
