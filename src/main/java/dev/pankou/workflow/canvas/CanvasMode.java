package dev.pankou.workflow.canvas;

import org.jspecify.annotations.Nullable;

/** What a canvas is for; {@code flowMode} is the number that the editor's envelopes carry. */
public enum CanvasMode {
    WORKFLOW(0),
    CHATFLOW(3);

    private final int flowMode;

    CanvasMode(int flowMode) {
        this.flowMode = flowMode;
    }

    public int flowMode() {
        return flowMode;
    }

    /** The mode that a number, or a name in any case, spells; null for anything else. */
    static @Nullable CanvasMode of(String text) {
        for (var mode : values()) {
            if (mode.name().equalsIgnoreCase(text) || Integer.toString(mode.flowMode).equals(text)) {
                return mode;
            }
        }
        return null;
    }
}
