package dev.pankou.workflow.node;

import dev.pankou.workflow.canvas.Fields;
import dev.pankou.workflow.value.ValueTemplate;
import java.util.List;
import java.util.Map;

/** Asks the caller and waits for the reply (WORKFLOW 8.18): any text, fields out of a text, or one of some options. */
final class Question {
    private Question() {}

    static NodeWork of(NodeScope scope) {
        var inputs = scope.node().inputs();
        var question = ValueTemplate.parse(Fields.text(inputs, "question"));
        if (Fields.text(inputs, "answer_type").equals("option")) {
            return QuestionOptions.of(scope, question);
        }
        return inputs.path("extra_output").asBoolean(false)
                ? QuestionFields.of(scope, question)
                : new Plain(question);
    }

    static Outcome.Ask ask(String text, List<String> options) {
        return new Outcome.Ask(Outcome.Kind.QUESTION, text, options, null, "");
    }

    /** The reply as it is. */
    private record Plain(ValueTemplate question) implements NodeWork {
        @Override
        public Outcome run(NodeCall call) {
            return call.rounds().isEmpty()
                    ? ask(question.render(call.inputs(), call.skipped()), List.of())
                    : Outcome.done(Map.of("USER_RESPONSE", call.rounds().getLast().reply()));
        }
    }
}
