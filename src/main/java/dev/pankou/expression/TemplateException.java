package dev.pankou.expression;

import java.io.Serial;

/** The text that a template makes is larger than allowed. */
public final class TemplateException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    TemplateException(String message) {
        super(message);
    }
}
