package dev.pankou.retrieval;

import java.util.Arrays;
import java.util.Optional;

/** How a search finds (search_strategy). */
public enum Strategy {
    /** By vectors. Without a vector of the query it finds by words, and the hits say so. */
    SEMANTIC(0),
    /** By both, fused. */
    HYBRID(1),
    /** By words. */
    FULL_TEXT(20);

    private final int wire;

    Strategy(int wire) {
        this.wire = wire;
    }

    public int wire() {
        return wire;
    }

    /** The strategy with this number; empty for one that there is not. */
    public static Optional<Strategy> of(int wire) {
        return Arrays.stream(values()).filter(strategy -> strategy.wire == wire).findFirst();
    }
}
