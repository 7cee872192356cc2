package dev.pankou.workflow.canvas;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was found in an envelope.
 *
 * @param canvas in the stored form {@code {"nodes", "edges", "versions"?}}, a tree of its own
 * @param sourceId the workflow's id where it comes from, which sub-workflow nodes of the same export name; null if not told
 * @param name null if not told
 * @param description null if not told
 * @param mode null if not told
 * @param subWorkflows those exported along with it, without sub-workflows of their own
 * @param notes what could not be carried over for sure
 */
public record Opened(
        ObjectNode canvas,
        @Nullable String sourceId,
        @Nullable String name,
        @Nullable String description,
        @Nullable CanvasMode mode,
        List<Opened> subWorkflows,
        List<Note> notes) {
    public Opened {
        subWorkflows = List.copyOf(subWorkflows);
        notes = List.copyOf(notes);
    }

    /** Something a person should look at; {@code nodeId} is null when it is no node's. */
    public record Note(@Nullable String nodeId, String en, String zh) {}
}
