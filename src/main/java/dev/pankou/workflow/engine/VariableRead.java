package dev.pankou.workflow.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

import dev.pankou.workflow.node.NodeException;
import dev.pankou.workflow.node.Operand;
import dev.pankou.workflow.value.Found;
import dev.pankou.workflow.value.ValueException;

/** What a read of a variable that outlives the run came to, on the tape: its value, nothing, or why there is none. */
public final class VariableRead {
    private static final String KIND = "variable";

    private VariableRead() {}

    /** Whether a taped call is one. */
    public static boolean is(Map<String, @Nullable Object> call) {
        return KIND.equals(call.get("kind"));
    }

    /** Such as {@code user.city.name}. */
    static String name(Operand.Variable variable) {
        return variable.scope().name().toLowerCase(Locale.ROOT) + "." + variable.path();
    }

    /** The n-th read of that name from 0; null when there was none. */
    public static @Nullable Map<String, @Nullable Object> nth(
            List<Map<String, @Nullable Object>> reads, String name, int n) {
        var left = n;
        for (var read : reads) {
            if (name.equals(read.get("name")) && left-- == 0) {
                return read;
            }
        }
        return null;
    }

    /** Reads now. */
    static Map<String, @Nullable Object> live(String name, Supplier<Found> reading) {
        var read = new LinkedHashMap<String, @Nullable Object>();
        read.put("kind", KIND);
        read.put("name", name);
        try {
            var found = reading.get();
            if (found.present()) {
                read.put("value", found.value());
            }
        } catch (NodeException failed) {
            if (failed.isFatal()) {
                throw failed;
            }
            read.put("code", (long) failed.code());
            read.put("message", failed.text());
        } catch (ValueException failed) {
            read.put("code", (long) failed.code());
            read.put("message", String.valueOf(failed.getMessage()));
        }
        return read;
    }

    /** @throws NodeException why there is none */
    static Found answer(Map<String, @Nullable Object> read) {
        if (read.get("code") instanceof Long code) {
            throw new NodeException(code.intValue(), String.valueOf(read.get("message")));
        }
        return read.containsKey("value") ? Found.of(read.get("value")) : Found.ABSENT;
    }
}
