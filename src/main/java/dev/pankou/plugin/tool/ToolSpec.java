package dev.pankou.plugin.tool;

import dev.pankou.id.Id;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A tool as the definition of its plugin holds it. Immutable by agreement: nobody changes the trees.
 *
 * @param name unique in its plugin, {@code [A-Za-z0-9_-]{1,64}}
 * @param input JSON Schema of the arguments, an object
 * @param output JSON Schema of the result; an empty object: unknown
 * @param safe may be called again when it is not known whether it was called: GET, HEAD or MCP's readOnlyHint
 * @param binding how the plugin's kind calls it; an empty object where the name is enough
 */
public record ToolSpec(
        Id id, String name, String description, JsonNode input, JsonNode output, boolean safe, JsonNode binding) {
    /** Longest description; more costs every model call. */
    public static final int MOST_DESCRIPTION = 2000;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int MOST_NAME = 64;

    public ToolSpec {
        description = description.length() > MOST_DESCRIPTION ? cut(description) : description;
    }

    private static String cut(String text) {
        return text.substring(0, text.offsetByCodePoints(0, Math.min(MOST_DESCRIPTION, text.codePointCount(0, text.length()))));
    }

    /** The same tool under another id. */
    public ToolSpec withId(Id other) {
        return new ToolSpec(other, name, description, input, output, safe, binding);
    }

    /** Whether models and clients can take this as a tool's name. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** The nearest name to any text; "tool" when nothing of it can stay. */
    public static String nameOf(String text) {
        var plain = text.replaceAll("[^A-Za-z0-9_-]+", "_").replaceAll("^_+|_+$", "");
        var name = plain.isEmpty() ? "tool" : plain;
        return name.length() > MOST_NAME ? name.substring(0, MOST_NAME) : name;
    }
}
