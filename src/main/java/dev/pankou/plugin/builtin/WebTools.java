package dev.pankou.plugin.builtin;

import dev.pankou.egress.CancelSignal;
import dev.pankou.json.Json;
import dev.pankou.json.SoundText;
import dev.pankou.plugin.tool.Attached;
import dev.pankou.plugin.tool.ToolException;
import dev.pankou.plugin.tool.Web;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads web pages, through the egress guard. */
final class WebTools {
    private static final int MOST_LINKS = 100;
    private static final String NOISE = "script, style, noscript, template, svg, iframe, nav, header, footer, aside, form";

    private final Web web;

    private WebTools(Web web) {
        this.web = web;
    }

    static List<BuiltInTool> all(Web web) {
        var tools = new WebTools(web);
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
            html(page, Jsoup.parse(answer.text(), address.toString()), most);
        } else if (type.startsWith("text/") || type.contains("json") || type.contains("xml")) {
            page.put("title", "");
            text(page, answer.text(), most);
            page.putArray("links");
        } else {
            throw new ToolException(ToolException.REMOTE, "The page is of type " + type + ", which is no text.");
        }
        return page;
    }

    private static void html(ObjectNode page, Document document, int most) {
        page.put("title", SoundText.of(document.title()));
        var links = Json.array();
        for (var link : document.select("a[href]")) {
            var target = link.absUrl("href");
            if (links.size() < MOST_LINKS && target.startsWith("http") && !link.text().isBlank()) {
                links.addObject().put("text", SoundText.of(link.text())).put("url", target);
            }
        }
        document.select(NOISE).remove();
        document.select("p, div, li, tr, h1, h2, h3, h4, h5, h6, br, pre, blockquote").after("\n");
        var whole = document.body() == null ? "" : document.body().wholeText();
        text(page, whole.replaceAll("[ \\t\\x0B\\f\\r\\u00a0]+", " ").replaceAll(" ?\\n ?", "\n").replaceAll("\\n{3,}", "\n\n").strip(), most);
        page.set("links", links);
    }

    private static void text(ObjectNode page, String text, int most) {
        var sound = SoundText.of(text);
        var tooLong = sound.codePointCount(0, sound.length()) > most;
        page.put("text", tooLong ? sound.substring(0, sound.offsetByCodePoints(0, most)) : sound);
        page.put("truncated", tooLong);
    }
}
