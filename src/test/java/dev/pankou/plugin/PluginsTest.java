package dev.pankou.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Database;
import dev.pankou.testing.FakeWeb;
import dev.pankou.testing.FakeWeb.Said;
import dev.pankou.testing.Person;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Import, publish and call. */
@ParameterizedClass
@EnumSource(Database.class)
record PluginsTest(Database database) {
    private static final String WEATHER =
            """
            openapi: 3.0.3
            info: {title: 天气 Weather, description: Forecasts 🌦}
            servers: [{url: "%s/api/"}]
            paths:
              /forecast/{place}:
                get:
                  operationId: get_forecast
                  summary: Forecast of a place
                  parameters:
                    - {name: place, in: path, required: true, schema: {type: string}, description: 地点}
                    - {name: days, in: query, schema: {type: integer, default: 3}}
                  responses:
                    "200":
                      content:
                        application/json:
                          schema:
                            type: object
                            properties: {sky: {type: string}, days: {type: integer}}
            """;

    @Test
    void aToolOfADocumentIsCalledByEverybodyOnceItIsPublished() {
        try (var web = FakeWeb.start()) {
        web.on("/api/forecast/杭州 1", asked -> Said.json("{\"sky\":\"晴 ☀\",\"days\":3,\"internal\":true}"));
        var alice = PluginServer.on(database).user();
        var plugin = PluginServer.imported(alice, Map.of("openapi", WEATHER.formatted(web.address())));
        var id = plugin.get("plugin_id").stringValue();
        assertThat(plugin.get("tools").get(0).get("name").stringValue()).isEqualTo("get_forecast");
        assertThat(plugin.get("report")).isEmpty();
        var bob = alice.pankou().user();
        var call = Map.of("tool_name", "get_forecast", "arguments", Map.of("place", "杭州 1"));
        assertThat(bob.post("/v1/plugins/" + id + "/tools/call", call).code()).isEqualTo(4200);

        alice.post("/pankou/v1/plugins/" + id + "/publish", Map.of()).data();

        for (var person : new Person[] {alice, bob}) {
            var result = person.post("/v1/plugins/" + id + "/tools/call", call).data().get("result");
            assertThat(result.toString()).isEqualTo("{\"sky\":\"晴 ☀\",\"days\":3}");
            assertThat(web.last().query()).isEqualTo("days=3");
        }
        }
    }
}
