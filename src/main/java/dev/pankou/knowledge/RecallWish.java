package dev.pankou.knowledge;

import dev.pankou.id.Id;
import dev.pankou.retrieval.Strategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be found.
 *
 * @param datasets those that are not of the workspace, or gone, are left out
 * @param documents only in these; null: in all
 * @param topK most passages, 1 to {@value #MOST}
 * @param minScore passages below are left out, 0 to 1
 * @param rerank whether the rerank model, if there is one, puts them in order
 */
public record RecallWish(
        List<Id> datasets,
        @Nullable List<Id> documents,
        String query,
        int topK,
        double minScore,
        Strategy strategy,
        boolean rerank) {
    /** Largest {@link #topK}. */
    public static final int MOST = 100;

    public RecallWish {
        datasets = List.copyOf(datasets);
        documents = documents == null ? null : List.copyOf(documents);
        topK = Math.clamp(topK, 1, MOST);
    }

    /** Questions are private: only sizes. */
    @Override
    public String toString() {
        return "RecallWish[datasets=" + datasets.size() + ", topK=" + topK + ", " + strategy + "]";
    }
}
