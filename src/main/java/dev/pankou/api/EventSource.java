package dev.pankou.api;

import dev.pankou.http.EventStream;

/** The events of a streamed answer. */
public interface EventSource {
    /**
     * Writes all events and returns after the last one. Runs on the request's own thread, after the head of the answer was
     * set; the body is ended by the caller.
     *
     * @throws dev.pankou.http.ClientGoneException when the client went away
     */
    void writeTo(EventStream out);
}
