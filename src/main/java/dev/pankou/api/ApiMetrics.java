package dev.pankou.api;

/** Where calls are counted. */
public interface ApiMetrics {
    /** @param status HTTP status of the answer, 0 when the client left before it; nanos time until the answer was handed over */
    void called(String operation, int status, long nanos);
}
