package dev.pankou.model;

/** Talks to a model. Safe for use by many threads. */
public interface ModelClient {
    /** Prepares a call without waiting; the first {@link ModelCall#next} sends it. The caller closes it. */
    ModelCall open(ModelRequest request);
}
