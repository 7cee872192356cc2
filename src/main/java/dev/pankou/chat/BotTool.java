package dev.pankou.chat;

import dev.pankou.model.ToolSpec;

/** What a bot's model may call. */
public sealed interface BotTool permits ClientTool, ServerTool {
    /** What the model is told. The name is a wish: of two equal ones the second gets another. */
    ToolSpec spec();

    /** How messages name it. */
    ServerTool.Label label();
}
