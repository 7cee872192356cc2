package dev.pankou.workflow.node;

import dev.pankou.model.ModelMessage;
import dev.pankou.model.ModelSpec;
import dev.pankou.workflow.canvas.Fields;
import dev.pankou.workflow.value.ValueTemplate;
import dev.pankou.workflow.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks a model which of some intents a text has, and takes that way (WORKFLOW 8.22). */
final class Intent implements NodeWork {
    private static final String TASK = "You sort messages by intent. The intents by their id:\n";
    private static final String FAST = "Answer with the id of the intent of the user's last message alone: one number, nothing else.";
    private static final String FULL = "Find the intent of the user's last message. Answer with one JSON object and nothing else:"
            + " {\"classificationId\": <id>, \"reason\": \"<one short sentence in the user's language>\"}";

    private final boolean fast;
    private final int count;
    private final String task;
    private final ModelChoice choice;
    private final ValueTemplate extra;
    private final History history;

    private Intent(NodeScope scope) {
        var inputs = scope.node().inputs();
        var list = new StringBuilder(TASK);
        var number = 0;
        for (var intent : Fields.list(inputs, "intents")) {
            number++;
            list.append(number).append(": ").append(Values.json(Fields.text(intent, "name"))).append('\n');
        }
        if (number == 0) {
            throw Setting.missing(scope.node(), "inputs.intents");
        }
        count = number;
        task = list.append("0: none of these\n").toString();
        fast = Fields.text(inputs, "mode").equals("top_speed");
        var params = ModelParams.of(inputs.path("llmParam"));
        choice = ModelChoice.of(params);
        extra = ValueTemplate.parse(fast ? "" : params.text("systemprompt"));
        history = History.of(inputs, params);
    }

    static NodeWork of(NodeScope scope) {
        return new Intent(scope);
    }

    @Override
    public Effect effect() {
        return Effect.REPEATABLE;
    }

    @Override
    public Outcome run(NodeCall call) {
        var model = choice.model(call);
        var answer = ModelTalk.ask(call, model, fast ? choice.sampling() : choice.asJson(model), messages(call, model));
        call.raw(answer);
        var object = fast ? null : ModelJson.object(answer);
        var found = fast ? ModelJson.number(answer) : object == null ? null : ModelJson.whole(object.get("classificationId"));
        if (found == null || found < 0 || found > count) {
            throw new NodeException(
                    NodeException.EXECUTION,
                    "the model named no intent: " + (fast ? "a number" : "JSON with classificationId") + " from 0 to " + count
                            + " was wanted");
        }
        var port = found == 0 ? "default" : "branch_" + (found - 1);
        return new Outcome.Done(outputs(found, object), port);
    }

    private static Map<String, @Nullable Object> outputs(long found, @Nullable Map<String, @Nullable Object> answer) {
        return answer == null
                ? Map.of("classificationId", found)
                : Map.of("classificationId", found, "reason", Values.text(answer.get("reason")));
    }

    private List<ModelMessage> messages(NodeCall call, ModelSpec model) {
        var more = extra.render(call.inputs(), call.skipped());
        var messages = new ArrayList<ModelMessage>();
        messages.add(new ModelMessage.System(
                task + (more.isBlank() ? "" : "Further instructions:\n" + more + "\n") + (fast ? FAST : FULL)));
        messages.addAll(history.of(call, model));
        messages.add(ModelMessage.User.of(Values.text(call.inputs().get("query"))));
        return messages;
    }
}
