package dev.pankou.workflow.node;

import dev.pankou.model.ModelMessage;
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
    List<ModelMessage> of(NodeCall call) {
        var dialogue = call.run().dialogue();
        return dialogue == null || rounds == 0 ? List.of() : dialogue.history(rounds);
    }
}
