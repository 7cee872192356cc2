package dev.pankou.workflow.node;

/** What one node of a canvas does. Immutable; used by many runs at once. */
public interface NodeWork {
    /**
     * Does the node's work once; retries, time-outs, error handling and the conversion of inputs and outputs are the engine's.
     *
     * @throws NodeException when the node fails
     * @throws dev.pankou.workflow.value.ValueException when a value cannot be taken or put in
     */
    Outcome run(NodeCall call);

    /** What it may do outside of the run, which decides where it runs and what happens to it after a crash. */
    default Effect effect() {
        return Effect.LOCAL;
    }

    /** The text outputs whose pieces it may hand out through {@link NodeCall#piece} before it is done. */
    default java.util.Set<String> streams() {
        return java.util.Set.of();
    }

    enum Effect {
        /** Computes from its inputs and never waits. */
        LOCAL,
        /** Waits for something outside; doing it twice harms nobody. */
        REPEATABLE,
        /** Changes something outside: done again after a crash only when nothing had begun. */
        ONCE
    }
}
