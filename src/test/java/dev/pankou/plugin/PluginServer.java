package dev.pankou.plugin;

import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A server, one a database for all tests of plugins, whose tools may reach this machine under the names that tests use. */
final class PluginServer {
    private static final Map<Database, Pankou> SHARED = new EnumMap<>(Database.class);

    private PluginServer() {}

    static Pankou on(Database database) {
        synchronized (SHARED) {
            return SHARED.computeIfAbsent(
                    database, kind -> Pankou.fresh(kind, Map.of("egress-allow", "127.0.0.1,localhost", "plugin-timeout", "5s")));
        }
    }

    /** Imports into the person's own workspace. */
    static JsonNode imported(Person person, Map<String, ?> body) {
        var all = new HashMap<String, Object>(body);
        all.putIfAbsent("workspace_id", person.personalWorkspace());
        return person.post("/pankou/v1/plugins/import", all).data();
    }

    /** Imports and publishes; the plugin's id. */
    static String published(Person person, Map<String, ?> body) {
        var id = imported(person, body).get("plugin_id").stringValue();
        person.post("/pankou/v1/plugins/" + id + "/publish", Map.of()).data();
        return id;
    }

    static Pankou.Reply call(Person person, String plugin, String tool, Object arguments) {
        return person.post(
                "/v1/plugins/" + plugin + "/tools/call", Map.of("tool_name", tool, "arguments", arguments));
    }

    /** What the browser of an end user does who opens the address and allows the plugin to act for them. */
    static void authorise(String url) {
        try (var browser = HttpClient.newBuilder().cookieHandler(new CookieManager()).build()) { // follows no redirect
            authorise(browser, url);
        }
    }

    private static void authorise(HttpClient browser, String url) {
        var away = URI.create(open(browser, url).headers().firstValue("location").orElseThrow());
        var query = new HashMap<String, String>();
        for (var pair : away.getRawQuery().split("&")) {
            var parts = pair.split("=", 2);
            query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        var back = open(browser, query.get("redirect_uri") + "?code=c-1&state=" + URLEncoder.encode(query.get("state"), StandardCharsets.UTF_8));
        if (back.statusCode() >= 400) {
            throw new AssertionError(back.body());
        }
    }

    private static HttpResponse<String> open(HttpClient browser, String url) {
        try {
            return browser.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }
}
