package dev.pankou.chat;

import dev.pankou.model.ToolSpec;

/** A tool that the caller of a chat runs (SubmitToolOutputs). The name is a wish, as a {@link ServerTool}'s is. */
public record ClientTool(ToolSpec spec, ServerTool.Label label) {}
