package dev.pankou.plugin.openapi;

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
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The tree of a YAML or JSON text; no tags of programs, few aliases, limited depth and size. */
final class DocumentText {
    /** A document of 2 MB has fewer; aliases repeat whole trees, so what is small as text may be large as a tree. */
    private static final int MOST_VALUES = 500_000;

    private static final int MOST_DEPTH = 100;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setAllowDuplicateKeys(false)
            .setAllowRecursiveKeys(false)
            .setAllowNonScalarKeys(false)
            .setMaxAliasesForCollections(50)
            .setUseMarks(false)
            .setCodePointLimit(Integer.MAX_VALUE) // the service bounds the text
            .build();

    private int values;

    private DocumentText() {}

    /** @throws DocumentException when it is neither */
    static JsonNode read(String text) {
        if (text.stripLeading().startsWith("{")) {
            try {
                return Json.tree(text);
            } catch (JacksonException notJson) {
                // {a: 1} is YAML
            }
        }
        try {
            refuseTooMuch(text);
            return new DocumentText().json(new Load(SETTINGS).loadFromString(text), 0);
        } catch (YamlEngineException | IllegalArgumentException broken) { // the second for a tag such as !%5
            var why = String.valueOf(broken.getMessage());
            throw new DocumentException("it is neither YAML nor JSON: " + why.lines().findFirst().orElse(""));
        }
    }

    /** Loading recurses and keeps everything, parsing does neither; so depth and size are known before. */
    private static void refuseTooMuch(String text) {
        var depth = 0;
        var events = 0;
        for (var event : new Parse(SETTINGS).parseString(text)) {
            if (++events > MOST_VALUES || event instanceof CollectionStartEvent && ++depth > MOST_DEPTH) {
                throw tooLarge();
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
    }

    private JsonNode json(@Nullable Object value, int depth) {
        if (++values > MOST_VALUES || depth > MOST_DEPTH) {
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

    private static DocumentException tooLarge() {
        return new DocumentException("it has more values, or is nested more deeply, than we read");
    }
}
