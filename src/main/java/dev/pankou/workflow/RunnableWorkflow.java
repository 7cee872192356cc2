package dev.pankou.workflow;

import dev.pankou.id.Id;
import dev.pankou.workflow.canvas.CanvasMode;

/**
 * A workflow as a run finds it.
 *
 * @param app 0: belongs to no app
 * @param version "" for the draft
 * @param canvasHash under which {@link WorkflowService#canvas} gives the canvas; equal hashes are equal canvases
 */
public record RunnableWorkflow(
        Id id, Id workspace, Id app, CanvasMode mode, String name, String version, String canvasHash) {}
