package dev.pankou.workflow.canvas;

import java.io.Serial;

/** What was handed in is no canvas, or more than we read. The message is the English text. */
public final class IllegalCanvasException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String zh;

    IllegalCanvasException(String code, String en, String zh) {
        super(en);
        this.code = code;
        this.zh = zh;
    }

    /**
     * One word for programs: not_json, not_a_canvas, malformed, too_deep, too_large, too_many_nodes, too_many_files,
     * broken_zip, broken_yaml.
     */
    public String code() {
        return code;
    }

    public String en() {
        return String.valueOf(getMessage());
    }

    public String zh() {
        return zh;
    }
}
