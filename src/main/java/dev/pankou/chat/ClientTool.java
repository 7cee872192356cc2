package dev.pankou.chat;

import dev.pankou.model.ToolSpec;

/** A tool that the caller of a chat runs (SubmitToolOutputs). */
public record ClientTool(ToolSpec spec, ServerTool.Label label) implements BotTool {}
