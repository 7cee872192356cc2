package dev.pankou.workflow.node;

import dev.pankou.model.Capability;
import dev.pankou.model.ContentPart;
import dev.pankou.model.ModelMessage;
import dev.pankou.model.ModelSpec;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** How much of the conversation a node shows to its model; nothing outside of chatflows (WORKFLOW 12). */
record History(int rounds) {
    private static final int DEFAULT_ROUNDS = 3;

    static History of(JsonNode inputs, ModelParams params) {
        for (var setting : List.of(params, ModelParams.of(inputs.path("chatHistorySetting")))) {
            if (setting.flag("enablechathistory")) {
                var rounds = setting.count("chathistoryround");
                return new History(rounds == null ? DEFAULT_ROUNDS : rounds);
            }
        }
        return new History(0);
    }

    /** Rounds before the present one, oldest first. */
    List<ModelMessage> of(NodeCall call, ModelSpec model) {
        var dialogue = call.run().dialogue();
        if (dialogue == null || rounds == 0) {
            return List.of();
        }
        var said = dialogue.history(rounds);
        return model.capabilities().contains(Capability.VISION)
                ? said
                : said.stream().map(History::blind).toList();
    }

    private static ModelMessage blind(ModelMessage message) {
        return message instanceof ModelMessage.User(var parts)
                ? new ModelMessage.User(parts.stream().map(History::blind).toList())
                : message;
    }

    /** A part as a model without eyes gets it: an image by its address, if it has one. */
    static ContentPart blind(ContentPart part) {
        return part instanceof ContentPart.Image(var url)
                ? new ContentPart.Text(url.startsWith("data:") ? "[image]" : url)
                : part;
    }
}
