package dev.pankou.workflow.node;

import dev.pankou.json.Json;
import dev.pankou.model.Capability;
import dev.pankou.model.ContentPart;
import dev.pankou.model.ModelMessage;
import dev.pankou.model.ModelRequest;
import dev.pankou.model.ModelSpec;
import dev.pankou.model.ToolSpec;
import dev.pankou.workflow.canvas.Fields;
import dev.pankou.workflow.value.Type;
import dev.pankou.workflow.value.ValueTemplate;
import dev.pankou.workflow.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Asks a model (WORKFLOW 8.3), which may call workflows as tools. */
final class Llm implements NodeWork {
    private static final String REASONING = "reasoning_content";
    private static final String USER_INPUT = "USER_INPUT";
    private static final String START = "100001";
    private static final String MARKDOWN = "Write the answer in Markdown.";
    private static final String JSON = "Answer with one JSON object and nothing else: no explanation, no code fence. Write its texts in"
            + " the language of the request. The object must match this JSON schema:\n";

    private final ModelChoice choice;
    private final @Nullable ModelChoice backup;
    private final ValueTemplate system;
    private final Prompt user;
    private final String instruction;
    private final History history;
    private final Type.ObjectType fields;
    private final boolean json;
    private final String output;
    private final boolean reasons;
    private final @Nullable String userInput;
    private final LlmSkills skills;
    private final LlmKnowledge knowledge;

    private Llm(NodeScope scope) {
        var inputs = scope.node().inputs();
        if (Fields.unset(inputs.path("llmParam"))) {
            throw Setting.missing(scope.node(), "inputs.llmParam");
        }
        var params = ModelParams.of(inputs.path("llmParam"));
        choice = ModelChoice.of(params);
        backup = backup(inputs.path("settingOnError").path("ext"));
        system = ValueTemplate.parse(params.text("systemprompt"));
        user = Prompt.of(params.text("prompt"), scope.inputs());
        history = History.of(inputs, params);
        reasons = scope.outputs().fields().containsKey(REASONING);
        fields = Type.ObjectType.of(scope.outputs().fields().values().stream()
                .filter(field -> !field.name().equals(REASONING))
                .toList());
        var texts = fields.fields().values().stream()
                .filter(field -> field.type() instanceof Type.Scalar scalar && scalar.isText())
                .toList();
        var one = fields.fields().size() <= 1;
        var format = params.text("responseformat");
        json = (format.equals("2") || format.equalsIgnoreCase("json")) && !(one && texts.size() == fields.fields().size());
        output = texts.isEmpty() ? fields.fields().keySet().stream().findFirst().orElse("output") : texts.getFirst().name();
        instruction = json
                ? JSON + ModelJson.schema(fields)
                : format.equals("1") || format.equalsIgnoreCase("markdown") ? MARKDOWN : "";
        userInput = userInput(inputs.path("inputParameters"), user.onlyInput());
        skills = LlmSkills.of(inputs);
        knowledge = LlmKnowledge.of(inputs.path("fcParam").path("knowledgeFCParam"));
    }

    static NodeWork of(NodeScope scope) {
        return new Llm(scope);
    }

    /** {@code backupLLMParam}, or however its case is; one that cannot be read is none. */
    private static @Nullable ModelChoice backup(JsonNode ext) {
        for (var entry : ext.properties()) {
            if (entry.getKey().equalsIgnoreCase("backupLLMParam")) {
                try {
                    var param = entry.getValue().isString() ? Json.tree(entry.getValue().stringValue()) : entry.getValue();
                    return Fields.unset(param) ? null : ModelChoice.of(ModelParams.of(param));
                } catch (JacksonException notJson) {
                    return null;
                }
            }
        }
        return null;
    }

    /** The input that is the whole prompt and what the user of a chatflow said, or null. */
    private static @Nullable String userInput(JsonNode params, @Nullable String input) {
        if (input == null) {
            return null;
        }
        var content = Setting.input(params, input).path("value").path("content");
        return Fields.text(content, "blockID").equals(START) && Fields.text(content, "name").equals(USER_INPUT) ? input : null;
    }

    @Override
    public Effect effect() {
        return skills.callPlugins() ? Effect.ONCE : Effect.REPEATABLE;
    }

    @Override
    public Set<String> streams() {
        if (json) {
            return Set.of();
        }
        return reasons ? Set.of(output, REASONING) : Set.of(output);
    }

    @Override
    public Outcome run(NodeCall call) {
        var chosen = call.attempt() > 0 && backup != null ? backup : choice;
        var model = chosen.model(call);
        var messages = messages(call, model);
        var sampling = json ? chosen.asJson(model) : chosen.sampling();
        var tools = skills.offered(call);
        var text = new StringBuilder();
        var thought = new StringBuilder();
        for (var round = 0; ; round++) {
            var offered = round < LlmSkills.MOST_ROUNDS ? tools.specs() : List.<ToolSpec>of();
            var answer = ask(call, new ModelRequest(model, messages, offered, sampling, null));
            text.append(answer.text());
            thought.append(answer.reasoning());
            if (answer.calls().isEmpty() || offered.isEmpty()) {
                return done(call, text.toString(), thought.toString());
            }
            messages.add(new ModelMessage.Assistant(answer.text(), answer.reasoning(), answer.calls()));
            for (var wish : answer.calls()) {
                var result = tools.answer(call, wish, output);
                if (result == null) {
                    return call.inside();
                }
                if (result.direct()) {
                    return done(call, result.text(), thought.toString());
                }
                messages.add(new ModelMessage.ToolResult(wish.id(), result.text()));
            }
        }
    }

    private ModelTalk.Answer ask(NodeCall call, ModelRequest request) {
        return ModelTalk.ask(
                call,
                request,
                piece -> {
                    if (!json) {
                        call.piece(output, piece);
                    }
                },
                piece -> {
                    if (!json && reasons) {
                        call.piece(REASONING, piece);
                    }
                });
    }

    private Outcome done(NodeCall call, String text, String thought) {
        var outputs = new LinkedHashMap<String, @Nullable Object>();
        if (json) {
            outputs.putAll(read(call, text));
        } else {
            outputs.put(output, text);
        }
        if (reasons) {
            outputs.put(REASONING, thought);
        }
        return Outcome.done(outputs);
    }

    private List<ModelMessage> messages(NodeCall call, ModelSpec model) {
        var messages = new ArrayList<ModelMessage>();
        var instructions = system.render(call.inputs(), call.skipped());
        if (!instructions.isEmpty()) {
            messages.add(new ModelMessage.System(instructions));
        }
        messages.addAll(history.of(call, model));
        var parts = new ArrayList<>(said(call, model.capabilities().contains(Capability.VISION)));
        var known = knowledge.before(call, model, words(parts));
        if (!known.isEmpty()) {
            parts.addFirst(new ContentPart.Text(known));
        }
        if (!instruction.isEmpty()) {
            var before = parts.isEmpty() ? null : parts.getLast();
            if (before instanceof ContentPart.Text(var text)) {
                parts.set(parts.size() - 1, new ContentPart.Text(text + "\n\n" + instruction));
            } else {
                parts.add(new ContentPart.Text(instruction));
            }
        }
        messages.add(parts.isEmpty() ? ModelMessage.User.of("") : new ModelMessage.User(parts));
        return messages;
    }

    private static String words(List<ContentPart> parts) {
        var words = new StringBuilder();
        for (var part : parts) {
            if (part instanceof ContentPart.Text(var text)) {
                words.append(text);
            }
        }
        return words.toString();
    }

    private List<ContentPart> said(NodeCall call, boolean sees) {
        var spoken = userInput == null ? List.<ContentPart>of() : spoken(call, userInput);
        if (spoken.isEmpty()) {
            return user.parts(call, sees);
        }
        var parts = new ArrayList<ContentPart>();
        for (var part : spoken) {
            parts.add(sees ? part : History.blind(part));
        }
        return parts;
    }

    /** What the user said with more than words, if the prompt is just that; a sub-workflow's input may be something else. */
    private static List<ContentPart> spoken(NodeCall call, String userInput) {
        var dialogue = call.run().dialogue();
        var said = dialogue == null ? List.<ContentPart>of() : dialogue.said();
        var input = Values.text(call.inputs().get(userInput));
        return input.startsWith(words(said)) ? said : List.of();
    }

    /** Not parseable: the node succeeds with nulls and a warning. */
    private Map<String, @Nullable Object> read(NodeCall call, String answer) {
        call.raw(answer);
        var value = ModelJson.value(answer);
        if (value instanceof Map<?, ?> map) {
            return Parsed.object(map);
        }
        var outputs = new LinkedHashMap<String, @Nullable Object>();
        if (value instanceof List<?> && fields.fields().size() == 1) { // the bare list instead of an object with it
            outputs.put(output, value);
            return outputs;
        }
        call.warn(NodeException.MODEL_JSON, "the model's answer is not the JSON object that was asked for");
        fields.fields().keySet().forEach(name -> outputs.put(name, null));
        return outputs;
    }
}
