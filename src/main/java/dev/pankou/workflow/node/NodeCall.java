package dev.pankou.workflow.node;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

import dev.pankou.workflow.value.Found;

/** One execution of a node: its values and what it may use. Belongs to one thread. */
public interface NodeCall {
    /** The values of {@code inputParameters}, converted and filled (WORKFLOW 4). */
    Map<String, @Nullable Object> inputs();

    /** Names of inputs whose source was skipped: templates print nothing for them. */
    Set<String> skipped();

    /**
     * The value of an operand, converted to its type; absent when its source was skipped or has no such field.
     *
     * @throws dev.pankou.workflow.value.ValueException when a path breaks off in a list
     */
    Found take(Operand operand);

    /** Whether the operand's source was skipped. */
    boolean isSkipped(Operand operand);

    /** 0 at first, then the number of the retry. */
    int attempt();

    /** What this node asked so far and was answered, oldest first; empty before the first interrupt. */
    List<Round> rounds();

    /** A question of this node and the reply. {@code asked} is {@link Outcome.Ask#text()}. */
    record Round(String asked, String reply) {}

    Outside outside();

    /** The run it belongs to. */
    RunContext run();

    /** Hands out more of a text output before the node is done; see {@link NodeWork#streams}. */
    void piece(String output, String text);

    /** Notes something that does not fail the node, such as 720712023: outputs that did not fit. */
    void warn(int code, String text);

    /** The text that outputs were read from, for the trace. */
    void raw(String text);
}
