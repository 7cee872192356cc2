package dev.pankou.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The requests of cozepy on variables, with its nulls and empty parameters, and how it reads the answers. */
@ParameterizedClass
@EnumSource(Database.class)
record PythonRulesForVariablesTest(Database database) {
    @Test
    @Covers(raw = {Call.READ_VARIABLES, Call.UPDATE_VARIABLES})
    void setsAndReadsThem() {
        var alice = Pankou.on(database).user();
        var bot = alice.publishedBot(Map.of());
        alice.put("/pankou/v1/bots/" + bot + "/variables", Map.of("variables", List.of(Map.of("keyword", "city", "default_value", "北京"))))
                .data();
        var update = new HashMap<String, @Nullable Object>();
        update.put("bot_id", bot);
        update.put("app_id", null);
        update.put("connector_id", "1024");
        update.put("connector_uid", "u-1");
        update.put("data", List.of(Map.of("keyword", "city", "value", "杭州 🌊")));

        PythonRules.nothing(alice.put("/v1/variables", update));
        var items = PythonRules.data(
                        alice.get("/v1/variables?connector_uid=u-1&app_id=&bot_id=" + bot + "&connector_id=1024&keywords="), "Variables")
                .get("items");

        assertThat(items).hasSize(1);
        assertThat(items.get(0).get("value").stringValue()).isEqualTo("杭州 🌊");
    }
}
