package dev.pankou.workflow.node;

import dev.pankou.model.ModelCall;
import dev.pankou.model.ModelEvent;
import dev.pankou.model.ModelException;
import dev.pankou.model.ModelMessage;
import dev.pankou.model.ModelRequest;
import dev.pankou.model.ModelSpec;
import dev.pankou.model.Sampling;
import dev.pankou.model.ToolCall;
import java.util.List;
import java.util.function.Consumer;

/** One question of a node to a model and its whole answer. Used by one thread. */
final class ModelTalk {
    private final Told text;
    private final Told reasoning;
    private List<ToolCall> calls = List.of();

    private ModelTalk(Consumer<String> text, Consumer<String> reasoning) {
        this.text = new Told(text);
        this.reasoning = new Told(reasoning);
    }

    record Answer(String text, String reasoning, List<ToolCall> calls) {}

    /** What came so far, and how much of it was handed on. */
    private static final class Told {
        private final StringBuilder whole = new StringBuilder();
        private final Consumer<String> hearer;
        private int told;

        private Told(Consumer<String> hearer) {
            this.hearer = hearer;
        }

        private void tell() {
            if (told < whole.length()) {
                hearer.accept(whole.substring(told));
                told = whole.length();
            }
        }
    }

    /**
     * The answer, its pieces handed on as they come; those that are here already go on together.
     *
     * @throws NodeException EXECUTION when the model fails
     */
    static Answer ask(NodeCall call, ModelRequest request, Consumer<String> text, Consumer<String> reasoning) {
        try (var answer = call.outside().ask(request)) {
            return new ModelTalk(text, reasoning).hear(answer);
        } catch (ModelException failed) {
            throw new NodeException(NodeException.EXECUTION, failed.publicMessage());
        }
    }

    /** The text of an answer that nobody sees as it comes. */
    static String ask(NodeCall call, ModelSpec model, Sampling sampling, List<ModelMessage> messages) {
        var request = new ModelRequest(model, messages, List.of(), sampling, null);
        return ask(call, request, piece -> {}, piece -> {}).text();
    }

    private Answer hear(ModelCall answer) {
        for (var event = answer.next(); event != null; event = answer.next()) {
            switch (event) {
                case ModelEvent.Text(var piece) -> {
                    reasoning.tell();
                    text.whole.append(piece);
                }
                case ModelEvent.Reasoning(var piece) -> {
                    text.tell();
                    reasoning.whole.append(piece);
                }
                case ModelEvent.ToolCalls(var wanted) -> calls = wanted;
                case ModelEvent.Finished end -> {}
            }
            if (!answer.ready()) {
                reasoning.tell();
                text.tell();
            }
        }
        reasoning.tell();
        text.tell();
        return new Answer(text.whole.toString(), reasoning.whole.toString(), calls);
    }
}
