package dev.pankou.plugin;

import dev.pankou.id.Id;
import org.jspecify.annotations.Nullable;

/**
 * A plugin with all its sides. Times in milliseconds; {@code publishedAt} 0: it is not published.
 *
 * @param document the OpenAPI text that the draft was made of; may be empty
 * @param sharesCredential whether other workspaces call the published plugin with the credentials of its own one
 */
record Plugin(
        Id id,
        Id workspace,
        Id owner,
        Kind kind,
        Definition draft,
        String document,
        @Nullable Definition published,
        String category,
        boolean sharesCredential,
        long createdAt,
        long updatedAt,
        long publishedAt) {
    /** Who executes the tools. */
    enum Kind {
        OPENAPI,
        MCP,
        /** The caller, through submit_tool_outputs. */
        CLIENT,
        /** This server. */
        BUILTIN
    }

    /** What calls from this workspace use: what was published, else the draft at home; null: nothing. */
    @Nullable Definition usableIn(Id caller) {
        return published != null ? published : caller.equals(workspace) ? draft : null;
    }
}
