package dev.pankou.workflow.node;

import org.jspecify.annotations.Nullable;

/** What came of a call of a plugin's tool that did not fail. */
public sealed interface ToolReply {
    /** @param value the tool's own output */
    record Done(@Nullable Object value) implements ToolReply {}

    /** The end user has to allow it first, at that address. */
    record NeedsAuthorization(String url) implements ToolReply {}

    /** Whoever runs the workflow has to execute it. */
    record ClientSide(String tool) implements ToolReply {}
}
