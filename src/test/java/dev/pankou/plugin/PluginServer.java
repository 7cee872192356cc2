package dev.pankou.plugin;

import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
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
}
