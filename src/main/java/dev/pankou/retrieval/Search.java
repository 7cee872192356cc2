package dev.pankou.retrieval;

import dev.pankou.id.Id;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A question to the index.
 *
 * @param datasets finds in these only; an empty set finds nothing
 * @param documents finds in these only; null: in all documents of the datasets
 * @param text as the user wrote it: no character has a meaning of its own; only the first 20 KB and 256 different terms count
 * @param topK most hits, 1 to {@value #MOST_HITS}
 * @param minScore hits below are left out, see {@link Hit#score}
 * @param queryVector embedding of the text; null: none, semantic and hybrid searches use words alone
 * @param vectorModel who made the vector: only chunks with vectors of this model and dimension are found by it
 */
public record Search(
        Id workspace,
        Set<Id> datasets,
        @Nullable Set<Id> documents,
        String text,
        Strategy strategy,
        int topK,
        double minScore,
        float @Nullable [] queryVector,
        String vectorModel) {
    /** Largest {@link #topK}. */
    public static final int MOST_HITS = 1000;

    public Search {
        datasets = Set.copyOf(datasets);
        documents = documents == null ? null : Set.copyOf(documents);
        if (topK < 1 || topK > MOST_HITS) {
            throw new IllegalArgumentException("topK is 1 to " + MOST_HITS + ": " + topK);
        }
        Vectors.check(queryVector);
    }

    /** Questions are private: only sizes. */
    @Override
    public String toString() {
        return "Search[" + strategy + ", datasets=" + datasets.size() + ", topK=" + topK + "]";
    }
}
