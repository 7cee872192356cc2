package dev.pankou.workflow.node;

import dev.pankou.json.SoundText;
import dev.pankou.workflow.canvas.Fields;
import dev.pankou.workflow.node.Outside.HttpAnswer;
import dev.pankou.workflow.node.Outside.HttpAsk;
import dev.pankou.workflow.value.Values;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Sends a request and gives back the answer (WORKFLOW 8.45). A status from 400 on is an error; only what got no answer at all
 * is sent again.
 */
final class HttpRequest implements NodeWork {
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD");
    private static final Set<String> OURS = Set.of("host", "content-length", "transfer-encoding", "connection", "expect");
    private static final int DEFAULT_SECONDS = 120;
    private static final int MOST_SECONDS = 180;
    private static final int DEFAULT_RETRIES = 3;
    private static final int MOST_RETRIES = 10;
    private static final int MOST_HEADERS_SHOWN = 300;
    private static final String NAME_MARKS = "!#$%&'*+-.^_`|~";

    private final String method;
    private final HttpTemplate url;
    private final Map<String, Operand> headers;
    private final Map<String, Operand> params;
    private final HttpAuth auth;
    private final HttpBody body;
    private final Duration timeout;
    private final int retries;
    private final Effect effect;

    private HttpRequest(NodeScope scope) {
        var inputs = scope.node().inputs();
        var info = inputs.path("apiInfo");
        var setting = inputs.path("setting");
        method = Setting.required(scope.node(), info.path("method"), "inputs.apiInfo.method").toUpperCase(Locale.ROOT);
        if (!METHODS.contains(method)) {
            throw Setting.bad(scope.node(), "inputs.apiInfo.method", "GET, POST, PUT, DELETE, PATCH, HEAD");
        }
        url = HttpTemplate.of(
                scope, Setting.required(scope.node(), info.path("url"), "inputs.apiInfo.url"), "inputs.apiInfo.url");
        headers = scope.params(inputs.path("headers"));
        params = scope.params(inputs.path("params"));
        auth = HttpAuth.of(scope);
        body = HttpBody.of(scope);
        timeout = Duration.ofSeconds(Math.min(MOST_SECONDS, number(setting, "timeout", 1, DEFAULT_SECONDS)));
        retries = Math.min(MOST_RETRIES, number(setting, "retryTimes", 0, DEFAULT_RETRIES));
        var reads = method.equals("GET") || method.equals("HEAD");
        effect = reads || Fields.text(setting, "safeToRepeat").equals("true") ? Effect.REPEATABLE : Effect.ONCE;
    }

    static NodeWork of(NodeScope scope) {
        return new HttpRequest(scope);
    }

    private static int number(JsonNode setting, String key, int least, int otherwise) {
        var number = setting.path(key).asInt(otherwise);
        return number < least ? otherwise : number;
    }

    @Override
    public Effect effect() {
        return effect;
    }

    @Override
    public Outcome run(NodeCall call) {
        var fields = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, value) -> fields.put(name, HttpBody.text(call, value)));
        var query = new LinkedHashMap<String, String>();
        params.forEach((name, value) -> query.put(name, HttpBody.text(call, value)));
        auth.apply(call, fields, query);
        query.remove(""); // an empty row of the editor
        var address = HttpAddress.of(url.text(call), query);
        var payload = body.payload(call, file -> download(call, file));
        var type = payload.type();
        if (type != null && (payload.fixed() || !fields.containsKey("content-type"))) {
            fields.put("content-type", type);
        }
        var answer = send(call, new HttpAsk(method, address, checked(fields), payload.bytes(), timeout));
        var text = text(answer);
        var shownHeaders = Values.json(answer.headers());
        if (answer.status() >= 400) {
            throw failed(answer.status(), shownHeaders, text);
        }
        return Outcome.done(Map.of("body", text, "statusCode", (long) answer.status(), "headers", shownHeaders));
    }

    private static List<Map.Entry<String, String>> checked(Map<String, String> fields) {
        var headers = new ArrayList<Map.Entry<String, String>>();
        for (var field : fields.entrySet()) {
            var name = field.getKey();
            if (name.isEmpty() || OURS.contains(name.toLowerCase(Locale.ROOT))) {
                continue;
            }
            if (!name.chars().allMatch(HttpRequest::mayBeInName)) {
                throw new NodeException(NodeException.EXECUTION, "\"" + name + "\" cannot be the name of a header");
            }
            if (field.getValue().chars().anyMatch(c -> c < ' ' && c != '\t' || c == 127)) {
                throw new NodeException(
                        NodeException.EXECUTION, "the header " + name + " has a line break or another control character");
            }
            headers.add(Map.entry(name, field.getValue()));
        }
        return headers;
    }

    private static boolean mayBeInName(int c) {
        return c < 128 && (Character.isLetterOrDigit(c) || NAME_MARKS.indexOf(c) >= 0);
    }

    private HttpAnswer download(NodeCall call, URI file) {
        var answer = send(call, new HttpAsk("GET", file, List.of(), null, timeout));
        if (answer.status() >= 400) {
            throw new NodeException(
                    NodeException.REMOTE, "a file to send could not be downloaded, status: " + answer.status());
        }
        return answer;
    }

    private HttpAnswer send(NodeCall call, HttpAsk ask) {
        for (var left = retries; ; left--) {
            try {
                var answer = call.outside().send(ask);
                if (answer.body().length > HttpBody.MOST_BYTES) {
                    throw new NodeException(NodeException.EXECUTION, "the answer is larger than 20 MB");
                }
                return answer;
            } catch (NodeException noAnswer) {
                if (noAnswer.code() != NodeException.REMOTE || left == 0) {
                    throw noAnswer;
                }
            }
        }
    }

    private static NodeException failed(int status, String headers, String text) {
        var shown = headers.length() > MOST_HEADERS_SHOWN ? headers.substring(0, MOST_HEADERS_SHOWN) + "…" : headers;
        return new NodeException(
                NodeException.REMOTE, "request failed, status: " + status + ", headers: " + shown + ", body: " + text);
    }

    private static String text(HttpAnswer answer) {
        return SoundText.of(new String(answer.body(), charset(answer.headers().getOrDefault("content-type", ""))));
    }

    /** What {@code Content-Type} names; UTF-8 where it names none, or one that nobody knows. */
    private static Charset charset(String contentType) {
        var at = contentType.toLowerCase(Locale.ROOT).indexOf("charset=");
        if (at < 0) {
            return StandardCharsets.UTF_8;
        }
        var rest = contentType.substring(at + "charset=".length());
        var end = rest.indexOf(';');
        var name = (end < 0 ? rest : rest.substring(0, end)).strip().replace("\"", "");
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException unknown) {
            return StandardCharsets.UTF_8;
        }
    }
}
