package dev.pankou.workflow.engine;

import java.util.List;

/** Where a run's journal is kept. Thread-safe. */
public interface RunLog {
    /** What is there from earlier stretches of the run, oldest first. */
    List<Entry> earlier();

    /** Adds an entry; it is stored some time later. @throws dev.pankou.workflow.node.NodeException when the run holds too much */
    void add(Entry entry);

    /** Begins to store what was added. */
    void push();

    /**
     * Waits until all that was added is stored.
     *
     * @throws dev.pankou.workflow.node.NodeException when the run is not ours any more
     */
    void settle();
}
