package dev.pankou.api;

/** What a handler that may stream answers. */
public sealed interface Reply {
    /** A plain envelope with {@code data}. */
    record Data(Object data) implements Reply {}

    /** A stream of server-sent events. */
    record Events(EventSource source) implements Reply {}
}
