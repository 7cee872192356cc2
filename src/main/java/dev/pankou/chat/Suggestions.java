package dev.pankou.chat;

import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.json.SoundText;
import dev.pankou.model.ModelCall;
import dev.pankou.model.ModelClient;
import dev.pankou.model.ModelEvent;
import dev.pankou.model.ModelException;
import dev.pankou.model.ModelMessage;
import dev.pankou.model.ModelRequest;
import dev.pankou.model.ModelSpec;
import dev.pankou.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Up to three follow-up questions that a model suggests after an answer; a failure is none (BEHAVIOUR 2.1: it never sets
 * last_error).
 *
 * @param model suggests them
 * @param prompt how; "": the usual way
 */
record Suggestions(ModelSpec model, String prompt) {
    private static final Logger LOG = LoggerFactory.getLogger(Suggestions.class);
    private static final int MOST = 3;
    private static final int LONGEST = 200;

    /** @param usage null when the model was not heard to the end */
    record Suggested(List<String> questions, @Nullable Usage usage) {}

    /** @param opened is given the call, to be able to cancel it */
    Suggested ask(ModelClient models, Id chat, String question, String answer, Consumer<ModelCall> opened) {
        var reply = new StringBuilder();
        Usage usage = null;
        try (var call = models.open(request(question, answer))) {
            opened.accept(call);
            for (var event = call.next(); event != null; event = call.next()) {
                if (event instanceof ModelEvent.Text(var piece)) {
                    reply.append(piece);
                } else if (event instanceof ModelEvent.Finished finished) {
                    usage = finished.usage();
                }
            }
            return new Suggested(questions(reply.toString()), usage);
        } catch (ModelException | JacksonException failed) {
            LOG.info("No follow-up questions were suggested chat={}", chat);
            return new Suggested(List.of(), usage);
        }
    }

    private ModelRequest request(String question, String answer) {
        var wish = prompt.isEmpty() ? "They are short, follow from the conversation, and are in the user's language." : prompt;
        // The answer stands before the question, so that the user has the last word, as models expect.
        var system = "Suggest follow-up questions\nThe assistant's message is its answer to the user's message. Give " + MOST
                + " questions the user may want to ask next. " + wish + "\nAnswer with a JSON array of " + MOST
                + " strings and nothing else.";
        return ModelRequest.of(
                model,
                List.of(
                        new ModelMessage.System(system),
                        ModelMessage.Assistant.of(answer),
                        ModelMessage.User.of(question)));
    }

    private static List<String> questions(String reply) {
        var begin = reply.indexOf('[');
        var finish = reply.lastIndexOf(']');
        if (begin < 0 || finish < begin) {
            return List.of();
        }
        var found = new ArrayList<String>();
        for (var entry : Json.tree(reply.substring(begin, finish + 1))) {
            if (entry.isString() && !entry.stringValue().isBlank() && found.size() < MOST) {
                var line = SoundText.of(entry.stringValue().strip());
                var fits = line.codePointCount(0, line.length()) <= LONGEST;
                found.add(fits ? line : line.substring(0, line.offsetByCodePoints(0, LONGEST)));
            }
        }
        return found;
    }
}
