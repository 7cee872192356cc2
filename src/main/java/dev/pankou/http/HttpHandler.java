package dev.pankou.http;

/** Answers one request. Runs on a virtual thread of its own and may block. */
public interface HttpHandler {
    void handle(Exchange exchange);
}
