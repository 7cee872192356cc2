package dev.pankou.knowledge;

import dev.pankou.id.Id;
import dev.pankou.retrieval.Change;
import dev.pankou.retrieval.IndexedChunk;
import dev.pankou.store.Db;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What the rows are now, as changes of the search index. Threads share it. */
final class IndexRows {
    /** Slices that are looked at together. */
    static final int BATCH = 1000;

    private final Db db;
    private final @Nullable Embedding embedding;
    private final DocumentStore documents = new DocumentStore();
    private final SliceStore slices = new SliceStore();

    IndexRows(Db db, @Nullable Embedding embedding) {
        this.db = db;
        this.embedding = embedding;
    }

    /** What one change comes to. */
    void collect(ChangeStore.Change change, List<Change> pending) {
        if (change.document().value() == 0) {
            pending.add(new Change.RemoveDataset(change.dataset()));
            return;
        }
        if (change.slice().value() != 0) {
            db.read(handle -> {
                var document = documents.find(handle, change.document()).filter(Document::live);
                var slice = document.flatMap(found -> slices.find(handle, found.id(), change.slice()));
                if (document.isPresent() && slice.isPresent()) {
                    pending.addAll(puts(handle, document.get(), List.of(slice.get())));
                } else {
                    pending.add(new Change.RemoveChunk(change.slice()));
                }
                return true;
            });
            return;
        }
        pending.add(new Change.RemoveDocument(change.dataset(), change.document()));
        var piece = piece(change.document(), -1, new Id(0), BATCH);
        pending.addAll(piece.puts());
        while (!piece.end()) { // it grew this very moment
            piece = piece(change.document(), piece.position(), piece.last(), BATCH);
            pending.addAll(piece.puts());
        }
    }

    /** Some slices of a document and where they end. */
    record Piece(long position, Id last, List<Change> puts, boolean end) {}

    /** What follows a place; nothing of a document that is gone or disabled. */
    Piece piece(Id id, long position, Id last, int most) {
        return db.read(handle -> {
            var document = documents.find(handle, id).filter(Document::live);
            if (document.isEmpty()) {
                return new Piece(position, last, List.of(), true);
            }
            var found = slices.after(handle, id, document.get().generation(), position, last, most);
            return found.isEmpty()
                    ? new Piece(position, last, List.of(), true)
                    : new Piece(
                            found.getLast().position(),
                            found.getLast().id(),
                            puts(handle, document.get(), found),
                            found.size() < most);
        });
    }

    List<Change> puts(Handle handle, Document document, List<Slice> found) {
        var vectors = slices.vectors(handle, found.stream().map(Slice::id).toList());
        var title = document.name().replaceFirst("\\.[A-Za-z0-9]{1,8}$", "");
        return found.stream()
                .<Change>map(slice -> {
                    var vector = best(vectors.getOrDefault(slice.id(), List.of()));
                    return new Change.Put(new IndexedChunk(
                            slice.id(),
                            slice.document(),
                            slice.dataset(),
                            slice.workspace(),
                            slice.searched(),
                            heading(title, slice),
                            slice.enabled(),
                            vector == null ? null : Embedding.decoded(vector.vector()),
                            vector == null ? "" : vector.model()));
                })
                .toList();
    }

    private static String heading(String title, Slice slice) {
        return slice.headings().isEmpty() ? title : title + "\n" + String.join("\n", slice.headings());
    }

    /** The model's of now, else any. */
    private SliceStore.@Nullable Embedded best(List<SliceStore.Embedded> vectors) {
        var model = embedding == null ? null : embedding.known();
        return vectors.stream()
                .filter(vector -> vector.model().equals(model))
                .findFirst()
                .orElse(vectors.isEmpty() ? null : vectors.getLast());
    }
}
