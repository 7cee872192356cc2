package dev.pankou.workflow.value;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Collects what conversions report, the first {@value #KEPT} in full and the rest as a count. Used by one thread. */
public final class Problems {
    /** A list of a million bad elements must not become a million texts. */
    static final int KEPT = 100;

    private final List<Problem> kept = new ArrayList<>();
    private int total;

    void add(Problem problem) {
        total++;
        if (kept.size() < KEPT) {
            kept.add(problem);
        }
    }

    boolean isFull() {
        return kept.size() >= KEPT;
    }

    void countOnly() {
        total++;
    }

    public boolean isEmpty() {
        return total == 0;
    }

    /** How many there were, those beyond the kept ones too. */
    public int total() {
        return total;
    }

    /** The first ones, in the order they were met. */
    public List<Problem> list() {
        return List.copyOf(kept);
    }

    /** All kept ones as one line, for the warning of a node: "field a.b[0] is not integer, field c is not list". */
    public String text() {
        var line = kept.stream().map(Problem::message).collect(Collectors.joining(", "));
        return total > kept.size() ? line + ", and " + (total - kept.size()) + " more" : line;
    }
}
