package dev.pankou.knowledge;

import dev.pankou.api.ApiError;
import dev.pankou.id.Id;
import dev.pankou.jobs.Jobs;
import dev.pankou.store.Db;
import dev.pankou.upload.UploadService;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Knowledge for other rooms: recall, and what nodes of workflows do. Who calls has asked who may. Threads share it. */
public final class KnowledgeService {
    private static final int MOST_NAME = 255;

    private final Db db;
    private final Recall recall;
    private final DocumentService documents;
    private final UploadService uploads;
    private final Jobs jobs;
    private final IndexTail index;
    private final DatasetStore datasets = new DatasetStore();
    private final DocumentStore papers = new DocumentStore();

    KnowledgeService(
            Db db, Recall recall, DocumentService documents, UploadService uploads, Jobs jobs, IndexTail index) {
        this.db = db;
        this.recall = recall;
        this.documents = documents;
        this.uploads = uploads;
        this.jobs = jobs;
        this.index = index;
    }

    /** Passages for a question, best first. Bases that are not of this workspace, or gone, are left out. Blocks. */
    public List<Passage> recall(Id workspace, RecallWish wish) {
        return recall.passages(workspace, wish);
    }

    /** A base by name. */
    public record DatasetName(Id id, String name, String description) {}

    /** The bases of the workspace among these, in the order of the ids. */
    public List<DatasetName> names(Id workspace, List<Id> ids) {
        return db.read(handle -> names(handle, workspace, ids));
    }

    /** As {@link #names(Id, List)}, within other work on the store. */
    public List<DatasetName> names(Handle handle, Id workspace, List<Id> ids) {
        Map<Id, DatasetName> found = new HashMap<>();
        for (var dataset : datasets.of(handle, workspace, ids)) {
            found.put(dataset.id(), new DatasetName(dataset.id(), dataset.name(), dataset.description()));
        }
        return ids.stream().distinct().map(found::get).filter(Objects::nonNull).toList();
    }

    /**
     * How a document is cut.
     *
     * @param chunkType 0 automatic, 1 custom, 2 by headings
     * @param separator of chunkType 1
     * @param maxTokens of chunkType 1, 100 to 2000
     * @param overlap share of maxTokens that is repeated, 0 to 0.5
     */
    public record Cut(
            int chunkType,
            String separator,
            int maxTokens,
            double overlap,
            boolean removeExtraSpaces,
            boolean removeUrlsEmails) {
        /** As the structure of the document says. */
        public static final Cut AUTOMATIC = new Cut(0, "", 0, 0, false, false);
    }

    /**
     * Adds a document by its address, one of an uploaded file or of the web; it is read in the background.
     *
     * @param name of the document, with its suffix; of a longer one the last 255 characters are kept
     * @return its id
     * @throws dev.pankou.api.ApiException 4000 for a base that is not of the workspace, and for what the base does not take
     */
    public Id write(Id workspace, Id user, Id dataset, String name, String url, Cut cut) {
        var own = uploads.own(url);
        var rule = NewDocuments.rule(new DocumentOperations.ChunkStrategy(
                cut.chunkType(),
                cut.separator(),
                (long) cut.maxTokens(),
                cut.removeExtraSpaces(),
                cut.removeUrlsEmails(),
                null,
                cut.overlap()));
        var made = db.write(handle -> {
            var base = datasets.lock(handle, dataset)
                    .filter(found -> found.workspace().equals(workspace))
                    .orElseThrow(() -> ApiError.field("dataset_id", "knowledge base " + dataset + " does not exist"));
            if (own.isEmpty() && base.format() != Dataset.Format.TEXT) {
                throw ApiError.field("knowledge", "only knowledge bases of text take web pages");
            }
            documents.requireRoom(handle, dataset, 1, "dataset_id");
            var from = own.isPresent()
                    ? new NewDocument.From.Uploaded(own.get().id())
                    : new NewDocument.From.Web(NewDocuments.address("knowledge", url));
            var owner = own.isPresent() ? own.get().owner() : user;
            var document = documents.insert(
                    handle,
                    owner,
                    base,
                    new NewDocument("knowledge", end(name), from, "", Document.UpdateType.NONE, 0, rule),
                    null);
            jobs.submit(handle, Ingestion.JOB, workspace);
            return document.id();
        });
        jobs.wake();
        return made;
    }

    /** The end of a name, where its suffix is, as long as a name may be. */
    private static String end(String name) {
        var length = name.codePointCount(0, name.length());
        return length <= MOST_NAME ? name : name.substring(name.offsetByCodePoints(0, length - MOST_NAME));
    }

    /** Deletes a document. @return whether it was there, in this base of this workspace */
    public boolean delete(Id workspace, Id dataset, Id document) {
        var deleted = db.write(handle -> {
            Optional<Document> found = papers.lock(handle, document)
                    .filter(there -> there.workspace().equals(workspace) && there.dataset().equals(dataset));
            found.ifPresent(there -> documents.remove(handle, there));
            return found.isPresent();
        });
        index.nudge();
        return deleted;
    }

    /** Of these, the ones that were deleted, wherever they were. */
    public List<Id> gone(Handle handle, Collection<Id> ids) {
        return ids.isEmpty() ? List.of() : datasets.gone(handle, ids);
    }
}
