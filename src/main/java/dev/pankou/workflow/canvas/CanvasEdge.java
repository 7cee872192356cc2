package dev.pankou.workflow.canvas;

/** An edge gives order only (WORKFLOW 2.2). A port is "" when the canvas names none: the single output, the single input. */
public record CanvasEdge(String source, String sourcePort, String target, String targetPort) {}
