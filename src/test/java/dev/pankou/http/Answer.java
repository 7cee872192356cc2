package dev.pankou.http;

import dev.pankou.json.Json;
import dev.pankou.testing.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** An answer as it came over a bare socket. Only those with Content-Length are understood, as all of ours but streams are. */
record Answer(int status, Map<String, String> headers, String body) {
    /** Waits for this many whole answers on the connection; fewer when it ends before. */
    static List<Answer> read(RawHttp connection, int count) throws IOException {
        return parse(connection.readUntil(text -> parse(text).size() >= count));
    }

    static Answer one(RawHttp connection) throws IOException {
        var found = read(connection, 1);
        if (found.isEmpty()) {
            throw new AssertionError("the connection ended without an answer");
        }
        return found.getFirst();
    }

    private static List<Answer> parse(String text) {
        var found = new ArrayList<Answer>();
        var rest = text;
        while (true) {
            var end = rest.indexOf("\r\n\r\n");
            if (end < 0) {
                return found;
            }
            var lines = rest.substring(0, end).split("\r\n");
            var status = Integer.parseInt(lines[0].split(" ")[1]);
            var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            for (var i = 1; i < lines.length; i++) {
                var colon = lines[i].indexOf(':');
                headers.put(lines[i].substring(0, colon).toLowerCase(Locale.ROOT), lines[i].substring(colon + 1).strip());
            }
            var length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            var bytes = rest.substring(end + 4).getBytes(StandardCharsets.UTF_8);
            if (status == 100) {
                length = 0;
            }
            if (bytes.length < length) {
                return found;
            }
            found.add(new Answer(status, headers, new String(bytes, 0, length, StandardCharsets.UTF_8)));
            rest = new String(bytes, length, bytes.length - length, StandardCharsets.UTF_8);
        }
    }

    JsonNode json() {
        return Json.tree(body);
    }

    int code() {
        return json().get("code").intValue();
    }

    String msg() {
        return json().get("msg").stringValue();
    }

    boolean closes() {
        return "close".equalsIgnoreCase(headers.get("connection"));
    }
}
