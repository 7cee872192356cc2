package dev.pankou.knowledge;

import dev.pankou.id.Id;
import dev.pankou.jobs.Jobs;
import dev.pankou.model.ModelException;
import dev.pankou.model.Reranker;
import dev.pankou.retrieval.Hit;
import dev.pankou.retrieval.Route;
import dev.pankou.retrieval.RouteScore;
import dev.pankou.retrieval.Search;
import dev.pankou.retrieval.Strategy;
import dev.pankou.store.Db;
import dev.pankou.upload.UploadService;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds passages: the index proposes, the rows decide. Threads share it. */
final class Recall {
    private static final Logger LOG = LoggerFactory.getLogger(Recall.class);

    /** Hits beyond the wanted ones, for those whose rows are gone. */
    private static final int SPARE = 20;

    /** Hits that a rerank model is shown for each wanted one. */
    private static final int RERANKED = 4;

    private final Db db;
    private final IndexTail index;
    private final Jobs jobs;
    private final Hits hits;
    private final UploadService uploads;
    private final @Nullable Embedding embedding;
    private final @Nullable Reranker reranker;
    private final DatasetStore datasets = new DatasetStore();
    private final DocumentStore documents = new DocumentStore();
    private final SliceStore slices = new SliceStore();

    Recall(
            Db db,
            IndexTail index,
            Jobs jobs,
            Hits hits,
            UploadService uploads,
            @Nullable Embedding embedding,
            @Nullable Reranker reranker) {
        this.db = db;
        this.index = index;
        this.jobs = jobs;
        this.hits = hits;
        this.uploads = uploads;
        this.embedding = embedding;
        this.reranker = reranker;
    }

    List<Passage> passages(Id workspace, RecallWish wish) {
        var bases = db.read(handle -> datasets.of(handle, workspace, wish.datasets())).stream()
                .map(Dataset::id)
                .collect(Collectors.toSet());
        if (bases.isEmpty() || wish.query().isBlank()) {
            return List.of();
        }
        var question = question(wish);
        if (!index.await(bases)) {
            LOG.warn("A recall did not wait for the search index any longer workspace={}", workspace);
        }
        var reranked = reranker != null && wish.rerank();
        var found = index.search(new Search(
                workspace,
                bases,
                wish.documents() == null ? null : new HashSet<>(wish.documents()),
                wish.query(),
                strategy(workspace, wish.strategy(), question),
                Math.min(Search.MOST_HITS, (reranked ? wish.topK() * RERANKED : wish.topK()) + SPARE),
                reranked ? 0 : wish.minScore(),
                question == null ? null : question.vector(),
                question == null ? "" : question.model()));
        return shown(workspace, wish, reranked ? reranker : null, found);
    }

    private Embedding.@Nullable Question question(RecallWish wish) {
        if (embedding == null || wish.strategy() == Strategy.FULL_TEXT) {
            return null;
        }
        try {
            return embedding.question(wish.query());
        } catch (ModelException away) {
            LOG.warn("The embedding model does not answer; a recall finds by words kind={}", away.kind());
            return null;
        }
    }

    /** While vectors of a new model are still being made, words find what they would miss. */
    private Strategy strategy(Id workspace, Strategy wanted, Embedding.@Nullable Question question) {
        if (wanted != Strategy.SEMANTIC || question == null) {
            return wanted;
        }
        return db.read(handle -> jobs.pending(handle, VectorWork.JOB, workspace)) ? Strategy.HYBRID : Strategy.SEMANTIC;
    }

    private List<Passage> shown(Id workspace, RecallWish wish, @Nullable Reranker model, List<Hit> found) {
        var rows = db.read(handle -> slices.found(handle, workspace, found.stream().map(Hit::chunk).toList()));
        var live = found.stream().filter(hit -> rows.containsKey(hit.chunk())).toList();
        var ordered = model == null ? live : reranked(model, wish, live, rows);
        var best = ordered.stream().limit(wish.topK()).toList();
        var passages = db.read(handle -> {
            Map<Id, Document> papers = new HashMap<>();
            documents.find(handle, best.stream().map(Hit::document).distinct().toList())
                    .forEach(document -> papers.put(document.id(), document));
            var made = new ArrayList<Passage>();
            for (var hit : best) {
                var document = papers.get(hit.document());
                var slice = rows.get(hit.chunk());
                if (document != null && slice != null) {
                    made.add(passage(hit, document, slice, url(handle, document)));
                }
            }
            return made;
        });
        hits.count(passages.stream().map(passage -> rows.get(passage.slice())).toList());
        return passages;
    }

    private String url(org.jdbi.v3.core.Handle handle, Document document) {
        var file = document.file();
        if (document.source() == Document.Source.WEB || file == null || !DocumentTypes.of(Dataset.Format.IMAGE).contains(document.type())) {
            return document.webUrl();
        }
        return uploads.held(handle, file).map(uploads::link).orElse("");
    }

    private static Passage passage(Hit hit, Document document, Slice slice, String url) {
        return new Passage(
                slice.dataset(),
                slice.document(),
                slice.id(),
                document.name(),
                slice.content(),
                hit.score(),
                hit.routes(),
                slice.headings(),
                slice.page(),
                url);
    }

    private static List<Hit> reranked(Reranker model, RecallWish wish, List<Hit> live, Map<Id, Slice> rows) {
        var texts = live.stream().map(hit -> text(rows, hit)).toList();
        var scores = model.rank(wish.query(), texts).orElse(null);
        if (scores == null) {
            return live.stream().filter(hit -> hit.score() >= wish.minScore()).toList();
        }
        var places = new ArrayList<Integer>();
        for (var i = 0; i < live.size(); i++) {
            places.add(i);
        }
        places.sort(Comparator.comparingDouble((Integer place) -> -scores[place]).thenComparing(Comparator.naturalOrder()));
        var ordered = new ArrayList<Hit>();
        for (var place : places) {
            if (scores[place] >= wish.minScore()) {
                ordered.add(live.get(place).on(Route.RERANK, new RouteScore(ordered.size() + 1, scores[place])));
            }
        }
        return ordered;
    }

    private static String text(Map<Id, Slice> rows, Hit hit) {
        var slice = rows.get(hit.chunk());
        return slice == null ? "" : slice.content();
    }
}
