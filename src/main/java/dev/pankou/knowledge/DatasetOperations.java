package dev.pankou.knowledge;

import dev.pankou.access.Caller;
import dev.pankou.access.Permission;
import dev.pankou.api.ApiError;
import dev.pankou.api.Default;
import dev.pankou.api.Doc;
import dev.pankou.api.Length;
import dev.pankou.api.Operation;
import dev.pankou.api.PageRequest;
import dev.pankou.api.Required;
import dev.pankou.files.Icons;
import dev.pankou.id.Id;
import dev.pankou.identity.IdentityService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Operations on bases. */
final class DatasetOperations {
    private static final int MAX_PAGE = 300;

    /** In use: clients know this and 3 (SDK-SURFACE 2). */
    private static final int READY = 1;

    private final DatasetService datasets;
    private final IdentityService identity;
    private final Icons icons;

    DatasetOperations(DatasetService datasets, IdentityService identity, Icons icons) {
        this.datasets = datasets;
        this.identity = identity;
        this.icons = icons;
    }

    List<Operation<?, ?>> declared() {
        return List.of(
                Operation.post("CreateDataset", "/v1/datasets")
                        .permission(Permission.CREATE_KNOWLEDGE)
                        .summary("Make an empty knowledge base")
                        .data(CreateDataset.class, DatasetCreated.class, this::create),
                Operation.get("ListDatasetOpenAPI", "/v1/datasets")
                        .permission(Permission.LIST_KNOWLEDGE)
                        .summary("List the knowledge bases of a workspace, newest first")
                        .data(ListDatasets.class, DatasetPage.class, this::list),
                Operation.put("UpdateDatasetOpenAPI", "/v1/datasets/{dataset_id}")
                        .permission(Permission.UPDATE_KNOWLEDGE)
                        .summary("Replace name, description and icon; what is not given becomes empty")
                        .done(UpdateDataset.class, this::update),
                Operation.delete("DeleteDataset", "/v1/datasets/{dataset_id}")
                        .permission(Permission.DELETE_KNOWLEDGE)
                        .summary("Delete a knowledge base with its documents; its owner, or an administrator of the workspace")
                        .done(DatasetId.class, (caller, request) -> datasets.delete(caller, request.datasetId())),
                Operation.get("PankouGetDataset", "/pankou/v1/datasets/{dataset_id}")
                        .permission(Permission.LIST_KNOWLEDGE)
                        .summary("A knowledge base")
                        .data(DatasetId.class, DatasetView.class, (caller, request) ->
                                view(caller, datasets.get(caller, request.datasetId()), new HashMap<>())));
    }

    private DatasetCreated create(Caller caller, CreateDataset request) {
        return new DatasetCreated(datasets.create(
                caller,
                request.spaceId(),
                request.name(),
                request.description(),
                request.fileId(),
                format(request.formatType())));
    }

    private DatasetPage list(Caller caller, ListDatasets request) {
        var page = PageRequest.of(request.pageNum(), request.pageSize(), MAX_PAGE);
        var format = request.formatType() == null ? null : format(request.formatType());
        var found = datasets.list(caller, request.spaceId(), request.name(), format, page);
        var creators = new HashMap<Id, String>();
        return new DatasetPage(
                found.total(), found.items().stream().map(shown -> view(caller, shown, creators)).toList());
    }

    private void update(Caller caller, UpdateDataset request) {
        datasets.update(caller, request.datasetId(), request.name(), request.description(), request.fileId());
    }

    static Dataset.Format format(int formatType) {
        var all = Dataset.Format.values();
        if (formatType < 0 || formatType >= all.length) {
            throw ApiError.field("format_type", "must be one of 0 (text), 1 (table), 2 (images)");
        }
        return all[formatType];
    }

    private DatasetView view(Caller caller, DatasetService.Shown shown, Map<Id, String> creators) {
        var dataset = shown.dataset();
        var sums = shown.sums();
        var icon = dataset.iconFile();
        return new DatasetView(
                dataset.id(),
                dataset.name(),
                dataset.description(),
                dataset.workspace(),
                READY,
                dataset.format().ordinal(),
                dataset.owner().equals(caller.user()),
                icon == null ? "" : icon.toString(),
                icons.url(icon, "dataset"),
                sums.documents(),
                names(shown, Document.Status.DONE),
                names(shown, Document.Status.FAILED),
                names(shown, Document.Status.PROCESSING),
                shown.names().stream()
                        .filter(name -> name.status() == Document.Status.PROCESSING)
                        .map(DatasetStore.Name::document)
                        .toList(),
                sums.hits(),
                sums.slices(),
                shown.bots(),
                Long.toString(sums.bytes()),
                Map.of(),
                "",
                dataset.owner(),
                creators.computeIfAbsent(dataset.owner(), id -> identity.user(id).name()),
                icons.url(null, "user"),
                dataset.createdAt() / 1000,
                dataset.updatedAt() / 1000);
    }

    private static List<String> names(DatasetService.Shown shown, Document.Status status) {
        return shown.names().stream()
                .filter(name -> name.status() == status)
                .map(DatasetStore.Name::name)
                .toList();
    }

    record CreateDataset(
            @Required @Length(min = 1, max = 100) String name,
            @Required Id spaceId,
            @Required @Doc("0 text, 1 table, 2 images") Integer formatType,
            @Default("") @Length(max = 2000) String description,
            @Nullable @Doc("icon: an uploaded picture") Id fileId) {}

    record DatasetCreated(Id datasetId) {}

    record ListDatasets(
            @Required Id spaceId,
            @Default("") @Length(max = 100) @Doc("part of the name") String name,
            @Nullable @Doc("0 text, 1 table, 2 images; absent: all") Integer formatType,
            @Default("1") int pageNum,
            @Default("10") int pageSize) {}

    record DatasetPage(long totalCount, List<DatasetView> datasetList) {}

    record UpdateDataset(
            @Required Id datasetId,
            @Required @Length(min = 1, max = 100) String name,
            @Default("") @Length(max = 2000) String description,
            @Nullable @Doc("icon: an uploaded picture") Id fileId) {}

    record DatasetId(@Required Id datasetId) {}

    /** Schema Dataset; times in seconds. */
    record DatasetView(
            Id datasetId,
            String name,
            String description,
            Id spaceId,
            int status,
            int formatType,
            boolean canEdit,
            String iconUri,
            String iconUrl,
            long docCount,
            List<String> fileList,
            List<String> failedFileList,
            List<String> processingFileList,
            List<Id> processingFileIdList,
            long hitCount,
            long sliceCount,
            int botUsedCount,
            String allFileSize,
            Map<String, String> chunkStrategy,
            String projectId,
            Id creatorId,
            String creatorName,
            String avatarUrl,
            long createTime,
            long updateTime) {}
}
