package dev.pankou.knowledge;

import dev.pankou.id.Id;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Statements on the log of what changed for the search, and its clock. */
final class ChangeStore {
    /** What changed. {@code slice} 0: the whole document; {@code document} 0 as well: the whole base. */
    record Change(long seq, Id dataset, Id document, Id slice) {}

    private static final Id ALL = new Id(0);

    void dataset(Handle handle, Id dataset) {
        insert(handle, List.of(new Change(tick(handle), dataset, ALL, ALL)));
    }

    void documents(Handle handle, Id dataset, List<Id> documents) {
        var seq = tick(handle);
        insert(handle, documents.stream().map(document -> new Change(seq, dataset, document, ALL)).toList());
    }

    void slices(Handle handle, List<Slice> slices) {
        var seq = tick(handle);
        insert(
                handle,
                slices.stream().map(slice -> new Change(seq, slice.dataset(), slice.document(), slice.id())).toList());
    }

    /** Counts up. The row stays locked until the commit, so numbers become visible in order: the last thing a transaction does. */
    private static long tick(Handle handle) {
        return handle.createQuery("UPDATE knowledge_clock SET seq = seq + 1 WHERE id = 1 RETURNING seq")
                .mapTo(Long.class)
                .one();
    }

    private static void insert(Handle handle, List<Change> changes) {
        var batch = handle.prepareBatch(
                """
                INSERT INTO knowledge_change (seq, part, dataset_id, document_id, slice_id)
                VALUES (:seq, :part, :dataset, :document, :slice)
                """);
        var part = 0;
        for (var change : changes) {
            batch.bind("seq", change.seq())
                    .bind("part", part++)
                    .bind("dataset", change.dataset().value())
                    .bind("document", change.document().value())
                    .bind("slice", change.slice().value())
                    .add();
        }
        batch.execute();
    }

    long clock(Handle handle) {
        return handle.createQuery("SELECT seq FROM knowledge_clock WHERE id = 1").mapTo(Long.class).one();
    }

    /** The oldest number the log still has; after the clock when it has none. */
    long oldest(Handle handle) {
        return handle.createQuery("SELECT coalesce(min(seq), (SELECT seq + 1 FROM knowledge_clock WHERE id = 1)) FROM knowledge_change")
                .mapTo(Long.class)
                .one();
    }

    /** What follows on a number, in order; of a number all or nothing. */
    List<Change> after(Handle handle, long seq, int most) {
        return handle.createQuery(
                        """
                        SELECT seq, dataset_id, document_id, slice_id
                          FROM knowledge_change
                         WHERE seq > :seq
                           AND seq <= (SELECT coalesce(max(seq), 0)
                                         FROM (SELECT DISTINCT seq FROM knowledge_change WHERE seq > :seq
                                                ORDER BY seq LIMIT :most) AS next)
                         ORDER BY seq, part
                        """)
                .bind("seq", seq)
                .bind("most", most)
                .map((row, context) -> new Change(
                        row.getLong("seq"),
                        new Id(row.getLong("dataset_id")),
                        new Id(row.getLong("document_id")),
                        new Id(row.getLong("slice_id"))))
                .list();
    }

    /** Forgets what is old enough that every living node has seen it; one that has not starts anew. */
    int forget(Handle handle, long keep) {
        return handle.createUpdate("DELETE FROM knowledge_change WHERE seq <= (SELECT seq FROM knowledge_clock WHERE id = 1) - :keep")
                .bind("keep", keep)
                .execute();
    }
}
