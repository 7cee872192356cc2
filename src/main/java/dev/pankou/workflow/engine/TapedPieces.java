package dev.pankou.workflow.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

import dev.pankou.model.ModelEvent;

/**
 * The pieces in which a model's answer was shown, as lengths beside the whole texts: positive ones of the answer, negative
 * ones of the reasoning, in their order. Used by one thread.
 */
final class TapedPieces {
    private final List<Long> lengths = new ArrayList<>();
    private long open;

    /** More of the answer's text, or of its reasoning. */
    void add(int length, boolean text) {
        if (open != 0 && open > 0 != text) {
            cut();
        }
        open += text ? length : -length;
    }

    /** What came so far was shown. */
    void cut() {
        if (open != 0) {
            lengths.add(open);
            open = 0;
        }
    }

    /** Null when there is nothing to tell: at most one piece of reasoning, then one of text. */
    @Nullable List<Long> cuts() {
        cut();
        var usual = lengths.size() < 2 || lengths.size() == 2 && lengths.getFirst() < 0 && lengths.getLast() > 0;
        return usual ? null : List.copyOf(lengths);
    }

    /** The pieces again. @param cuts as taped; null, or whatever they leave over: in one piece each */
    static List<ModelEvent> of(String reasoning, String text, @Nullable Object cuts) {
        var events = new ArrayList<ModelEvent>();
        var thought = 0;
        var said = 0;
        if (cuts instanceof List<?> list) {
            for (var one : list) {
                var length = one instanceof Long number ? number : 0;
                if (length > 0 && said + length <= text.length()) {
                    events.add(new ModelEvent.Text(text.substring(said, said += (int) length)));
                } else if (length < 0 && thought - length <= reasoning.length()) {
                    events.add(new ModelEvent.Reasoning(reasoning.substring(thought, thought -= (int) length)));
                }
            }
        }
        if (thought < reasoning.length()) {
            events.add(new ModelEvent.Reasoning(reasoning.substring(thought)));
        }
        if (said < text.length()) {
            events.add(new ModelEvent.Text(text.substring(said)));
        }
        return events;
    }
}
