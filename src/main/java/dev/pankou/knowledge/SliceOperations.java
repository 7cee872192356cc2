package dev.pankou.knowledge;

import dev.pankou.access.Caller;
import dev.pankou.access.Permission;
import dev.pankou.api.ApiError;
import dev.pankou.api.Default;
import dev.pankou.api.Doc;
import dev.pankou.api.Length;
import dev.pankou.api.Operation;
import dev.pankou.api.PageRequest;
import dev.pankou.api.Range;
import dev.pankou.api.Required;
import dev.pankou.id.Id;
import dev.pankou.json.WireText;
import dev.pankou.retrieval.RouteScore;
import dev.pankou.retrieval.Strategy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Operations on slices, and recall. Extensions: Coze has them in its own pages only. */
final class SliceOperations {
    private static final int MAX_PAGE = 100;
    private static final int LONGEST = 20_000;

    private static final String SLICES = "/pankou/v1/datasets/{dataset_id}/documents/{document_id}/slices";

    private final SliceService slices;
    private final DocumentService documents;
    private final Recall recall;

    SliceOperations(SliceService slices, DocumentService documents, Recall recall) {
        this.slices = slices;
        this.documents = documents;
        this.recall = recall;
    }

    List<Operation<?, ?>> declared() {
        return List.of(
                Operation.post("PankouRecall", "/pankou/v1/datasets/{dataset_id}/recall")
                        .permission(Permission.RECALL)
                        .summary("Search a knowledge base, with the score of each route")
                        .data(AskRecall.class, Recalled.class, this::recall),
                Operation.get("PankouListSlices", SLICES)
                        .permission(Permission.READ_SLICES)
                        .summary("The slices of a document, in their order")
                        .data(ListSlices.class, SlicePage.class, this::list),
                Operation.post("PankouCreateSlice", SLICES)
                        .permission(Permission.EDIT_SLICES)
                        .summary("Add a slice at the end of a document")
                        .data(CreateSlice.class, SliceCreated.class, (caller, request) -> new SliceCreated(slices.add(
                                caller, request.datasetId(), request.documentId(), request.content()))),
                Operation.put("PankouUpdateSlice", SLICES + "/{slice_id}")
                        .permission(Permission.EDIT_SLICES)
                        .summary("Change a slice's text, or whether it is found")
                        .done(UpdateSlice.class, (caller, request) -> slices.update(
                                caller,
                                request.datasetId(),
                                request.documentId(),
                                request.sliceId(),
                                request.content(),
                                request.enabled())),
                Operation.delete("PankouDeleteSlice", SLICES + "/{slice_id}")
                        .permission(Permission.EDIT_SLICES)
                        .summary("Delete a slice")
                        .done(SliceId.class, (caller, request) -> slices.delete(
                                caller, request.datasetId(), request.documentId(), request.sliceId())));
    }

    private Recalled recall(Caller caller, AskRecall request) {
        var base = documents.dataset(caller, request.datasetId());
        var strategy = Strategy.of(request.searchStrategy())
                .orElseThrow(() -> ApiError.field("search_strategy", "must be one of 0 (semantic), 1 (hybrid), 20 (full text)"));
        var wish = new RecallWish(
                List.of(base.id()),
                request.documentIds().isEmpty() ? null : request.documentIds(),
                request.query(),
                request.topK(),
                request.minScore(),
                strategy,
                request.rerank());
        return new Recalled(
                recall.passages(base.workspace(), wish).stream().map(PassageView::of).toList());
    }

    private SlicePage list(Caller caller, ListSlices request) {
        var page = PageRequest.of(request.pageNum(), request.pageSize(), MAX_PAGE);
        var found = slices.list(caller, request.datasetId(), request.documentId(), page);
        return new SlicePage(found.items().stream().map(SliceView::of).toList(), found.total());
    }

    record AskRecall(
            @Required Id datasetId,
            @Required @Length(min = 1, max = LONGEST) String query,
            @Default("5") @Range(min = 1, max = RecallWish.MOST) int topK,
            @Default("0") @Range(min = 0, max = 1) double minScore,
            @Default("1") @Doc("0 semantic, 1 hybrid, 20 full text") int searchStrategy,
            @Default("true") @Doc("by the rerank model, if there is one") boolean rerank,
            @Doc("only in these; absent: in all") @Length(max = 100) List<Id> documentIds) {}

    record Recalled(List<PassageView> items) {}

    /** @param routes by name: words, vector, fused, rerank */
    record PassageView(
            Id documentId,
            Id sliceId,
            String documentName,
            String content,
            double score,
            Map<String, RouteScore> routes,
            List<String> headings,
            @Nullable Integer page,
            String url) {
        static PassageView of(Passage passage) {
            var routes = new TreeMap<String, RouteScore>();
            passage.routes().forEach((route, score) -> routes.put(WireText.of(route), score));
            return new PassageView(
                    passage.document(),
                    passage.slice(),
                    passage.documentName(),
                    passage.content(),
                    passage.score(),
                    routes,
                    passage.headings(),
                    passage.page() == 0 ? null : (Integer) passage.page(),
                    passage.url());
        }
    }

    record ListSlices(
            @Required Id datasetId,
            @Required Id documentId,
            @Default("1") int pageNum,
            @Default("20") int pageSize) {}

    record SlicePage(List<SliceView> slices, long total) {}

    record SliceView(
            Id sliceId,
            long position,
            String content,
            List<String> headings,
            @Nullable Integer page,
            long charCount,
            long hitCount,
            boolean enabled,
            long createTime,
            long updateTime) {
        static SliceView of(Slice slice) {
            return new SliceView(
                    slice.id(),
                    slice.position(),
                    slice.content(),
                    slice.headings(),
                    slice.page() == 0 ? null : (Integer) slice.page(),
                    slice.content().codePointCount(0, slice.content().length()),
                    slice.hitCount(),
                    slice.enabled(),
                    slice.createdAt() / 1000,
                    slice.updatedAt() / 1000);
        }
    }

    record CreateSlice(
            @Required Id datasetId, @Required Id documentId, @Required @Length(min = 1, max = LONGEST) String content) {}

    record SliceCreated(Id sliceId) {}

    record UpdateSlice(
            @Required Id datasetId,
            @Required Id documentId,
            @Required Id sliceId,
            @Nullable @Length(min = 1, max = LONGEST) String content,
            @Nullable Boolean enabled) {}

    record SliceId(@Required Id datasetId, @Required Id documentId, @Required Id sliceId) {}
}
