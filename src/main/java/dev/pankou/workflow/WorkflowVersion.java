package dev.pankou.workflow;

import dev.pankou.id.Id;

/**
 * What was published once; never changes.
 *
 * @param ordinal from 1, without gaps
 * @param version such as {@code v0.0.1}
 * @param createdAt milliseconds, later than that of the version before
 */
record WorkflowVersion(
        Id workflow, long ordinal, String version, String description, String canvasHash, Id creator, long createdAt) {}
