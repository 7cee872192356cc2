package dev.pankou.knowledge;

import dev.pankou.access.Caller;
import dev.pankou.api.ApiError;
import dev.pankou.id.Id;
import dev.pankou.id.Ids;
import dev.pankou.jobs.Jobs;
import dev.pankou.model.ApiKind;
import dev.pankou.model.Capability;
import dev.pankou.model.ContentPart;
import dev.pankou.model.ModelClient;
import dev.pankou.model.ModelEvent;
import dev.pankou.model.ModelMessage;
import dev.pankou.model.ModelRequest;
import dev.pankou.model.ModelSpec;
import dev.pankou.provider.Catalog;
import dev.pankou.provider.ProviderService;
import dev.pankou.store.Db;
import dev.pankou.upload.UploadService;
import dev.pankou.upload.UploadedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What images show: written by people, or by a model that can see. Keeps no state, so threads may share it. */
final class Captions {
    /** Larger pictures are not sent to a model. */
    private static final long MAX_PICTURE_BYTES = 10L << 20;

    private static final int LONGEST = 2000;

    private static final String QUESTION =
            """
            Describe this picture for a search index, in one to four sentences: what it shows, the text that can be read in it, \
            colours and numbers that people may ask for. Answer in the language of the text in the picture, in Chinese if it \
            has none. Write the description only.""";

    private final Db db;
    private final Clock clock;
    private final Ids ids;
    private final DocumentService documents;
    private final IndexTail index;
    private final Jobs jobs;
    private final @Nullable Embedding embedding;
    private final ProviderService models;
    private final ModelClient client;
    private final UploadService uploads;
    private final DocumentStore store = new DocumentStore();
    private final SliceStore slices = new SliceStore();
    private final ChangeStore changes = new ChangeStore();
    private final DatasetStore datasets = new DatasetStore();

    Captions(
            Db db,
            Clock clock,
            Ids ids,
            DocumentService documents,
            IndexTail index,
            Jobs jobs,
            @Nullable Embedding embedding,
            ProviderService models,
            ModelClient client,
            UploadService uploads) {
        this.db = db;
        this.clock = clock;
        this.ids = ids;
        this.documents = documents;
        this.index = index;
        this.jobs = jobs;
        this.embedding = embedding;
        this.models = models;
        this.client = client;
        this.uploads = uploads;
    }

    /** The caption as a person writes it. What it replaces is not found any more. */
    void set(Caller caller, Id dataset, Id id, String caption) {
        db.write(handle -> {
            var document = documents.own(handle, caller, dataset, id);
            var format = datasets.find(handle, dataset).map(Dataset::format).orElse(Dataset.Format.TEXT);
            if (format != Dataset.Format.IMAGE) {
                throw ApiError.field("dataset_id", "knowledge base " + dataset + " is none of images");
            }
            var now = clock.millis();
            store.caption(handle, id, caption, now);
            if (document.generation() > 0) { // else whoever reads it finds the caption there
                slices.deleteOf(handle, id);
                slices.insert(handle, List.of(slice(document, document.generation(), caption)));
                store.recount(handle, id, now);
                if (embedding != null) {
                    jobs.submit(handle, VectorWork.JOB, document.workspace());
                }
                changes.documents(handle, dataset, List.of(id));
            }
            return id;
        });
        index.nudge();
        if (embedding != null) {
            jobs.wake();
        }
    }

    /** What recall finds an image by. */
    Slice slice(Document document, long generation, String caption) {
        var now = clock.millis();
        return new Slice(
                ids.next(),
                document.id(),
                document.dataset(),
                document.workspace(),
                generation,
                0,
                caption,
                null,
                List.of(),
                0,
                true,
                0,
                now,
                now);
    }

    /**
     * The caption that a model writes; empty when there is none that can see.
     *
     * @throws dev.pankou.model.ModelException when it fails
     */
    Optional<String> write(UploadedFile picture) {
        var model = model(models.catalog());
        if (model == null) {
            return Optional.empty();
        }
        if (picture.sizeBytes() > MAX_PICTURE_BYTES) {
            throw new UnreadableException("A model is shown pictures of at most " + (MAX_PICTURE_BYTES >> 20) + " MB.");
        }
        byte[] bytes;
        try (var in = uploads.open(picture)) {
            bytes = in.readAllBytes();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        var question = new ModelMessage.User(
                List.of(new ContentPart.Text(QUESTION), ContentPart.Image.of(bytes, picture.mediaType())));
        var caption = new StringBuilder();
        try (var call = client.open(ModelRequest.of(model, List.of(question)))) {
            for (var event = call.next(); event != null; event = call.next()) {
                if (event instanceof ModelEvent.Text(var text)) {
                    caption.append(text);
                }
            }
        }
        var text = caption.toString().strip();
        if (text.isEmpty()) {
            throw new UnreadableException("The model wrote no caption.");
        }
        var longest = Math.min(text.codePointCount(0, text.length()), LONGEST);
        return Optional.of(text.substring(0, text.offsetByCodePoints(0, longest)));
    }

    /** The default model if it can see, else any that can. The built-in one takes pictures and does not look at them. */
    private static @Nullable ModelSpec model(Catalog catalog) {
        if (sees(catalog.standard())) {
            return catalog.standard();
        }
        for (var entry : catalog.entries()) {
            if (entry.enabled() && sees(entry.spec())) {
                return entry.spec();
            }
        }
        return null;
    }

    private static boolean sees(ModelSpec model) {
        return model.kind() != ApiKind.OFFLINE && model.capabilities().contains(Capability.VISION);
    }
}
