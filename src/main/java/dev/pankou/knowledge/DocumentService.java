package dev.pankou.knowledge;

import dev.pankou.access.Caller;
import dev.pankou.api.ApiError;
import dev.pankou.api.Page;
import dev.pankou.api.PageRequest;
import dev.pankou.id.Id;
import dev.pankou.id.Ids;
import dev.pankou.jobs.Jobs;
import dev.pankou.store.Db;
import dev.pankou.upload.UploadService;
import dev.pankou.upload.UploadedFile;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Documents: what may be done with them. Reading them is {@link Ingestion}'s. Keeps no state, so threads may share it. */
final class DocumentService {
    private static final long HOUR_MILLIS = 3_600_000;

    private final Db db;
    private final Clock clock;
    private final Ids ids;
    private final DatasetService datasets;
    private final UploadService uploads;
    private final Jobs jobs;
    private final IndexTail index;
    private final KnowledgeLimits limits;
    private final DocumentStore store = new DocumentStore();
    private final ChangeStore changes = new ChangeStore();

    DocumentService(
            Db db,
            Clock clock,
            Ids ids,
            DatasetService datasets,
            UploadService uploads,
            Jobs jobs,
            IndexTail index,
            KnowledgeLimits limits) {
        this.db = db;
        this.clock = clock;
        this.ids = ids;
        this.datasets = datasets;
        this.uploads = uploads;
        this.jobs = jobs;
        this.index = index;
        this.limits = limits;
    }

    /** The base, when the caller may add to it: to be asked before much work is done for a request. */
    Dataset requireOwn(Caller caller, Id dataset) {
        return db.read(handle -> datasets.owned(handle, caller, dataset));
    }

    /**
     * Adds documents and has them read in the background (CreateDocumentOpenAPI).
     *
     * @throws dev.pankou.api.ApiException 4200 and 4101 by the base, 4000 that names the field
     */
    List<Document> create(Caller caller, Id dataset, List<NewDocument> wanted) {
        var prepared = new ArrayList<@Nullable UploadedFile>();
        for (var document : wanted) {
            prepared.add(
                    document.from() instanceof NewDocument.From.Content(var path, var type)
                            ? uploads.take(caller.user(), named(document.name(), type), path)
                            : null);
        }
        var made = db.write(handle -> {
            var base = datasets.own(handle, caller, dataset);
            requireRoom(handle, dataset, wanted.size(), "document_bases");
            var documents = new ArrayList<Document>();
            for (var i = 0; i < wanted.size(); i++) {
                documents.add(insert(handle, caller.user(), base, wanted.get(i), prepared.get(i)));
            }
            jobs.submit(handle, Ingestion.JOB, base.workspace());
            return documents;
        });
        jobs.wake();
        return made;
    }

    /** @throws dev.pankou.api.ApiException 4000 when the base, which is locked, cannot take so many more */
    void requireRoom(Handle handle, Id dataset, int more, String field) {
        if (store.count(handle, new DocumentStore.Listing(dataset, "", null)) + more > limits.documents()) {
            throw ApiError.field(field, "a knowledge base has at most " + limits.documents() + " documents");
        }
    }

    /** Adds a document to a base whose owner is not asked: who calls has asked who may. */
    Document insert(Handle handle, Id creator, Dataset base, NewDocument wanted, @Nullable UploadedFile content) {
        var now = clock.millis();
        var file = wanted.from() instanceof NewDocument.From.Uploaded(var id)
                ? uploads.copy(uploads.find(handle, creator, id)
                        .orElseThrow(() -> ApiError.field(
                                wanted.field() + ".source_info.source_file_id", "file " + id + " does not exist or is not yours")))
                : content;
        var type = switch (wanted.from()) {
            case NewDocument.From.Web web -> "";
            case NewDocument.From.Content given -> given.type();
            case NewDocument.From.Uploaded uploaded -> suffix(base, Objects.requireNonNull(file).name(), wanted.name());
        };
        if (file != null) {
            check(base, wanted, type, file);
            uploads.hold(handle, file);
        }
        var document = new Document(
                ids.next(),
                base.id(),
                base.workspace(),
                creator,
                wanted.name(),
                type,
                file == null ? 0 : file.sizeBytes(),
                switch (wanted.from()) {
                    case NewDocument.From.Content local -> Document.Source.LOCAL;
                    case NewDocument.From.Web web -> Document.Source.WEB;
                    case NewDocument.From.Uploaded uploaded -> Document.Source.FILE;
                },
                file == null ? null : file.id(),
                wanted.from() instanceof NewDocument.From.Web(var url) ? url : "",
                wanted.caption(),
                true,
                Document.Status.PROCESSING,
                "",
                0,
                0,
                wanted.rule(),
                wanted.updateType(),
                wanted.updateHours(),
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                now,
                now);
        store.insert(handle, document);
        return document;
    }

    /** Some clients upload under a name without suffix and say it in the document's name. */
    private static String suffix(Dataset base, String file, String document) {
        var suffix = DocumentTypes.suffix(file);
        var named = DocumentTypes.suffix(document);
        var taken = DocumentTypes.of(base.format());
        return !taken.contains(suffix) && taken.contains(named) ? named : suffix;
    }

    private void check(Dataset base, NewDocument wanted, String type, UploadedFile file) {
        var taken = DocumentTypes.of(base.format());
        if (!taken.contains(type)) {
            throw ApiError.field(
                    wanted.field() + ".source_info",
                    (type.isEmpty() ? "a file without suffix" : "a " + type + " file")
                            + " does not fit this knowledge base, which takes " + String.join(", ", taken));
        }
        if (base.format() == Dataset.Format.IMAGE && !file.picture()) {
            throw ApiError.field(wanted.field() + ".source_info", "the file is no png, jpg, gif or webp picture");
        }
        if (file.sizeBytes() == 0) {
            throw ApiError.field(wanted.field() + ".source_info", "the file is empty");
        }
        if (file.sizeBytes() > limits.documentBytes()) {
            throw ApiError.field(wanted.field() + ".source_info", "a document has at most " + limits.documentBytes() + " bytes");
        }
    }

    private static String named(String name, String type) {
        return DocumentTypes.suffix(name).equals(type) ? name : name + "." + type;
    }

    /** Newest first (ListDocumentOpenAPI, ListPhotoDocumentOpenAPI). */
    Page<Document> list(Caller caller, DocumentStore.Listing listing, Dataset.@Nullable Format format, PageRequest page) {
        return db.read(handle -> {
            var base = datasets.seen(handle, caller, listing.dataset());
            if (format != null && base.format() != format) {
                throw ApiError.field("dataset_id", "knowledge base " + base.id() + " is none of images");
            }
            return new Page<>(store.list(handle, listing, page), store.count(handle, listing));
        });
    }

    /** The base's format, when the caller may look into it. */
    Dataset dataset(Caller caller, Id dataset) {
        return db.read(handle -> datasets.seen(handle, caller, dataset));
    }

    /** Documents of a base in the order asked for (GetDocumentProgressOpenAPI). @throws dev.pankou.api.ApiException 4200 for one that is none of it */
    List<Document> find(Caller caller, Id dataset, List<Id> wanted) {
        return db.read(handle -> {
            datasets.seen(handle, caller, dataset);
            return wanted.stream()
                    .map(id -> store.find(handle, id)
                            .filter(document -> document.dataset().equals(dataset))
                            .orElseThrow(() -> missing(id)))
                    .toList();
        });
    }

    /** An address of a document's file; "" when it has none. */
    String link(Document document) {
        var file = document.file();
        if (file == null) {
            return document.webUrl();
        }
        return db.read(handle -> uploads.held(handle, file)).map(uploads::link).orElse(document.webUrl());
    }

    /** Renames a document and says when a web page is read again (UpdateDocument); null leaves it. */
    void update(
            Caller caller, Id id, @Nullable String name, Document.@Nullable UpdateType type, int hours) {
        db.write(handle -> {
            var document = own(handle, caller, id);
            if (type != null && type != Document.UpdateType.NONE && document.source() != Document.Source.WEB) {
                throw ApiError.field("update_rule.update_type", "only web pages can be updated by themselves");
            }
            var newType = type == null ? document.updateType() : type;
            var newHours = type == null ? document.updateHours() : type == Document.UpdateType.NONE ? 0 : hours;
            var newName = name == null ? document.name() : name;
            store.rename(handle, id, newName, newType, newHours, next(document, newType, newHours), clock.millis());
            if (document.live() && !newName.equals(document.name())) {
                changes.documents(handle, document.dataset(), List.of(id)); // the name is searched
            }
            return id;
        });
        index.nudge();
    }

    private long next(Document document, Document.UpdateType type, int hours) {
        return type == Document.UpdateType.NONE || document.status() == Document.Status.PROCESSING
                ? 0
                : clock.millis() + hours * HOUR_MILLIS;
    }

    /** Makes a document found, or not. */
    void enable(Caller caller, Id dataset, Id id, boolean enabled) {
        db.write(handle -> {
            var document = own(handle, caller, dataset, id);
            if (document.enabled() != enabled) {
                store.enable(handle, id, enabled, clock.millis());
                changes.documents(handle, dataset, List.of(id));
            }
            return id;
        });
        index.nudge();
    }

    /** Deletes documents (DeleteDocumentAPI): all or none. @throws dev.pankou.api.ApiException 4200 or 4101 for the first that is none of the caller's */
    void delete(Caller caller, List<Id> wanted) {
        db.write(handle -> {
            for (var id : new HashSet<>(wanted).stream().sorted().toList()) {
                remove(handle, own(handle, caller, id));
            }
            return true;
        });
        jobs.wake();
        index.nudge();
    }

    /** Deletes a document whose owner is not asked. */
    void remove(Handle handle, Document document) {
        var file = document.file();
        if (file != null) {
            uploads.release(handle, List.of(file));
        }
        store.delete(handle, document.id());
        jobs.submit(handle, Removal.JOB, document.workspace());
        changes.documents(handle, document.dataset(), List.of(document.id()));
    }

    /** Has a document that failed read once more. @throws dev.pankou.api.ApiException 4000 for one that did not fail */
    void retry(Caller caller, Id dataset, Id id) {
        db.write(handle -> {
            var document = own(handle, caller, dataset, id);
            if (document.status() != Document.Status.FAILED) {
                throw ApiError.field("document_id", "document " + id + " did not fail");
            }
            store.restart(handle, id, clock.millis());
            jobs.submit(handle, Ingestion.JOB, document.workspace());
            return id;
        });
        jobs.wake();
    }

    /** The document, locked, when the caller owns its base. */
    Document own(Handle handle, Caller caller, Id id) {
        var document = store.find(handle, id).orElseThrow(() -> missing(id));
        return own(handle, caller, document.dataset(), id);
    }

    /** As {@link #own(Handle, Caller, Id)}, of this base. */
    Document own(Handle handle, Caller caller, Id dataset, Id id) {
        try {
            datasets.own(handle, caller, dataset);
        } catch (dev.pankou.api.ApiException refused) {
            throw refused.error() == ApiError.NOT_FOUND ? missing(id) : refused;
        }
        return store.lock(handle, id)
                .filter(document -> document.dataset().equals(dataset))
                .orElseThrow(() -> missing(id));
    }

    /** The document, when the caller may look into its base. */
    Document seen(Handle handle, Caller caller, Id dataset, Id id) {
        datasets.seen(handle, caller, dataset);
        return store.find(handle, id)
                .filter(document -> document.dataset().equals(dataset))
                .orElseThrow(() -> missing(id));
    }

    static RuntimeException missing(Id id) {
        return ApiError.NOT_FOUND.with("document_id", id);
    }
}
