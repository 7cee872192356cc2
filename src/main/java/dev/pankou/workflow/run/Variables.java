package dev.pankou.workflow.run;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

import dev.pankou.variable.VariableOwner;
import dev.pankou.variable.VariableService;
import dev.pankou.variable.VariableUser;
import dev.pankou.workflow.engine.Execution;
import dev.pankou.workflow.node.NodeException;
import dev.pankou.workflow.node.Operand;
import dev.pankou.workflow.node.RunContext;
import dev.pankou.workflow.value.Found;
import dev.pankou.workflow.value.Type;
import dev.pankou.workflow.value.Values;

/** Variables as runs see them (WORKFLOW 13): those of the run's app or bot, as its user has them. Threads share it. */
final class Variables implements Execution.Variables {
    private final VariableService variables;

    Variables(VariableService variables) {
        this.variables = variables;
    }

    @Override
    public Found find(RunContext run, Operand.Variable variable) {
        var owner = owner(run);
        var keys = variable.path().keys();
        var key = keys.isEmpty() ? "" : keys.getFirst();
        var text = switch (variable.scope()) {
            case SYSTEM -> key.equals("sys_uuid") ? Optional.of(run.endUser()) : Optional.<String>empty();
            case USER -> variables.read(owner, user(run), key);
            case APP -> variables.appDefault(owner, key);
        };
        var value = text.orElseThrow(
                () -> new NodeException(NodeException.VARIABLES, "variable " + key + " not exists"));
        if (keys.size() > 1) {
            return value.isEmpty() ? Found.of(null) : Found.of(variable.path().rest().in(Values.parse(value)).value());
        }
        var isText = variable.type() instanceof Type.Scalar scalar && scalar.isText();
        return Found.of(value.isEmpty() && !isText ? variable.type().zero() : value);
    }

    /** Sets a variable of the run's user. */
    void assign(RunContext run, String key, @Nullable Object value) {
        var refused = variables.set(owner(run), user(run), key, Values.text(value));
        if (refused != null) {
            throw new NodeException(NodeException.VARIABLES, refused);
        }
    }

    private static VariableOwner owner(RunContext run) {
        if (run.app() != null) {
            return VariableOwner.app(run.app(), run.workspace());
        }
        if (run.bot() == null) {
            throw new NodeException(NodeException.VARIABLES, "there must be one of the App ID or Agent ID");
        }
        return VariableOwner.bot(Objects.requireNonNull(run.bot()), run.workspace());
    }

    private static VariableUser user(RunContext run) {
        return new VariableUser(run.user(), run.connector(), run.endUser());
    }
}
