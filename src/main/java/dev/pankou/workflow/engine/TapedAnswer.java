package dev.pankou.workflow.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

import dev.pankou.model.FinishReason;
import dev.pankou.model.ModelCall;
import dev.pankou.model.ModelEvent;
import dev.pankou.model.ToolCall;
import dev.pankou.model.Usage;

/** A model's answer as an earlier run got it. */
final class TapedAnswer implements ModelCall {
    private final NodeRun node;
    private final boolean counts;
    private final Queue<ModelEvent> events = new ArrayDeque<>();

    /** @param counts false when its tokens were counted before */
    TapedAnswer(NodeRun node, Map<String, @Nullable Object> taped, boolean counts) {
        this.node = node;
        this.counts = counts;
        events.addAll(TapedPieces.of(text(taped, "reasoning"), text(taped, "text"), taped.get("cuts")));
        var calls = calls(taped.get("calls"));
        if (!calls.isEmpty()) {
            events.add(new ModelEvent.ToolCalls(calls));
        }
        var usage = new Usage(number(taped.get("in")), number(taped.get("out")), 0, 0, false);
        events.add(new ModelEvent.Finished(
                calls.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS, usage, null));
    }

    private static String text(Map<String, @Nullable Object> taped, String name) {
        return taped.get(name) instanceof String text ? text : "";
    }

    private static List<ToolCall> calls(@Nullable Object taped) {
        var calls = new ArrayList<ToolCall>();
        if (taped instanceof List<?> list) {
            for (var one : list) {
                if (one instanceof Map<?, ?> map) {
                    calls.add(new ToolCall(
                            String.valueOf(map.get("id")), String.valueOf(map.get("name")), String.valueOf(map.get("arguments"))));
                }
            }
        }
        return calls;
    }

    private static long number(@Nullable Object value) {
        return value instanceof Long number ? number : 0;
    }

    @Override
    public @Nullable ModelEvent next() {
        node.cancellation().check();
        var event = events.poll();
        if (counts && event instanceof ModelEvent.Finished done) {
            node.used(done.usage().inputTokens(), done.usage().outputTokens());
        }
        return event;
    }

    /** Each piece was shown by itself. */
    @Override
    public boolean ready() {
        return false;
    }

    @Override
    public void cancel() {
        events.clear();
    }

    @Override
    public void close() {}
}
