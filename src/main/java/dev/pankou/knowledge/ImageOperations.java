package dev.pankou.knowledge;

import dev.pankou.access.Caller;
import dev.pankou.access.Permission;
import dev.pankou.api.Default;
import dev.pankou.api.Doc;
import dev.pankou.api.Length;
import dev.pankou.api.Operation;
import dev.pankou.api.PageRequest;
import dev.pankou.api.Required;
import dev.pankou.id.Id;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations on images, which are documents of a base of images. */
final class ImageOperations {
    private static final int MAX_PAGE = 299;

    private final DocumentService documents;
    private final Captions captions;

    ImageOperations(DocumentService documents, Captions captions) {
        this.documents = documents;
        this.captions = captions;
    }

    List<Operation<?, ?>> declared() {
        return List.of(
                Operation.get("ListPhotoDocumentOpenAPI", "/v1/datasets/{dataset_id}/images")
                        .permission(Permission.LIST_PHOTOS)
                        .summary("List the images of a knowledge base, newest first")
                        .data(ListImages.class, ImagePage.class, this::list),
                Operation.put("UpdatePhotoCaption", "/v1/datasets/{dataset_id}/images/{document_id}")
                        .permission(Permission.UPDATE_PHOTO)
                        .summary("Say what an image shows; that is what recall searches")
                        .done(UpdateCaption.class, (caller, request) -> captions.set(
                                caller, request.datasetId(), request.documentId(), request.caption())));
    }

    private ImagePage list(Caller caller, ListImages request) {
        var page = PageRequest.of(request.pageNum(), request.pageSize(), MAX_PAGE);
        var found = documents.list(
                caller,
                new DocumentStore.Listing(request.datasetId(), request.keyword(), request.hasCaption()),
                Dataset.Format.IMAGE,
                page);
        return new ImagePage(
                found.total(),
                found.items().stream()
                        .map(document -> ImageView.of(document, documents.link(document)))
                        .toList());
    }

    record ListImages(
            @Required Id datasetId,
            @Default("1") int pageNum,
            @Default("10") int pageSize,
            @Default("") @Length(max = 100) @Doc("part of the caption or name") String keyword,
            @Nullable @Doc("absent: both") Boolean hasCaption) {}

    record ImagePage(long totalCount, List<ImageView> photoInfos) {}

    record UpdateCaption(@Required Id datasetId, @Required Id documentId, @Required @Length(min = 1, max = 2000) String caption) {}

    /** Schema PhotoInfo; times in seconds. */
    record ImageView(
            Id documentId,
            String name,
            String url,
            long size,
            String type,
            int status,
            String caption,
            Id creatorId,
            int sourceType,
            long createTime,
            long updateTime,
            String statusDescript) {
        static ImageView of(Document document, String url) {
            return new ImageView(
                    document.id(),
                    document.name(),
                    url,
                    document.sizeBytes(),
                    document.type(),
                    document.status().wire(),
                    document.caption(),
                    document.creator(),
                    document.source().wire(),
                    document.createdAt() / 1000,
                    document.updatedAt() / 1000,
                    document.reason());
        }
    }
}
