package dev.pankou.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of a model's answer. */
public sealed interface ModelEvent {
    /** More of the answer's text; never empty. */
    record Text(String text) implements ModelEvent {}

    /** More of the model's thinking; never empty. */
    record Reasoning(String text) implements ModelEvent {}

    /** The tools the model wants called, joined from all pieces; at most once an answer. */
    record ToolCalls(List<ToolCall> calls) implements ModelEvent {
        public ToolCalls {
            calls = List.copyOf(calls);
        }
    }

    /**
     * The end.
     *
     * @param responseId the answer's id at its provider, for {@link ModelRequest#previousResponseId}; null when the
     *     provider keeps none
     */
    record Finished(FinishReason reason, Usage usage, @Nullable String responseId) implements ModelEvent {}
}
