package dev.pankou.retrieval;

import dev.pankou.id.Id;
import org.jspecify.annotations.Nullable;

/**
 * A chunk as the index needs it. The index keeps no texts: what is shown comes from the rows.
 *
 * @param heading title of the document and headings above the chunk, one text; may be empty
 * @param enabled false: the chunk is not found, as if it had been removed
 * @param vector the chunk's embedding, 1 to 4096 dimensions, of any length but zero; null: found by words only
 * @param vectorModel who made the vector; vectors of different models or dimensions are never compared; ignored without one
 */
public record IndexedChunk(
        Id chunk,
        Id document,
        Id dataset,
        Id workspace,
        String text,
        String heading,
        boolean enabled,
        float @Nullable [] vector,
        String vectorModel) {
    /** Longest vector that can be indexed. */
    public static final int MOST_DIMENSIONS = 4096;

    public IndexedChunk {
        Vectors.check(vector);
    }

    /** Texts are private: only ids. */
    @Override
    public String toString() {
        return "IndexedChunk[" + chunk + " of " + document + "]";
    }
}
