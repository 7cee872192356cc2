package dev.pankou.workflow.run;

import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

import dev.pankou.json.SoundText;
import dev.pankou.store.Db;
import dev.pankou.workflow.engine.Execution;
import dev.pankou.workflow.node.NodeException;
import dev.pankou.workflow.node.Operand;
import dev.pankou.workflow.node.RunContext;
import dev.pankou.workflow.value.Found;
import dev.pankou.workflow.value.Type;
import dev.pankou.workflow.value.Values;

/**
 * Variables that outlive a run (WORKFLOW 13): those of users, one value for each bot or app, channel and user. Until bots and
 * apps declare theirs, one exists when it was assigned. Threads share it.
 */
final class Variables implements Execution.Variables {
    /** Our own limit: both are parts of a key. */
    private static final int LONGEST = 200;

    private final Db db;
    private final Clock clock;
    private final VariableStore store = new VariableStore();

    Variables(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    @Override
    public Found find(RunContext run, Operand.Variable variable) {
        if (run.bot() == null && run.app() == null) {
            throw new NodeException(NodeException.VARIABLES, "there must be one of the App ID or Agent ID");
        }
        var keys = variable.path().keys();
        var key = keys.isEmpty() ? "" : keys.getFirst();
        var text = switch (variable.scope()) {
            case SYSTEM -> key.equals("sys_uuid") ? Optional.of(run.endUser()) : Optional.<String>empty();
            case USER -> db.read(handle -> store.find(handle, run, key));
            case APP -> Optional.<String>empty();
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
        if (key.length() > LONGEST || run.endUser().length() > LONGEST) {
            throw new NodeException(
                    NodeException.VARIABLES, "a variable's name and ext.user_id have at most " + LONGEST + " characters");
        }
        var text = SoundText.of(Values.text(value));
        db.write(handle -> {
            store.put(handle, run, key, text, clock.millis());
            return true;
        });
    }
}
