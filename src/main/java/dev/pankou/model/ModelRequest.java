package dev.pankou.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question to a model.
 *
 * @param previousResponseId goes on from an answer that the provider stored (responses interface only)
 */
public record ModelRequest(
        ModelSpec model,
        List<ModelMessage> messages,
        List<ToolSpec> tools,
        Sampling sampling,
        @Nullable String previousResponseId) {
    public ModelRequest {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }

    public static ModelRequest of(ModelSpec model, List<ModelMessage> messages) {
        return new ModelRequest(model, messages, List.of(), Sampling.DEFAULT, null);
    }

    /** Prompts are private: only sizes. */
    @Override
    public String toString() {
        return "ModelRequest[" + model + ", messages=" + messages.size() + ", tools=" + tools.size() + "]";
    }
}
