package dev.pankou.knowledge;

import dev.pankou.access.Caller;
import dev.pankou.api.ApiError;
import dev.pankou.api.Page;
import dev.pankou.api.PageRequest;
import dev.pankou.id.Id;
import dev.pankou.id.Ids;
import dev.pankou.jobs.Jobs;
import dev.pankou.store.Db;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Slices, as people look at them and correct them. Keeps no state, so threads may share it. */
final class SliceService {
    private final Db db;
    private final Clock clock;
    private final Ids ids;
    private final DocumentService documents;
    private final IndexTail index;
    private final Jobs jobs;
    private final @Nullable Embedding embedding;
    private final KnowledgeLimits limits;
    private final DocumentStore papers = new DocumentStore();
    private final SliceStore store = new SliceStore();
    private final ChangeStore changes = new ChangeStore();

    SliceService(
            Db db,
            Clock clock,
            Ids ids,
            DocumentService documents,
            IndexTail index,
            Jobs jobs,
            @Nullable Embedding embedding,
            KnowledgeLimits limits) {
        this.db = db;
        this.clock = clock;
        this.ids = ids;
        this.documents = documents;
        this.index = index;
        this.jobs = jobs;
        this.embedding = embedding;
        this.limits = limits;
    }

    /** In the order of the document. */
    Page<Slice> list(Caller caller, Id dataset, Id document, PageRequest page) {
        return db.read(handle -> {
            documents.seen(handle, caller, dataset, document);
            return new Page<>(store.list(handle, document, page), store.count(handle, document));
        });
    }

    /** Adds one at the end. @throws dev.pankou.api.ApiException 4000 as long as the document is not done */
    Id add(Caller caller, Id dataset, Id document, String content) {
        var added = db.write(handle -> {
            var paper = ready(documents.own(handle, caller, dataset, document));
            if (store.count(handle, document) >= limits.slices()) {
                throw ApiError.field("document_id", "a document has at most " + limits.slices() + " slices");
            }
            var now = clock.millis();
            var slice = new Slice(
                    ids.next(),
                    document,
                    dataset,
                    paper.workspace(),
                    paper.generation(),
                    store.nextPosition(handle, document, paper.generation()),
                    content,
                    null,
                    List.of(),
                    0,
                    true,
                    0,
                    now,
                    now);
            store.insert(handle, List.of(slice));
            embed(handle, slice.workspace());
            papers.recount(handle, document, now);
            changes.slices(handle, List.of(slice));
            return slice.id();
        });
        index.nudge();
        wake();
        return added;
    }

    /** Changes one; null leaves it. */
    void update(
            Caller caller, Id dataset, Id document, Id id, @Nullable String content, @Nullable Boolean enabled) {
        db.write(handle -> {
            ready(documents.own(handle, caller, dataset, document));
            var old = store.find(handle, document, id).orElseThrow(() -> missing(id));
            var now = clock.millis();
            var slice = new Slice(
                    id,
                    document,
                    dataset,
                    old.workspace(),
                    old.generation(),
                    old.position(),
                    content == null ? old.content() : content,
                    content == null ? old.indexed() : null,
                    old.headings(),
                    old.page(),
                    enabled == null ? old.enabled() : enabled,
                    old.hitCount(),
                    old.createdAt(),
                    now);
            store.update(handle, slice);
            if (content != null) {
                store.deleteVectors(handle, id);
                embed(handle, old.workspace());
                papers.recount(handle, document, now);
            }
            changes.slices(handle, List.of(slice));
            return id;
        });
        index.nudge();
        wake();
    }

    void delete(Caller caller, Id dataset, Id document, Id id) {
        db.write(handle -> {
            documents.own(handle, caller, dataset, document);
            var slice = store.find(handle, document, id).orElseThrow(() -> missing(id));
            store.delete(handle, id);
            papers.recount(handle, document, clock.millis());
            changes.slices(handle, List.of(slice));
            return id;
        });
        index.nudge();
    }

    /** Has the vector made in the background, if there is a model: who edits does not wait for it. */
    private void embed(org.jdbi.v3.core.Handle handle, Id workspace) {
        if (embedding != null) {
            jobs.submit(handle, VectorWork.JOB, workspace);
        }
    }

    private void wake() {
        if (embedding != null) {
            jobs.wake();
        }
    }

    private static Document ready(Document document) {
        if (document.generation() == 0) {
            throw ApiError.field("document_id", "document " + document.id() + " is not done yet, or failed");
        }
        return document;
    }

    private static RuntimeException missing(Id id) {
        return ApiError.NOT_FOUND.with("slice_id", id);
    }
}
