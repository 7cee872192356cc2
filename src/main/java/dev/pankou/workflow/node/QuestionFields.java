package dev.pankou.workflow.node;

import dev.pankou.model.ModelMessage;
import dev.pankou.workflow.value.Type;
import dev.pankou.workflow.value.ValueTemplate;
import dev.pankou.workflow.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A question whose reply is taken apart: a model reads the whole talk, gives the declared fields, and asks again for what is
 * missing, up to {@code limit} replies.
 */
final class QuestionFields implements NodeWork {
    private static final String RESPONSE = "USER_RESPONSE";
    private static final int DEFAULT_LIMIT = 3;
    private static final String TASK = "You collect values from what the user says. The values, as a JSON schema:\n";
    private static final String RULES = "\nAnswer with one JSON object and nothing else: {\"fields\": {…}, \"question\": \"…\"}.\n"
            + "fields: the values that the user has given so far; null for what is not known. Invent nothing.\n"
            + "question: \"\" when every required value is known; else one short question for what is missing, in the user's"
            + " language.";

    private final ValueTemplate question;
    private final Type.ObjectType fields;
    private final String task;
    private final ModelChoice choice;
    private final ValueTemplate persona;
    private final int limit;

    private QuestionFields(NodeScope scope, ValueTemplate question) {
        this.question = question;
        var params = ModelParams.of(scope.node().inputs().path("llmParam"));
        fields = Type.ObjectType.of(scope.outputs().fields().values().stream()
                .filter(field -> !field.name().equals(RESPONSE))
                .toList());
        task = TASK + ModelJson.schema(fields) + RULES;
        choice = ModelChoice.of(params);
        persona = ValueTemplate.parse(params.text("systemprompt"));
        var most = scope.node().inputs().path("limit").asInt(DEFAULT_LIMIT);
        limit = most < 1 ? DEFAULT_LIMIT : most;
    }

    static NodeWork of(NodeScope scope, ValueTemplate question) {
        return new QuestionFields(scope, question);
    }

    @Override
    public Effect effect() {
        return Effect.REPEATABLE;
    }

    @Override
    public Outcome run(NodeCall call) {
        var rounds = call.rounds();
        if (rounds.isEmpty()) {
            return Question.ask(question.render(call.inputs(), call.skipped()), List.of());
        }
        var model = choice.model(call);
        var text = ModelTalk.ask(call, model, choice.asJson(model), messages(call));
        call.raw(text);
        var answer = ModelJson.object(text);
        if (answer == null) {
            throw new NodeException(NodeException.EXECUTION, "the model's answer is not the JSON object that was asked for");
        }
        var next = Values.text(answer.get("question"));
        if (next.isBlank()) {
            return Outcome.done(outputs(answer.get("fields"), rounds.getLast().reply()));
        }
        if (rounds.size() >= limit) {
            throw new NodeException(NodeException.EXECUTION, "max answer count= " + limit + " exceeded");
        }
        return Question.ask(next, List.of());
    }

    private List<ModelMessage> messages(NodeCall call) {
        var who = persona.render(call.inputs(), call.skipped());
        var messages = new ArrayList<ModelMessage>();
        messages.add(new ModelMessage.System(who.isBlank() ? task : who + "\n\n" + task));
        for (var round : call.rounds()) {
            messages.add(ModelMessage.Assistant.of(round.asked()));
            messages.add(ModelMessage.User.of(round.reply()));
        }
        return messages;
    }

    /** Every declared field is there, at least as null: none is required once the model is content. */
    private Map<String, @Nullable Object> outputs(@Nullable Object given, String reply) {
        var outputs = new LinkedHashMap<String, @Nullable Object>();
        fields.fields().keySet().forEach(name -> outputs.put(name, given instanceof Map<?, ?> map ? map.get(name) : null));
        outputs.put(RESPONSE, reply);
        return outputs;
    }
}
