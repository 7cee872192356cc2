package dev.pankou.knowledge;

import dev.pankou.api.Operation;
import dev.pankou.egress.Egress;
import dev.pankou.files.Icons;
import dev.pankou.id.Ids;
import dev.pankou.identity.IdentityService;
import dev.pankou.jobs.Jobs;
import dev.pankou.model.Embedder;
import dev.pankou.model.ModelClient;
import dev.pankou.model.Reranker;
import dev.pankou.parse.DocumentParser;
import dev.pankou.provider.ProviderService;
import dev.pankou.store.Db;
import dev.pankou.store.StoreException;
import dev.pankou.upload.UploadService;
import dev.pankou.workspace.WorkspaceService;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What {@code Wiring} sees of this room. */
public final class KnowledgeRoom implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KnowledgeRoom.class);

    private final KnowledgeService service;
    private final List<Operation<?, ?>> operations;
    private final IndexTail index;
    private final Hits hits;
    private final Ingestion ingestion;
    private final VectorWork vectors;

    /**
     * What it is made of.
     *
     * @param data its folders {@code index} and {@code tmp} are used; the second exists
     * @param bots known when all rooms are there
     * @param embedder null: recall by words only
     * @param reranker null: hits keep their order
     */
    public record Parts(
            Db db,
            Clock clock,
            Ids ids,
            Path data,
            WorkspaceService workspaces,
            IdentityService identity,
            Icons icons,
            UploadService uploads,
            Supplier<KnowledgeBots> bots,
            ProviderService models,
            ModelClient client,
            Egress egress,
            DocumentParser parser,
            Jobs jobs,
            @Nullable Embedder embedder,
            @Nullable Reranker reranker) {}

    public KnowledgeRoom(Parts parts, KnowledgeLimits limits) {
        var db = parts.db();
        var clock = parts.clock();
        var ids = parts.ids();
        var uploads = parts.uploads();
        var jobs = parts.jobs();
        var temporary = parts.data().resolve("tmp");
        var given = parts.embedder();
        var embedding = given == null ? null : new Embedding(given);
        index = new IndexTail(db, parts.data().resolve("index"), embedding);
        hits = new Hits(db);
        var datasets = new DatasetService(db, clock, ids, parts.workspaces(), parts.icons(), uploads, parts.bots(), jobs, index, limits);
        var documents = new DocumentService(db, clock, ids, datasets, uploads, jobs, index, limits);
        var slices = new SliceService(db, clock, ids, documents, index, jobs, embedding, limits);
        var captions =
                new Captions(db, clock, ids, documents, index, jobs, embedding, parts.models(), parts.client(), uploads);
        var recall = new Recall(db, index, jobs, hits, uploads, embedding, parts.reranker());
        var pages = new WebPages(parts.egress(), temporary, limits.documentBytes());
        ingestion = new Ingestion(
                db, clock, ids, uploads, parts.parser(), pages, captions, index, jobs, embedding, limits);
        vectors = new VectorWork(db, index, jobs, embedding);
        jobs.on(Ingestion.JOB, ingestion::work);
        jobs.on(VectorWork.JOB, vectors::work);
        jobs.on(Removal.JOB, new Removal(db)::work);
        service = new KnowledgeService(db, recall, documents, uploads, jobs, index);
        var all = new ArrayList<Operation<?, ?>>();
        all.addAll(new DatasetOperations(datasets, parts.identity(), parts.icons()).declared());
        all.addAll(new DocumentOperations(documents, clock, temporary).declared());
        all.addAll(new ImageOperations(documents, captions).declared());
        all.addAll(new SliceOperations(slices, documents, recall).declared());
        operations = List.copyOf(all);
    }

    public KnowledgeService service() {
        return service;
    }

    public List<Operation<?, ?>> operations() {
        return operations;
    }

    /** What is done every few seconds: web pages that are due, hits that were counted, vectors of another model. */
    public void sweep() {
        ingestion.renew();
        hits.flush();
        vectors.look();
    }

    @Override
    public void close() {
        try {
            hits.flush();
        } catch (StoreException down) {
            LOG.warn("Hits of the last seconds were not counted: {}", down.getMessage());
        }
        index.close();
    }
}
