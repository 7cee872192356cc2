package dev.pankou.workflow.node;

import dev.pankou.model.ModelMessage;
import dev.pankou.workflow.canvas.Fields;
import dev.pankou.workflow.value.ValueTemplate;
import dev.pankou.workflow.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A question with options: the reply is one of them word by word, or what a model takes it for, or "other". Static options each
 * have a way out, dynamic ones share the first.
 */
final class QuestionOptions implements NodeWork {
    private static final int MOST_DYNAMIC = 26;
    private static final String TASK =
            "A user was asked to choose one of the options below. Find the option that the user's reply means.\n";
    private static final String RULE =
            "Answer with the number of the option alone, or with -1 when the reply means none of them. Write nothing else.";

    private final ValueTemplate question;
    private final List<ValueTemplate> fixed;
    private final @Nullable Operand dynamic;
    private final ModelChoice choice;

    private QuestionOptions(NodeScope scope, ValueTemplate question) {
        var inputs = scope.node().inputs();
        this.question = question;
        choice = ModelChoice.of(ModelParams.of(inputs.path("llmParam")));
        if (Fields.text(inputs, "option_type").equals("dynamic")) {
            dynamic = scope.operand(inputs.path("dynamic_option"));
            fixed = List.of();
            return;
        }
        dynamic = null;
        var options = new ArrayList<ValueTemplate>();
        for (var option : Fields.list(inputs, "options")) {
            options.add(ValueTemplate.parse(Fields.text(option, "name")));
        }
        if (options.isEmpty()) {
            throw Setting.missing(scope.node(), "inputs.options");
        }
        fixed = List.copyOf(options);
    }

    static NodeWork of(NodeScope scope, ValueTemplate question) {
        return new QuestionOptions(scope, question);
    }

    @Override
    public Effect effect() {
        return Effect.REPEATABLE;
    }

    @Override
    public Outcome run(NodeCall call) {
        var options = options(call);
        if (call.rounds().isEmpty()) {
            return Question.ask(question.render(call.inputs(), call.skipped()), options);
        }
        var round = call.rounds().getLast();
        var chosen = options.indexOf(round.reply());
        if (chosen < 0) {
            chosen = options.indexOf(round.reply().strip());
        }
        if (chosen < 0) {
            chosen = meant(call, round, options);
        }
        if (chosen < 0) {
            return new Outcome.Done(Map.of("optionId", "other", "optionContent", round.reply()), "default");
        }
        return new Outcome.Done(
                Map.of("optionId", letters(chosen), "optionContent", options.get(chosen)),
                dynamic == null ? "branch_" + chosen : "branch_0");
    }

    private List<String> options(NodeCall call) {
        if (dynamic == null) {
            return fixed.stream()
                    .map(option -> option.render(call.inputs(), call.skipped()))
                    .toList();
        }
        var options = new ArrayList<String>();
        if (call.take(dynamic).value() instanceof List<?> given) {
            for (var option : given) {
                if (option != null && options.size() < MOST_DYNAMIC) {
                    options.add(Values.text(option));
                }
            }
        }
        if (options.isEmpty()) {
            throw new NodeException(NodeException.NO_OPTIONS, "the question has no options");
        }
        return options;
    }

    /** The index of the option that a model takes the reply for; -1 when it names none. */
    private int meant(NodeCall call, NodeCall.Round round, List<String> options) {
        var task = new StringBuilder(TASK).append("Question: ").append(Values.json(round.asked())).append('\n');
        for (var at = 0; at < options.size(); at++) {
            task.append(at).append(": ").append(Values.json(options.get(at))).append('\n');
        }
        var model = choice.model(call);
        var answer = ModelTalk.ask(
                call,
                model,
                choice.sampling(),
                List.of(new ModelMessage.System(task.append(RULE).toString()), ModelMessage.User.of(round.reply())));
        call.raw(answer);
        var number = ModelJson.number(answer);
        return number == null || number < 0 || number >= options.size() ? -1 : number.intValue();
    }

    /** A, B … Z, AA, AB … */
    static String letters(int index) {
        var letter = String.valueOf((char) ('A' + index % 26));
        return index < 26 ? letter : letters(index / 26 - 1) + letter;
    }
}
