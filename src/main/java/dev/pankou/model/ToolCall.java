package dev.pankou.model;

import dev.pankou.json.SoundText;

/**
 * A tool that the model wants called.
 *
 * @param id ties the result to the call; never empty
 * @param arguments JSON text as the model wrote it, "{}" when it wrote none; may be broken
 */
public record ToolCall(String id, String name, String arguments) {
    public ToolCall {
        id = SoundText.of(id);
        name = SoundText.of(name);
        arguments = SoundText.of(arguments);
    }
}
