package dev.pankou.workflow.engine;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

import dev.pankou.workflow.node.NodeWork;
import dev.pankou.workflow.node.Operand;
import dev.pankou.workflow.value.Type;
import dev.pankou.workflow.value.ValueTemplate;

/**
 * A canvas ready to run: refs resolved to places, ports to arrays, constants converted. Immutable; used by all runs of a
 * version at once.
 *
 * @param hash of the canvas it was made from
 * @param inputs what Start declares
 * @param defaults of Start, converted
 * @param answers whether End gives a text, not variables
 * @param local whether no node ever waits for anything
 * @param emits whether it has output nodes or an End that streams
 */
public record Plan(
        String hash,
        Graph root,
        Type.ObjectType inputs,
        Map<String, @Nullable Object> defaults,
        boolean answers,
        boolean local,
        boolean emits) {

    /** Nodes, those in blocks included. */
    public int size() {
        return size(root);
    }

    private static int size(Graph graph) {
        var count = graph.nodes().length;
        for (var node : graph.nodes()) {
            count += switch (node.action()) {
                case Action.Loop loop -> size(loop.block());
                case Action.Batch batch -> size(batch.block());
                default -> 0;
            };
        }
        return count;
    }

    /**
     * The nodes of a canvas or of a block.
     *
     * @param entries the nodes it begins with
     */
    @SuppressWarnings("ArrayRecordComponent") // never handed out
    record Graph(Node[] nodes, int[] entries) {}

    /**
     * A node at its place.
     *
     * @param index in its graph
     * @param path of its block, such as "" or "130001/", without iteration numbers; with the id unique in the canvas
     * @param number the canvas's type
     * @param typeName as events show it
     * @param ports names of the ways out that have edges
     * @param targets by port: indices of nodes
     * @param sources indices of the nodes that lead here, one an edge; -1 the way in
     * @param streamed outputs that others read while they are made
     */
    @SuppressWarnings("ArrayRecordComponent") // never handed out
    record Node(
            int index,
            String id,
            String title,
            String number,
            String typeName,
            Inputs inputs,
            Type.ObjectType outputs,
            OnError onError,
            Action action,
            String[] ports,
            int[][] targets,
            int[] sources,
            Set<String> streamed) {

        boolean waits() {
            return switch (action) {
                case Action.Work(var work) -> work.effect() != NodeWork.Effect.LOCAL;
                case Action.Loop loop -> waits(loop.block());
                case Action.Batch batch -> waits(batch.block());
                case Action.Sub sub -> true;
                default -> false;
            };
        }

        private static boolean waits(Graph graph) {
            for (var node : graph.nodes()) {
                if (node.waits()) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * The values that go into a node.
     *
     * @param filled whether absent ones become the zero of their type
     */
    @SuppressWarnings("ArrayRecordComponent") // never handed out
    record Inputs(String[] names, Operand[] operands, Type.ObjectType declared, boolean filled) {
        static final Inputs NONE = new Inputs(new String[0], new Operand[0], Type.ObjectType.FREE_FORM, false);
    }

    /**
     * What happens when a node fails (WORKFLOW 7).
     *
     * @param timeoutMillis over all attempts; 0: none
     * @param retries attempts after the first
     * @param substitute outputs in place of failed ones; null unless {@code process} is SUBSTITUTE
     */
    record OnError(Process process, long timeoutMillis, int retries, @Nullable Map<String, @Nullable Object> substitute) {
        static final OnError THROW = new OnError(Process.THROW, 0, 0, null);

        enum Process {
            THROW,
            SUBSTITUTE,
            BRANCH
        }

        boolean handles() {
            return process != Process.THROW;
        }
    }

    /** What the engine does for a node. */
    sealed interface Action {
        record Start() implements Action {}

        /**
         * End and output nodes.
         *
         * @param end whether it ends the run
         * @param template the text; null: the inputs as JSON (returnVariables)
         * @param streaming whether pieces go out as they come
         */
        record Sink(boolean end, @Nullable ValueTemplate template, boolean streaming) implements Action {}

        record Work(NodeWork work) implements Action {}

        /** The first variable of each group that was not skipped and is not null. */
        record Merge(Map<String, List<Operand>> groups) implements Action {}

        record SetVariable(Map<String, Operand> values) implements Action {}

        record Break() implements Action {}

        record Continue() implements Action {}

        /**
         * @param count of iterations; null: by {@code lists}, or until break
         * @param lists names of inputs that are iterated over
         * @param variables with start values
         * @param outputs by name
         */
        record Loop(
                boolean infinite,
                @Nullable Operand count,
                List<String> lists,
                Map<String, Operand> variables,
                Graph block,
                Map<String, Collected> outputs)
                implements Action {}

        /**
         * A batch node, or another node in batch mode.
         *
         * @param lists names and values of what is iterated over; empty: the lists among the inputs
         * @param most items
         * @param parallel items at once
         * @param outputs by name; of a node in batch mode null: the items' whole outputs, as one list of the name {@code into}
         */
        record Batch(
                Map<String, Operand> lists,
                Operand most,
                Operand parallel,
                Graph block,
                @Nullable Map<String, Collected> outputs,
                String into)
                implements Action {}

        /** @param version "" = draft */
        record Sub(String workflow, String version) implements Action {}

        /** A node that cannot run here: the run fails with this sentence when it is reached. */
        record Missing(String sentence) implements Action {}
    }

    /**
     * An output of a loop or batch.
     *
     * @param variable the loop variable whose last value it is; null: collected from the block
     * @param operand seen from inside the block; null for a variable
     */
    record Collected(@Nullable String variable, @Nullable Operand operand) {}
}
