package dev.pankou.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The values of all settings. Flags come before {@code PANKOU_*} variables, those before pankou.properties, those before defaults. */
public final class Settings {
    private final Map<String, Object> values;

    private Settings(Map<String, Object> values) {
        this.values = Map.copyOf(values);
    }

    /**
     * Reads and checks everything.
     *
     * @param flags setting name to text, such as {@code port} to {@code 8080}
     * @param environment the process's variables; those that begin with PANKOU_ count
     * @param file pankou.properties; may be missing
     * @throws SettingsException with every problem found
     */
    public static Settings load(Map<String, String> flags, Map<String, String> environment, Path file) {
        var problems = new ArrayList<String>();
        var texts = new HashMap<String, String>();
        var sources = new HashMap<String, String>();
        for (var entry : properties(file, problems).entrySet()) {
            take(entry.getKey().startsWith("PANKOU_") ? byVariable(entry.getKey()) : byName(entry.getKey()),
                    entry.getKey(), entry.getValue(), entry.getKey() + " in " + file.getFileName(), texts, sources, problems);
        }
        for (var entry : environment.entrySet()) {
            if (entry.getKey().startsWith("PANKOU_")) {
                take(byVariable(entry.getKey()), entry.getKey(), entry.getValue(), entry.getKey(), texts, sources, problems);
            }
        }
        for (var entry : flags.entrySet()) {
            take(byName(entry.getKey()), entry.getKey(), entry.getValue(), "--" + entry.getKey(), texts, sources, problems);
        }
        var values = new HashMap<String, Object>();
        for (var setting : SettingTable.ALL) {
            var text = texts.getOrDefault(setting.name(), setting.fallback());
            if (text == null) {
                continue;
            }
            try {
                values.put(setting.name(), setting.parse().apply(text));
            } catch (IllegalArgumentException bad) {
                var shown = setting.secret() ? "" : ", not \"" + text + "\"";
                problems.add(sources.get(setting.name()) + " must be " + bad.getMessage() + shown);
            }
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return new Settings(values);
    }

    /** The value of a setting that has a default. */
    public <T> T get(Setting<T> setting) {
        return find(setting).orElseThrow(() -> new IllegalStateException(setting.name() + " has no default"));
    }

    /** The value of a setting that may be absent. */
    @SuppressWarnings("unchecked") // load() put what this setting's parser made
    public <T> Optional<T> find(Setting<T> setting) {
        return Optional.ofNullable((T) values.get(setting.name()));
    }

    private static void take(
            @Nullable Setting<?> setting,
            String key,
            String text,
            String source,
            Map<String, String> texts,
            Map<String, String> sources,
            List<String> problems) {
        if (setting == null) {
            problems.add(source + " is not a setting" + nearest(key) + " (./pankou help settings lists all)");
        } else if (!text.isBlank()) {
            texts.put(setting.name(), text.strip());
            sources.put(setting.name(), source);
        }
    }

    private static Map<String, String> properties(Path file, List<String> problems) {
        var found = new HashMap<String, String>();
        if (!Files.exists(file)) {
            return found;
        }
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException unreadable) {
            problems.add(file + " cannot be read: " + unreadable.getMessage());
        }
        for (var key : properties.stringPropertyNames()) {
            found.put(key, properties.getProperty(key));
        }
        return found;
    }

    private static @Nullable Setting<?> byName(String name) {
        return SettingTable.ALL.stream().filter(s -> s.name().equals(name)).findFirst().orElse(null);
    }

    private static @Nullable Setting<?> byVariable(String variable) {
        return SettingTable.ALL.stream().filter(s -> s.variable().equals(variable)).findFirst().orElse(null);
    }

    /** The setting that was meant, when a few letters make the difference. */
    private static String nearest(String key) {
        var variable = key.startsWith("PANKOU_");
        var best = "";
        var least = Integer.MAX_VALUE;
        for (var setting : SettingTable.ALL) {
            var candidate = variable ? setting.variable() : setting.name();
            var distance = distance(key, candidate);
            if (distance < least) {
                least = distance;
                best = variable ? candidate : "--" + candidate;
            }
        }
        return least > Math.max(2, key.length() / 3) ? "" : "; the nearest is " + best;
    }

    /** Levenshtein distance. */
    private static int distance(String a, String b) {
        var row = new int[b.length() + 1];
        for (var j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (var i = 1; i <= a.length(); i++) {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.length(); j++) {
                var above = row[j];
                var change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
