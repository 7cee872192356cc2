package dev.pankou.workflow.node;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

import dev.pankou.workflow.value.Path;
import dev.pankou.workflow.value.Type;

/** Where a value comes from: a BlockInput of a canvas with its refs resolved (WORKFLOW 3.3, 3.5). */
public sealed interface Operand {
    /** What the canvas declares; the value is converted to it when it is taken. */
    Type type();

    /** A value of the canvas itself, converted already. */
    record Literal(Type type, @Nullable Object value) implements Operand {}

    /**
     * An output of a node.
     *
     * @param up how many blocks around: 0 is the node's own
     * @param node the index of the node there
     */
    record Output(Type type, int up, int node, Path path) implements Operand {}

    /** The current element, the index or a variable of the loop or batch around; the path begins with its name. */
    record Local(Type type, int up, Path path) implements Operand {}

    /** A variable that lives outside of the canvas (WORKFLOW 13); the path begins with its key. */
    record Variable(Type type, Scope scope, Path path) implements Operand {}

    /** An object made of others. */
    record Built(Type.ObjectType type, Map<String, Operand> fields) implements Operand {
        public Built {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }
    }

    enum Scope {
        APP,
        USER,
        SYSTEM
    }
}
