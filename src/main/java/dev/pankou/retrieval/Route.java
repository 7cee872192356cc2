package dev.pankou.retrieval;

/** A way on which a hit was found or ordered. */
public enum Route {
    /** BM25. The score is the share of the question's weight that the chunk has. */
    WORDS,
    /** The score is the cosine, 0 where it is negative. */
    VECTOR,
    /** Both, by reciprocal rank. The score is 1 for a chunk that is first on both routes. */
    FUSED,
    /** A rerank model; the score is the model's. Added by who asked it ({@link Hit#on}). */
    RERANK
}
