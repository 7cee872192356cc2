package dev.pankou.workflow.node;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

import dev.pankou.workflow.value.Type;

/** How a node's work ended, when it did not fail. */
public sealed interface Outcome {
    /**
     * It is done.
     *
     * @param outputs as the node made them; the engine converts them to what the canvas declares
     * @param port the way out that was chosen, "" for a node with one
     */
    record Done(Map<String, @Nullable Object> outputs, String port) implements Outcome {
        public Done {
            outputs = Collections.unmodifiableMap(outputs);
        }
    }

    static Done done(Map<String, @Nullable Object> outputs) {
        return new Done(outputs, "");
    }

    static Done branch(String port) {
        return new Done(Map.of(), port);
    }

    /**
     * It needs an answer from the caller (WORKFLOW 9) and works again when one is there.
     *
     * @param text the question; "" for an input node
     * @param options what to choose from; empty: any text
     * @param fields what an input node wants; null for others
     * @param schema of an input node: its {@code outputSchema} as JSON text; else ""
     */
    record Ask(Kind kind, String text, List<String> options, Type.@Nullable ObjectType fields, String schema)
            implements Outcome {
        public Ask {
            options = List.copyOf(options);
        }
    }

    /** Kinds of interrupts by their number in the API (BEHAVIOUR 2.5). */
    enum Kind {
        CLIENT_PLUGIN(1),
        QUESTION(2),
        INPUT(5),
        OAUTH(7);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }
    }
}
