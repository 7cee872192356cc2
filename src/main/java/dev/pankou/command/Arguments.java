package dev.pankou.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What follows the command's name: words, the command's own options, and flags of settings.
 *
 * @param options of the command itself; a switch has an empty value, a repeated option all its values
 * @param flags everything else that begins with two dashes; {@link dev.pankou.config.Settings} judges them
 */
record Arguments(List<String> words, Map<String, List<String>> options, Map<String, String> flags) {
    /**
     * @param valued the command's options that take a value
     * @param switches those that take none
     */
    static Arguments parse(List<String> arguments, Set<String> valued, Set<String> switches, Texts texts) {
        var words = new ArrayList<String>();
        var options = new LinkedHashMap<String, List<String>>();
        var flags = new HashMap<String, String>();
        for (var i = 0; i < arguments.size(); i++) {
            var argument = arguments.get(i);
            if (!argument.startsWith("--")) {
                words.add(argument);
                continue;
            }
            var equals = argument.indexOf('=');
            var name = argument.substring(2, equals < 0 ? argument.length() : equals);
            if (switches.contains(name)) {
                if (equals >= 0) {
                    throw CommandException.notUnderstood(texts.say("arguments.switch", name));
                }
                options.computeIfAbsent(name, key -> new ArrayList<>());
                continue;
            }
            String value;
            if (equals >= 0) {
                value = argument.substring(equals + 1);
            } else if (i + 1 < arguments.size() && !arguments.get(i + 1).startsWith("--")) {
                value = arguments.get(++i);
            } else {
                throw CommandException.notUnderstood(texts.say("arguments.value", name));
            }
            if (valued.contains(name)) {
                options.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
            } else {
                flags.put(name, value);
            }
        }
        return new Arguments(words, options, flags);
    }

    /** The last value of an option of the command. */
    @Nullable
    String option(String name) {
        var values = options.get(name);
        return values == null || values.isEmpty() ? null : values.getLast();
    }

    List<String> all(String name) {
        return options.getOrDefault(name, List.of());
    }

    boolean has(String name) {
        return options.containsKey(name);
    }
}
