package dev.pankou.workflow.canvas;

import dev.pankou.workflow.canvas.Fault.Code;
import dev.pankou.workflow.canvas.Fault.Level;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the faults of one canvas. Used by one thread. */
final class Report {
    /** A broken canvas repeats itself: nobody reads more. */
    static final int MOST_FAULTS = 1_000;

    private final List<Fault> faults = new ArrayList<>();

    void add(Code code, @Nullable CanvasNode node, @Nullable String field, String... details) {
        add(code, code.level(), node, field, details);
    }

    /** A fault inside a node: only a warning where the node never runs, as it is dropped before the run (WORKFLOW 2.3). */
    void inside(ValueCheck.Place place, Code code, String field, String... details) {
        add(code, place.runs() ? code.level() : Level.WARNING, place.node(), field, details);
    }

    private void add(Code code, Level level, @Nullable CanvasNode node, @Nullable String field, String... details) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(Fault.of(code, level, node, field, details));
        }
    }

    List<Fault> faults() {
        return List.copyOf(faults);
    }
}
