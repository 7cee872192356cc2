package dev.pankou.workflow.node;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

import dev.pankou.workflow.value.Found;
import dev.pankou.workflow.value.Type;

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

    /** What a workflow of the same workspace is as a tool. @param version "" = draft @throws NodeException when there is none */
    Tool tool(String workflow, String version);

    /**
     * @param inputs what it declares
     * @param answers whether it gives a text, which is its caller's answer as it is
     */
    record Tool(String name, String description, Type.ObjectType inputs, boolean answers) {}

    /**
     * Runs a workflow as a tool.
     *
     * @param number of the call within this execution, from 0
     * @param output the text output that a text of the tool streams into
     * @return its outputs; null when it asks something: then the node ends with {@link #inside} and is run again after the answer
     * @throws NodeException when it fails
     */
    @Nullable Map<String, @Nullable Object> callTool(
            int number, String workflow, String version, Map<String, @Nullable Object> arguments, String output);

    /** The outcome of a node inside of which something is asked. */
    Outcome inside();

    /** The run it belongs to. */
    RunContext run();

    /** Hands out more of a text output before the node is done; see {@link NodeWork#streams}. */
    void piece(String output, String text);

    /** Notes something that does not fail the node, such as 720712023: outputs that did not fit. */
    void warn(int code, String text);

    /** The text that outputs were read from, for the trace. */
    void raw(String text);
}
