package dev.pankou.workflow.canvas;

import dev.pankou.json.Json;
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

/** YAML as JSON: maps, lists, texts, numbers, booleans and null; no tags of programs, few aliases, limited depth and size. */
final class Yaml {
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setAllowDuplicateKeys(false)
            .setAllowRecursiveKeys(false)
            .setAllowNonScalarKeys(false)
            .setMaxAliasesForCollections(50)
            .setUseMarks(false)
            .setCodePointLimit(Envelopes.MAX_BYTES)
            .build();
    /** Aliases repeat whole trees, so what is small as text may be large as JSON. */
    private static final int MOST_VALUES = 2_000_000;

    /** A workflow of a thousand nodes has about 100,000. */
    private static final int MOST_EVENTS = 500_000;

    private int values;

    private Yaml() {}

    /** @throws IllegalCanvasException naming {@code file} when the text is broken or more than we read */
    static JsonNode read(String text, String file) {
        try {
            refuseTooMuch(text);
            return new Yaml().json(new Load(SETTINGS).loadFromString(text), 0);
        } catch (YamlEngineException | IllegalArgumentException broken) { // the second for a tag such as !%5
            throw new IllegalCanvasException(
                    "broken_yaml", "the file " + file + " is no YAML we can read", "文件 " + file + " 不是可读取的 YAML");
        }
    }

    /** Loading recurses and keeps everything, parsing does neither; so depth and size are known before. */
    private static void refuseTooMuch(String text) {
        var depth = 0;
        var events = 0;
        for (var event : new Parse(SETTINGS).parseString(text)) {
            if (++events > MOST_EVENTS) {
                throw Envelopes.tooLarge();
            }
            if (event instanceof CollectionStartEvent && ++depth > Canvas.MAX_DEPTH) {
                throw Canvas.tooDeep();
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
    }

    private JsonNode json(@Nullable Object value, int depth) {
        if (depth > Canvas.MAX_DEPTH) { // an alias may stand inside what it repeats
            throw Canvas.tooDeep();
        }
        if (++values > MOST_VALUES) {
            throw Envelopes.tooLarge();
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
}
