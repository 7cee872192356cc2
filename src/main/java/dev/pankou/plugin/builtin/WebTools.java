package dev.pankou.plugin.builtin;

import dev.pankou.egress.CancelSignal;
import dev.pankou.json.Json;
import dev.pankou.json.SoundText;
import dev.pankou.plugin.tool.Attached;
import dev.pankou.plugin.tool.ToolException;
import dev.pankou.plugin.tool.Web;
import dev.pankou.parse.Block;
import dev.pankou.parse.DocumentParser;
import dev.pankou.parse.ParseException;
import dev.pankou.parse.ParseOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads web pages, through the egress guard. */
final class WebTools {
    private static final int MOST_LINKS = 100;
    private static final int LONGEST_TAG = 4_096;
    private static final Pattern HREF = Pattern.compile("(?i)\\shref\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s>]+))");

    private final Web web;
    private final DocumentParser parser;

    private WebTools(Web web, DocumentParser parser) {
        this.web = web;
        this.parser = parser;
    }

    static List<BuiltInTool> all(Web web, DocumentParser parser) {
        var tools = new WebTools(web, parser);
        return List.of(BuiltInTool.of(
                "read_page",
                "The title, text and links of a public web page.",
                """
                {"type":"object","required":["url"],"properties":{
                  "url":{"type":"string","format":"uri"},
                  "max_length":{"type":"integer","default":20000,"description":"longest text in characters, at most 200000"}}}
                """,
                """
                {"type":"object","properties":{
                  "url":{"type":"string"},"title":{"type":"string"},"text":{"type":"string"},
                  "truncated":{"type":"boolean","description":"the text was longer"},
                  "links":{"type":"array","items":{"type":"object","properties":{"text":{"type":"string"},"url":{"type":"string"}}}}}}
                """,
                tools::read));
    }

    private JsonNode read(ObjectNode arguments, CancelSignal cancel) {
        var address = Web.parse(arguments.path("url").asString(""));
        if (address == null) {
            throw BuiltInTool.bad("url", "must be an http or https address");
        }
        var most = Math.clamp(arguments.path("max_length").asLong(20_000), 1, 200_000);
        var headers = Map.of("Accept", "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.5");
        var answer = web.send(new Web.Ask("GET", address, headers, null, Attached.NOTHING, true), cancel);
        if (!answer.ok()) {
            throw new ToolException(ToolException.REMOTE, "The page answered with status " + answer.status() + ".");
        }
        var type = answer.mediaType();
        var page = Json.object().put("url", address.toString());
        if (type.isEmpty() || type.contains("html")) {
            html(page, answer, address, most);
        } else if (type.startsWith("text/") || type.contains("json") || type.contains("xml")) {
            page.put("title", "");
            text(page, answer.text(), most);
            page.putArray("links");
        } else {
            throw new ToolException(ToolException.REMOTE, "The page is of type " + type + ", which is no text.");
        }
        return page;
    }

    /** A page is read by a process of its own, like every document that somebody else made. */
    private void html(ObjectNode page, Web.Answer answer, URI address, int most) {
        Path file = null;
        try {
            file = Files.createTempFile("page", ".html");
            Files.write(file, answer.bytes());
            try (var read = parser.parse(file, "html", new ParseOptions(answer.charset().name(), false), progress -> {});
                    var blocks = read.blocks()) {
                page.put("title", SoundText.of(read.title()));
                text(page, blocks.map(Block::text).collect(Collectors.joining("\n")), most);
            }
        } catch (ParseException unreadable) {
            if (unreadable.kind() != ParseException.Kind.EMPTY) {
                throw new ToolException(ToolException.REMOTE, "The page cannot be read: " + unreadable.getMessage());
            }
            page.put("title", "");
            text(page, "", most);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        } finally {
            delete(file);
        }
        page.set("links", links(answer.text(), address));
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException stays) {
            throw new UncheckedIOException(stays);
        }
    }

    /** Targets of links with their texts: found by looking for tags, in one pass. */
    private static ArrayNode links(String html, URI address) {
        var links = Json.array();
        var lower = html.toLowerCase(Locale.ROOT);
        for (var at = lower.indexOf("<a "); at >= 0 && links.size() < MOST_LINKS; at = lower.indexOf("<a ", at + 1)) {
            var end = lower.indexOf('>', at);
            if (end < 0) {
                break;
            }
            var close = lower.indexOf("</a", end);
            if (close < 0 || end - at > LONGEST_TAG || close - end > LONGEST_TAG) {
                continue;
            }
            var href = HREF.matcher(html.substring(at, end));
            var words = unescaped(html.substring(end + 1, close).replaceAll("<[^<>]*>", "")).replaceAll("\\s+", " ").strip();
            if (href.find() && !words.isEmpty()) {
                var target = resolved(address, unescaped(href.group(1) != null ? href.group(1) : href.group(2) != null ? href.group(2) : href.group(3)));
                if (target.startsWith("http")) {
                    links.addObject().put("text", SoundText.of(words)).put("url", SoundText.of(target));
                }
            }
        }
        return links;
    }

    private static String unescaped(String text) {
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&nbsp;", " ")
                .replace("&amp;", "&");
    }

    private static String resolved(URI address, String target) {
        try {
            return address.resolve(target.strip().replace(" ", "%20")).toString();
        } catch (IllegalArgumentException notOne) {
            return "";
        }
    }

    private static void text(ObjectNode page, String text, int most) {
        var sound = SoundText.of(text);
        var tooLong = sound.codePointCount(0, sound.length()) > most;
        page.put("text", tooLong ? sound.substring(0, sound.offsetByCodePoints(0, most)) : sound);
        page.put("truncated", tooLong);
    }
}
