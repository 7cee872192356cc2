package dev.pankou.knowledge;

import dev.pankou.access.Caller;
import dev.pankou.access.Permission;
import dev.pankou.api.Alias;
import dev.pankou.api.ApiError;
import dev.pankou.api.Default;
import dev.pankou.api.Doc;
import dev.pankou.api.Length;
import dev.pankou.api.Operation;
import dev.pankou.api.PageRequest;
import dev.pankou.api.Range;
import dev.pankou.api.Required;
import dev.pankou.id.Id;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations on documents. Their answers carry ids as strings whatever {@code Agw-Js-Conv} says. */
final class DocumentOperations {
    private static final int MAX_PAGE = 300;
    private static final int MOST_DELETED = 100;
    private static final int MOST_ASKED = 300;
    private static final int MIN_HOURS = 24;
    private static final int MAX_HOURS = 24 * 365;

    private final DocumentService documents;
    private final NewDocuments reader;
    private final Clock clock;

    /** @param temporary a folder of the data folder, for contents that come in requests */
    DocumentOperations(DocumentService documents, Clock clock, Path temporary) {
        this.documents = documents;
        this.reader = new NewDocuments(temporary);
        this.clock = clock;
    }

    List<Operation<?, ?>> declared() {
        return List.of(
                Operation.post("CreateDocumentOpenAPI", "/open_api/knowledge/document/create")
                        .permission(Permission.CREATE_DOCUMENT)
                        .summary("Add up to 10 documents to a knowledge base; they are read in the background")
                        .flat(CreateDocuments.class, Documents.class, this::create),
                Operation.post("UpdateDocument", "/open_api/knowledge/document/update")
                        .permission(Permission.UPDATE_DOCUMENT)
                        .summary("Rename a document, or say when a web page is read again")
                        .done(UpdateDocument.class, this::update),
                Operation.post("DeleteDocumentAPI", "/open_api/knowledge/document/delete")
                        .permission(Permission.DELETE_DOCUMENT)
                        .summary("Delete up to 100 documents, all or none")
                        .done(DeleteDocuments.class, (caller, request) -> documents.delete(caller, request.documentIds())),
                Operation.post("ListDocumentOpenAPI", "/open_api/knowledge/document/list")
                        .permission(Permission.LIST_DOCUMENTS)
                        .summary("List the documents of a knowledge base, newest first")
                        .flat(ListDocuments.class, DocumentPage.class, this::list),
                Operation.post("GetDocumentProgressOpenAPI", "/v1/datasets/{dataset_id}/process")
                        .permission(Permission.READ_DOCUMENT_PROGRESS)
                        .summary("How far documents are")
                        .data(AskProgress.class, Progresses.class, this::progress),
                Operation.get("PankouGetDocument", "/pankou/v1/datasets/{dataset_id}/documents/{document_id}")
                        .permission(Permission.LIST_DOCUMENTS)
                        .summary("A document")
                        .data(DocumentId.class, DocumentView.class, this::get),
                Operation.put("PankouUpdateDocument", "/pankou/v1/datasets/{dataset_id}/documents/{document_id}")
                        .permission(Permission.UPDATE_DOCUMENT)
                        .summary("Whether a document is found by recall")
                        .done(EnableDocument.class, (caller, request) -> documents.enable(
                                caller, request.datasetId(), request.documentId(), request.enabled())),
                Operation.post("PankouRetryDocument", "/pankou/v1/datasets/{dataset_id}/documents/{document_id}/retry")
                        .permission(Permission.UPDATE_DOCUMENT)
                        .summary("Read a document that failed once more")
                        .done(DocumentId.class, (caller, request) ->
                                documents.retry(caller, request.datasetId(), request.documentId())));
    }

    private Documents create(Caller caller, CreateDocuments request) {
        var base = documents.requireOwn(caller, request.datasetId());
        if (request.formatType() != null && DatasetOperations.format(request.formatType()) != base.format()) {
            throw ApiError.field("format_type", "knowledge base " + base.id() + " has format_type " + base.format().ordinal());
        }
        var wanted = reader.read(request, base.format());
        try {
            return new Documents(documents.create(caller, base.id(), wanted).stream()
                    .map(document -> DocumentView.of(document, base.format()))
                    .toList());
        } finally {
            NewDocuments.discard(wanted);
        }
    }

    private void update(Caller caller, UpdateDocument request) {
        var rule = request.updateRule();
        var type = rule == null || rule.updateType() == null ? null : updateType("update_rule", rule.updateType());
        var hours = type == null ? 0 : hours("update_rule", type, rule == null ? null : rule.updateInterval());
        documents.update(caller, request.documentId(), request.documentName(), type, hours);
    }

    static Document.UpdateType updateType(String at, int type) {
        var all = Document.UpdateType.values();
        if (type < 0 || type >= all.length) {
            throw ApiError.field(at + ".update_type", "must be one of 0 (never), 1 (overwrite), 2 (append)");
        }
        return all[type];
    }

    /** @return 0 for pages that are not updated */
    static int hours(String at, Document.UpdateType type, @Nullable Integer given) {
        if (type == Document.UpdateType.NONE) {
            return 0;
        }
        if (given == null || given < MIN_HOURS || given > MAX_HOURS) {
            throw ApiError.field(at + ".update_interval", MIN_HOURS + " to " + MAX_HOURS + " hours");
        }
        return given;
    }

    /** One client knows 0 and 1 only, and breaks on a list with a 2 (SDK-SURFACE 2). */
    private static int wire(Document.UpdateType type) {
        return type == Document.UpdateType.NONE ? 0 : 1;
    }

    private DocumentPage list(Caller caller, ListDocuments request) {
        // the documented sample asks for page 0
        var page = PageRequest.of(Math.max(request.page(), request.page() == 0 ? 1 : request.page()), request.size(), MAX_PAGE);
        var base = documents.dataset(caller, request.datasetId());
        var found = documents.list(
                caller, new DocumentStore.Listing(request.datasetId(), request.keyword(), null), null, page);
        return new DocumentPage(
                found.items().stream()
                        .map(document -> DocumentView.of(document, base.format()))
                        .toList(),
                found.total());
    }

    private Progresses progress(Caller caller, AskProgress request) {
        return new Progresses(documents.find(caller, request.datasetId(), request.documentIds()).stream()
                .map(document -> ProgressView.of(document, documents.link(document), clock.millis()))
                .toList());
    }

    private DocumentView get(Caller caller, DocumentId request) {
        var base = documents.dataset(caller, request.datasetId());
        var found = documents.find(caller, request.datasetId(), List.of(request.documentId())).getFirst();
        return DocumentView.of(found, base.format());
    }

    record CreateDocuments(
            @Required Id datasetId,
            @Required @Length(min = 1, max = 10) List<DocumentBase> documentBases,
            @Nullable ChunkStrategy chunkStrategy,
            @Nullable @Doc("0 text, 1 table, 2 images; absent: as the knowledge base has it") Integer formatType) {}

    record DocumentBase(
            @Required @Length(min = 1, max = 255) String name,
            @Required SourceInfo sourceInfo,
            @Nullable UpdateRule updateRule,
            @Nullable @Length(max = 2000) @Doc("of an image") String caption,
            @Nullable TableSheet tableSheet,
            List<TableColumn> tableMeta) {}

    record SourceInfo(
            @Nullable @Doc("with file_type; source 0") String fileBase64,
            @Nullable @Doc("suffix of the file, such as pdf") String fileType,
            @Nullable @Length(max = 2000) @Doc("source 1") String webUrl,
            @Nullable @Doc("an uploaded file; source 5") Id sourceFileId,
            @Nullable @Doc("0 file_base64, 1 web_url, 5 source_file_id; absent: as the fields say") Integer documentSource) {}

    record UpdateRule(
            @Nullable @Doc("0 never, 1 overwrite, 2 append; web pages only") Integer updateType,
            @Nullable @Doc("hours, at least 24") Integer updateInterval) {}

    record ChunkStrategy(
            @Nullable @Doc("0 automatic, 1 custom; extension: 2 by headings") Integer chunkType,
            @Nullable @Length(max = 100) String separator,
            @Nullable @Doc("100 to 2000") Long maxTokens,
            @Nullable Boolean removeExtraSpaces,
            @Nullable Boolean removeUrlsEmails,
            @Nullable @Doc("images: 0 a model writes captions, 1 people do") Integer captionType,
            @Nullable @Range(min = 0, max = 0.5) @Doc("extension: share of max_tokens that is repeated") Double overlap) {}

    record TableSheet(
            @Nullable @Range(min = 0, max = 1000) @Doc("from 0") Integer sheetId,
            @Nullable @Range(min = 0, max = 1000) @Doc("from 0") Integer headerLineIdx,
            @Nullable @Range(min = 0, max = 1_000_000) @Doc("from 0; the row after the header") Integer startLineIdx) {}

    record TableColumn(
            @Required @Length(min = 1, max = 200) String columnName,
            @Nullable @Doc("1 text, 2 number, 3 date, 4 float, 5 boolean, 6 image") Integer columnType,
            @Nullable @Doc("whether it is searched") Boolean isSemantic) {}

    record Documents(List<DocumentView> documentInfos) {}

    record UpdateDocument(
            @Required Id documentId,
            @Nullable @Length(min = 1, max = 255) String documentName,
            @Nullable UpdateRule updateRule) {}

    record DeleteDocuments(@Required @Length(min = 1, max = MOST_DELETED) List<Id> documentIds) {}

    record ListDocuments(
            @Required Id datasetId,
            @Default("1") int page,
            @Alias("page_size") @Default("10") int size,
            @Default("") @Length(max = 100) @Doc("part of the name") String keyword) {}

    record DocumentPage(List<DocumentView> documentInfos, long total) {}

    record AskProgress(@Required Id datasetId, @Required @Length(min = 1, max = MOST_ASKED) List<Id> documentIds) {}

    record Progresses(List<ProgressView> data) {}

    record DocumentId(@Required Id datasetId, @Required Id documentId) {}

    record EnableDocument(@Required Id datasetId, @Required Id documentId, @Required Boolean enabled) {}

    /** Schema DocumentInfo; times in seconds. */
    record DocumentView(
            Id documentId,
            String name,
            long size,
            String type,
            int status,
            int formatType,
            int sourceType,
            long charCount,
            long sliceCount,
            long hitCount,
            String tosUri,
            String webUrl,
            @Nullable Id sourceFileId,
            Id spaceId,
            Id creatorId,
            int updateType,
            boolean append,
            int updateInterval,
            long createTime,
            long updateTime,
            ChunkView chunkStrategy,
            boolean enabled,
            String statusDescript) {
        static DocumentView of(Document document, Dataset.Format format) {
            var file = document.file();
            return new DocumentView(
                    document.id(),
                    document.name(),
                    document.sizeBytes(),
                    document.type(),
                    document.status().wire(),
                    format.ordinal(),
                    document.source().wire(),
                    document.charCount(),
                    document.sliceCount(),
                    document.hitCount(),
                    file == null ? "" : "docs/" + file + "." + document.type(),
                    document.webUrl(),
                    file,
                    document.workspace(),
                    document.creator(),
                    wire(document.updateType()),
                    document.updateType() == Document.UpdateType.APPEND,
                    document.updateHours(),
                    document.createdAt() / 1000,
                    document.updatedAt() / 1000,
                    ChunkView.of(document.rule(), format),
                    document.enabled(),
                    document.reason());
        }
    }

    record ChunkView(
            int chunkType,
            String separator,
            int maxTokens,
            boolean removeExtraSpaces,
            boolean removeUrlsEmails,
            @Nullable Integer captionType) {
        static ChunkView of(DocumentRule rule, Dataset.Format format) {
            return new ChunkView(
                    rule.chunkType(),
                    rule.separator(),
                    rule.maxTokens(),
                    rule.removeExtraSpaces(),
                    rule.removeUrlsEmails(),
                    format == Dataset.Format.IMAGE ? rule.captionType() : null);
        }
    }

    /** {@code remaining_time} in seconds. */
    record ProgressView(
            Id documentId,
            String documentName,
            String url,
            String type,
            long size,
            int status,
            int progress,
            long remainingTime,
            String statusDescript,
            int updateType,
            int updateInterval) {
        static ProgressView of(Document document, String url, long now) {
            return new ProgressView(
                    document.id(),
                    document.name(),
                    url,
                    document.type(),
                    document.sizeBytes(),
                    document.status().wire(),
                    document.percent(),
                    remaining(document, now),
                    document.reason(),
                    wire(document.updateType()),
                    document.updateHours());
        }

        /** As if it went on as fast as until now. */
        private static long remaining(Document document, long now) {
            if (document.status() != Document.Status.PROCESSING || document.percent() <= 0 || document.begunAt() == 0) {
                return 0;
            }
            var spent = Math.max(0, now - document.begunAt());
            return spent * (100 - document.percent()) / document.percent() / 1000;
        }
    }
}
