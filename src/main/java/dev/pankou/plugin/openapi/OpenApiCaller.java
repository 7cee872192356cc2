package dev.pankou.plugin.openapi;

import dev.pankou.egress.CancelSignal;
import dev.pankou.json.Json;
import dev.pankou.plugin.openapi.HttpBinding.Parameter;
import dev.pankou.plugin.openapi.HttpBinding.Place;
import dev.pankou.plugin.tool.Arguments;
import dev.pankou.plugin.tool.Attached;
import dev.pankou.plugin.tool.Results;
import dev.pankou.plugin.tool.ToolException;
import dev.pankou.plugin.tool.ToolSpec;
import dev.pankou.plugin.tool.Web;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls tools of OpenAPI plugins. Threads share it. */
public final class OpenApiCaller {
    /** Characters of the answer of a server that says no. */
    private static final int MOST_SHOWN = 1000;

    private final Web web;
    private final FileSource files;
    private final Supplier<String> boundaries;

    /** @param boundaries makes texts that nobody can foresee, to part the files of a form */
    public OpenApiCaller(Web web, FileSource files, Supplier<String> boundaries) {
        this.web = web;
        this.files = files;
        this.boundaries = boundaries;
    }

    /**
     * @return the result, cut to what the tool documents
     * @throws ToolException when there is none
     */
    public JsonNode call(ToolSpec tool, JsonNode arguments, Attached attached, CancelSignal cancel) {
        var binding = Json.mapper().treeToValue(tool.binding(), HttpBinding.class);
        var given = Arguments.checked(tool.input(), arguments);
        var headers = new LinkedHashMap<String, String>();
        headers.put("Accept", "application/json, text/*;q=0.9, */*;q=0.8");
        var address = address(binding, given, headers);
        var body = new RequestBody(files, boundaries, cancel).of(binding.body(), given);
        if (body != null) {
            headers.put("Content-Type", body.mediaType());
        }
        var answer = web.send(
                new Web.Ask(binding.method(), address, headers, body == null ? null : body.bytes(), attached, tool.safe()), cancel);
        if (!answer.ok()) {
            var text = answer.text().strip();
            var shown = text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text;
            var message = "The tool's server answered with status " + answer.status() + (text.isEmpty() ? "" : ": " + shown);
            throw answer.status() == 401 ? ToolException.rejected(message) : new ToolException(ToolException.REMOTE, message);
        }
        return Results.documented(tool.output(), result(answer));
    }

    private static JsonNode result(Web.Answer answer) {
        var type = answer.mediaType();
        var readable = type.isEmpty() || type.startsWith("text/") || OpenApiInputs.isJson(type) || type.endsWith("xml")
                || type.equals("application/x-www-form-urlencoded") || type.equals("application/yaml");
        if (!readable) {
            throw new ToolException(ToolException.REMOTE, "The tool's server answered with " + type + ", which is no text.");
        }
        return Results.of(answer.text());
    }

    private static URI address(HttpBinding binding, ObjectNode given, Map<String, String> headers) {
        var path = binding.path();
        var query = new ArrayList<String>();
        var cookies = new ArrayList<String>();
        for (var parameter : binding.parameters()) {
            var value = given.get(parameter.argument());
            if (value == null || value.isNull()) {
                continue;
            }
            switch (parameter.place()) {
                case PATH -> path = path.replace("{" + parameter.name() + "}", segment(parameter, value));
                case QUERY -> query.addAll(pairs(parameter, value));
                case HEADER -> headers.put(parameter.name(), header(parameter, joined(parameter, value, ",")));
                case COOKIE -> cookies.addAll(pairs(parameter, value));
            }
        }
        if (!cookies.isEmpty()) {
            headers.put("Cookie", String.join("; ", cookies));
        }
        var text = binding.server() + path + (query.isEmpty() ? "" : (path.contains("?") ? "&" : "?") + String.join("&", query));
        try {
            return URI.create(text.replace(" ", "%20"));
        } catch (IllegalArgumentException noAddress) {
            throw new ToolException(ToolException.INVALID_ARGUMENT, "the arguments make no address for " + binding.path());
        }
    }

    private static String segment(Parameter parameter, JsonNode value) {
        var text = joined(parameter, value, ",");
        if (text.isEmpty() || text.equals(".") || text.equals("..")) {
            throw new ToolException(
                    ToolException.INVALID_ARGUMENT, "argument " + parameter.argument() + " cannot be part of a path");
        }
        return encoded(text);
    }

    private static String header(Parameter parameter, String value) {
        if (!HttpText.isHeaderValue(value)) {
            throw new ToolException(
                    ToolException.INVALID_ARGUMENT, "argument " + parameter.argument() + " has a character that no header can have");
        }
        return value;
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static String plain(JsonNode value) {
        return value.isContainer() ? Json.text(value) : value.asString();
    }

    private static List<String> pairs(Parameter parameter, JsonNode value) {
        var name = encoded(parameter.name());
        var pairs = new ArrayList<String>();
        if (parameter.style() == HttpBinding.Style.DEEP && value.isObject()) {
            deep(name, value, pairs);
        } else if (parameter.style() == HttpBinding.Style.PLAIN && parameter.explode() && value.isArray()) {
            value.forEach(item -> pairs.add(name + "=" + encoded(plain(item))));
        } else if (parameter.style() == HttpBinding.Style.PLAIN && parameter.explode() && value.isObject()) {
            value.properties().forEach(entry -> pairs.add(encoded(entry.getKey()) + "=" + encoded(plain(entry.getValue()))));
        } else {
            var separator = switch (parameter.style()) {
                case SPACES -> " ";
                case PIPES -> "|";
                case PLAIN, DEEP, JSON -> ",";
            };
            pairs.add(name + "=" + encoded(joined(parameter, value, separator)));
        }
        return pairs;
    }

    private static void deep(String name, JsonNode value, List<String> pairs) {
        value.properties().forEach(entry -> {
            var inner = name + "[" + encoded(entry.getKey()) + "]";
            if (entry.getValue().isObject()) {
                deep(inner, entry.getValue(), pairs);
            } else if (entry.getValue().isArray()) {
                entry.getValue().forEach(item -> pairs.add(percent(inner) + "=" + encoded(plain(item))));
            } else {
                pairs.add(percent(inner) + "=" + encoded(plain(entry.getValue())));
            }
        });
    }

    private static String percent(String name) {
        return name.replace("[", "%5B").replace("]", "%5D");
    }

    private static String joined(Parameter parameter, JsonNode value, String separator) {
        if (parameter.style() == HttpBinding.Style.JSON) {
            return Json.text(value);
        }
        var parts = new ArrayList<String>();
        if (value.isArray()) {
            value.forEach(item -> parts.add(plain(item)));
        } else if (value.isObject()) {
            var exploded = parameter.explode() && parameter.place() != Place.QUERY;
            value.properties().forEach(entry -> {
                parts.add(exploded ? entry.getKey() + "=" + plain(entry.getValue()) : entry.getKey());
                if (!exploded) {
                    parts.add(plain(entry.getValue()));
                }
            });
        } else {
            return plain(value);
        }
        return String.join(separator, parts);
    }

    /** Where the content of files that arguments point at comes from. */
    public interface FileSource {
        /**
         * A file.
         *
         * @param mediaType such as {@code image/png}
         */
        @SuppressWarnings("ArrayRecordComponent") // handed through to the socket, never compared
        record Content(String name, String mediaType, byte[] bytes) {}

        /** The file at this address, fetched without any credential. @throws ToolException when there is none */
        Content content(String address, CancelSignal cancel);
    }
}
