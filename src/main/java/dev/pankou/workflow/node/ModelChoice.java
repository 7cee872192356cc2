package dev.pankou.workflow.node;

import dev.pankou.model.Capability;
import dev.pankou.model.ModelSpec;
import dev.pankou.model.Sampling;
import dev.pankou.model.Sampling.ResponseFormat;

/** Which model a node asks, and how. The presets of {@code generationDiversity} are the editor's own. */
record ModelChoice(String type, String name, Sampling sampling) {
    static ModelChoice of(ModelParams params) {
        var sampling = new Sampling(
                params.number("temperature"),
                params.number("topp"),
                params.count("topk"),
                params.number("frequencypenalty"),
                params.number("presencepenalty"),
                params.count("maxtokens"),
                ResponseFormat.TEXT,
                null,
                false,
                false,
                null);
        return new ModelChoice(params.text("modeltype"), params.text("modelname"), sampling);
    }

    ModelSpec model(NodeCall call) {
        return call.outside().model(type, name);
    }

    /** For an answer in JSON: the prompt says so to every model, and the interface to those that know it. */
    Sampling asJson(ModelSpec model) {
        var format = model.capabilities().contains(Capability.JSON_OUTPUT) ? ResponseFormat.JSON : ResponseFormat.TEXT;
        return new Sampling(
                sampling.temperature(),
                sampling.topP(),
                sampling.topK(),
                sampling.frequencyPenalty(),
                sampling.presencePenalty(),
                sampling.maxTokens(),
                format,
                null,
                false,
                false,
                null);
    }
}
