package dev.pankou.json;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;

/** A stranger's YAML as JSON: maps, lists, texts, numbers, booleans and null; no tags of programs, few aliases, limited depth and size. */
public final class Yaml {
    private static final int MOST_ALIASES = 50;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setAllowDuplicateKeys(false)
            .setAllowRecursiveKeys(false)
            .setAllowNonScalarKeys(false)
            .setMaxAliasesForCollections(MOST_ALIASES)
            .setUseMarks(false)
            .setCodePointLimit(Integer.MAX_VALUE) // the limits below, and the caller's on the text
            .build();

    private final Limits limits;
    private int values;

    private Yaml(Limits limits) {
        this.limits = limits;
    }

    /**
     * What is read of one text.
     *
     * @param events things written in it: texts, numbers, begins and ends of maps and lists
     * @param values things in the tree; aliases repeat whole trees, so what is small as text may be large as JSON
     * @param depth maps and lists in each other
     */
    public record Limits(int events, int values, int depth) {}

    /** Why a text is not read. */
    public static final class Refused extends RuntimeException {
        private final Reason reason;

        private Refused(Reason reason, String message) {
            super(message, null, false, false);
            this.reason = reason;
        }

        /** What to tell the user. */
        public Reason reason() {
            return reason;
        }
    }

    /** Broken: no YAML, or not what we read of it; the others are the {@link Limits}. */
    public enum Reason {
        BROKEN,
        TOO_LARGE,
        TOO_DEEP
    }

    /** @throws Refused when it is no YAML or passes a limit */
    public static JsonNode read(String text, Limits limits) {
        try {
            refuseTooMuch(text, limits);
            return new Yaml(limits).json(new Load(SETTINGS).loadFromString(text), 0);
        } catch (YamlEngineException | IllegalArgumentException broken) { // the second for a tag such as !%5
            throw new Refused(Reason.BROKEN, String.valueOf(broken.getMessage()).lines().findFirst().orElse(""));
        }
    }

    /** Loading recurses and keeps everything, parsing does neither; so depth and size are known before. */
    private static void refuseTooMuch(String text, Limits limits) {
        var depth = 0;
        var events = 0;
        for (var event : new Parse(SETTINGS).parseString(text)) {
            if (++events > limits.events) {
                throw tooLarge();
            }
            if (event instanceof CollectionStartEvent && ++depth > limits.depth) {
                throw tooDeep();
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
    }

    private JsonNode json(@Nullable Object value, int depth) {
        if (depth > limits.depth) { // an alias may stand inside what it repeats
            throw tooDeep();
        }
        if (++values > limits.values) {
            throw tooLarge();
        }
        return switch (value) {
            case null -> Json.mapper().nullNode();
            case Map<?, ?> map -> {
                var object = Json.object();
                map.forEach((key, inner) -> object.set(String.valueOf(key), json(inner, depth + 1)));
                yield object;
            }
            case Iterable<?> list -> {
                var array = Json.array();
                list.forEach(inner -> array.add(json(inner, depth + 1)));
                yield array;
            }
            case Double number when !Double.isFinite(number) -> Json.mapper().valueToTree(number.toString());
            case Number number -> Json.mapper().valueToTree(number);
            case Boolean truth -> Json.mapper().valueToTree(truth);
            default -> Json.mapper().valueToTree(value.toString());
        };
    }

    private static Refused tooLarge() {
        return new Refused(Reason.TOO_LARGE, "it has more values than we read");
    }

    private static Refused tooDeep() {
        return new Refused(Reason.TOO_DEEP, "it is nested more deeply than we read");
    }
}
