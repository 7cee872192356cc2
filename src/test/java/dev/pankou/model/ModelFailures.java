package dev.pankou.model;

/** Failures of models for the tests of those who ask them. */
public final class ModelFailures {
    private ModelFailures() {}

    public static ModelException of(ModelException.Kind kind) {
        return new ModelException(kind, false);
    }
}
