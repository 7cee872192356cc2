package dev.pankou.workflow.value;

/** What conversion could not do. {@code path} is like {@code a.b[3]}, "" for the value itself, and cut when it is long. */
public record Problem(Kind kind, String path, String message) {
    public enum Kind {
        /** The value does not fit its type. */
        MISMATCH,
        /** A required key is not there. */
        MISSING,
        /** Nested deeper than {@link Values#MAX_DEPTH}. */
        TOO_DEEP
    }
}
