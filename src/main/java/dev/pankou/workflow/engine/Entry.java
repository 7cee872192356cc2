package dev.pankou.workflow.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

import dev.pankou.workflow.value.Values;

/**
 * One line of a run's journal: what became of one execution of a node.
 *
 * @param key of the execution, such as {@code 130001[3]/120002}: iteration 3 of the loop 130001, node 120002
 * @param started Unix milliseconds
 * @param ended Unix milliseconds; 0 while it goes on
 * @param attempts made, the first included
 * @param port the way out that was taken
 * @param inputs what went in; null when too large to be kept
 * @param raw the text that outputs were read from
 * @param code of the failure or warning; 0: none
 * @param uuid names the execution in streams and histories; output nodes only
 * @param calls what came from outside, for replays: each a map with the key {@code kind}
 */
public record Entry(
        String key,
        Status status,
        long started,
        long ended,
        int attempts,
        String port,
        @Nullable Map<String, @Nullable Object> inputs,
        @Nullable Map<String, @Nullable Object> outputs,
        @Nullable String raw,
        int code,
        String message,
        long inputTokens,
        long outputTokens,
        @Nullable String uuid,
        List<Map<String, @Nullable Object>> calls) {

    /** What happened. */
    public enum Status {
        /** It is done. */
        DONE('d'),
        /** It is done, but failed and was replaced, or something did not fit. */
        WARNED('w'),
        FAILED('f'),
        CANCELLED('c'),
        /** It begins something outside, which some must not do twice. */
        BEGUN('b'),
        /** It asked the caller: {@code raw} is the question, {@code inputs} what it will work on with. */
        ASKED('a'),
        /** The caller answered: {@code raw} is the reply. */
        ANSWERED('r'),
        /** A sub-workflow was chosen: {@code raw} is {@code HASH EXECUTE_ID WORKFLOW_ID}, see {@link #pin}. */
        PINNED('p'),
        /** Something inside of it asks; {@code calls} are what it had got from outside until then. */
        HELD('h');

        private final char letter;

        Status(char letter) {
            this.letter = letter;
        }

        static Status of(String letter) {
            for (var status : values()) {
                if (letter.length() == 1 && letter.charAt(0) == status.letter) {
                    return status;
                }
            }
            throw new IllegalArgumentException("unknown status of a journal entry: " + letter);
        }
    }

    /** Whether the execution has ended well, so that it is not done again. */
    public boolean isDone() {
        return status == Status.DONE || status == Status.WARNED;
    }

    /** An entry that only says one thing. */
    static Entry note(String key, Status status, long now, @Nullable String text) {
        return new Entry(key, status, now, 0, 0, "", null, null, text, 0, "", 0, 0, null, List.of());
    }

    /** That this execution begins. */
    public static Entry begun(String key, long now) {
        return note(key, Status.BEGUN, now, null);
    }

    /** That the caller answered the question of this execution. */
    public static Entry answered(String key, long now, String reply) {
        return note(key, Status.ANSWERED, now, reply);
    }

    /**
     * Which canvas a sub-workflow node took, so that it stays the same.
     *
     * @param hash of the canvas
     * @param execute id of the sub-workflow's own execution
     */
    public record Pin(String hash, String execute, String workflow) {}

    static Entry pinned(String key, long now, Pin pin) {
        return note(key, Status.PINNED, now, pin.hash() + " " + pin.execute() + " " + pin.workflow());
    }

    /** Which canvas was chosen; null for an entry that says something else. */
    public @Nullable Pin pin() {
        var words = status == Status.PINNED && raw != null ? raw.split(" ", -1) : new String[0];
        return words.length == 3 ? new Pin(words[0], words[1], words[2]) : null;
    }

    /** One JSON object; members that say nothing are left out. */
    public String toJson() {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("k", key);
        json.put("s", String.valueOf(status.letter));
        json.put("t", started);
        putIf(ended != 0, json, "e", ended);
        putIf(attempts > 1, json, "n", (long) attempts);
        putIf(!port.isEmpty(), json, "p", port);
        putIf(inputs != null, json, "i", inputs);
        putIf(outputs != null, json, "o", outputs);
        putIf(raw != null, json, "r", raw);
        putIf(code != 0, json, "c", (long) code);
        putIf(!message.isEmpty(), json, "m", message);
        putIf(inputTokens != 0, json, "ti", inputTokens);
        putIf(outputTokens != 0, json, "to", outputTokens);
        putIf(uuid != null, json, "u", uuid);
        putIf(!calls.isEmpty(), json, "x", calls);
        return Values.json(json);
    }

    private static void putIf(boolean wanted, Map<String, @Nullable Object> json, String key, @Nullable Object value) {
        if (wanted) {
            json.put(key, value);
        }
    }

    /** The entries of a JSON array of {@link #toJson} objects. */
    public static List<Entry> listOf(String json) {
        var entries = new ArrayList<Entry>();
        if (Values.parse(json) instanceof List<?> list) {
            for (var one : list) {
                if (one instanceof Map<?, ?> map) {
                    entries.add(of(map));
                }
            }
        }
        return entries;
    }

    private static Entry of(Map<?, ?> map) {
        return new Entry(
                text(map, "k"),
                Status.of(text(map, "s")),
                number(map, "t"),
                number(map, "e"),
                (int) Math.max(1, number(map, "n")),
                text(map, "p"),
                object(map.get("i")),
                object(map.get("o")),
                map.get("r") instanceof String raw ? raw : null,
                (int) number(map, "c"),
                text(map, "m"),
                number(map, "ti"),
                number(map, "to"),
                map.get("u") instanceof String uuid ? uuid : null,
                objects(map.get("x")));
    }

    private static String text(Map<?, ?> map, String key) {
        return map.get(key) instanceof String text ? text : "";
    }

    private static long number(Map<?, ?> map, String key) {
        return map.get(key) instanceof Long number ? number : 0;
    }

    @SuppressWarnings("unchecked") // parsed JSON
    private static @Nullable Map<String, @Nullable Object> object(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : null;
    }

    private static List<Map<String, @Nullable Object>> objects(@Nullable Object value) {
        var found = new ArrayList<Map<String, @Nullable Object>>();
        if (value instanceof List<?> list) {
            for (var one : list) {
                var map = object(one);
                if (map != null) {
                    found.add(map);
                }
            }
        }
        return found;
    }
}
