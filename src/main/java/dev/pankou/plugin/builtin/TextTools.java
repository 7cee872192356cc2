package dev.pankou.plugin.builtin;

import dev.pankou.json.Json;
import dev.pankou.json.SoundText;
import dev.pankou.secret.Digests;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Small work on texts. Nothing here takes a pattern of users: those can be made to run for ever. */
final class TextTools {
    private static final int MOST_PIECES = 10_000;
    private static final int MOST_LENGTH = 2_000_000;
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern WORD = Pattern.compile("[\\p{IsHan}]|[\\p{L}\\p{N}&&[^\\p{IsHan}]]+");

    private TextTools() {}

    static List<BuiltInTool> all() {
        return List.of(
                BuiltInTool.of(
                        "count",
                        "How many characters, words, lines and bytes a text has.",
                        text(""),
                        """
                        {"type":"object","properties":{"characters":{"type":"integer"},"words":{"type":"integer",
                          "description":"each Chinese character is one"},"lines":{"type":"integer"},"bytes":{"type":"integer"}}}
                        """,
                        (arguments, cancel) -> count(given(arguments))),
                BuiltInTool.of(
                        "replace",
                        "A text with each occurrence of one part replaced by another.",
                        """
                        {"type":"object","required":["text","find"],"properties":{"text":{"type":"string"},"find":{"type":"string"},
                          "replacement":{"type":"string","default":""}}}
                        """,
                        RESULT,
                        (arguments, cancel) -> replace(arguments)),
                BuiltInTool.of(
                        "split",
                        "The parts of a text between a separator.",
                        """
                        {"type":"object","required":["text"],"properties":{"text":{"type":"string"},
                          "separator":{"type":"string","default":"\\n"},
                          "trim":{"type":"boolean","default":true,"description":"parts without blanks at their ends, and no empty ones"}}}
                        """,
                        """
                        {"type":"object","properties":{"parts":{"type":"array","items":{"type":"string"}}}}
                        """,
                        (arguments, cancel) -> split(arguments)),
                BuiltInTool.of(
                        "change",
                        "A text in upper case, lower case, trimmed, on one line, or reversed.",
                        """
                        {"type":"object","required":["text","how"],"properties":{"text":{"type":"string"},
                          "how":{"type":"string","enum":["upper","lower","trim","one_line","reverse"]}}}
                        """,
                        RESULT,
                        (arguments, cancel) -> result(change(given(arguments), arguments.path("how").asString("")))),
                BuiltInTool.of(
                        "encode",
                        "A text in or out of Base64 or URL encoding, or its SHA-256.",
                        """
                        {"type":"object","required":["text","how"],"properties":{"text":{"type":"string"},
                          "how":{"type":"string","enum":["base64","base64_decode","url","url_decode","sha256"]}}}
                        """,
                        RESULT,
                        (arguments, cancel) -> result(encode(given(arguments), arguments.path("how").asString("")))));
    }

    private static final String RESULT =
            """
            {"type":"object","properties":{"result":{"type":"string"}}}
            """;

    private static String text(String more) {
        return "{\"type\":\"object\",\"required\":[\"text\"],\"properties\":{\"text\":{\"type\":\"string\"}" + more + "}}";
    }

    private static String given(ObjectNode arguments) {
        return arguments.path("text").asString("");
    }

    private static JsonNode result(String text) {
        return Json.object().put("result", SoundText.of(text));
    }

    private static JsonNode count(String text) {
        return Json.object()
                .put("characters", text.codePointCount(0, text.length()))
                .put("words", WORD.matcher(text).results().count())
                .put("lines", text.isEmpty() ? 0 : text.split("\r\n|\r|\n", -1).length)
                .put("bytes", text.getBytes(StandardCharsets.UTF_8).length);
    }

    private static JsonNode replace(ObjectNode arguments) {
        var find = arguments.path("find").asString("");
        var replacement = arguments.path("replacement").asString("");
        var text = given(arguments);
        if (find.isEmpty()) {
            throw BuiltInTool.bad("find", "must not be empty");
        }
        var times = 0L;
        for (var at = text.indexOf(find); at >= 0; at = text.indexOf(find, at + find.length())) {
            times++;
        }
        if (text.length() + times * (replacement.length() - find.length()) > MOST_LENGTH) {
            throw BuiltInTool.bad("replacement", "makes a text of more than " + MOST_LENGTH + " characters");
        }
        return result(text.replace(find, replacement));
    }

    private static JsonNode split(ObjectNode arguments) {
        var separator = arguments.path("separator").asString("\n");
        if (separator.isEmpty()) {
            throw BuiltInTool.bad("separator", "must not be empty");
        }
        var trim = arguments.path("trim").asBoolean(true);
        var found = Json.object();
        var parts = found.putArray("parts");
        for (var part : given(arguments).split(Pattern.quote(separator), -1)) {
            var piece = trim ? part.strip() : part;
            if (!trim || !piece.isEmpty()) {
                parts.add(SoundText.of(piece));
            }
            if (parts.size() > MOST_PIECES) {
                throw BuiltInTool.bad("text", "has more than " + MOST_PIECES + " parts");
            }
        }
        return found;
    }

    private static String change(String text, String how) {
        return switch (how) {
            case "upper" -> text.toUpperCase(Locale.ROOT);
            case "lower" -> text.toLowerCase(Locale.ROOT);
            case "trim" -> text.strip();
            case "one_line" -> SPACES.matcher(text.strip()).replaceAll(" ");
            case "reverse" -> new StringBuilder(text).reverse().toString();
            default -> throw new IllegalStateException("the schema lets no other pass: " + how);
        };
    }

    private static String encode(String text, String how) {
        try {
            return switch (how) {
                case "base64" -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
                case "base64_decode" -> new String(Base64.getMimeDecoder().decode(text.strip()), StandardCharsets.UTF_8);
                case "url" -> URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
                case "url_decode" -> URLDecoder.decode(text, StandardCharsets.UTF_8);
                case "sha256" -> Digests.sha256(text);
                default -> throw new IllegalStateException("the schema lets no other pass: " + how);
            };
        } catch (IllegalArgumentException malformed) {
            throw BuiltInTool.bad("text", "is not encoded in this way");
        }
    }
}
