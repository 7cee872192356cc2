package dev.pankou.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.coze.openapi.client.variables.RetrieveVariableReq;
import com.coze.openapi.client.variables.UpdateVariableReq;
import com.coze.openapi.client.variables.model.VariableValue;
import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
record JavaClientVariablesTest(Database database) {
    @Test
    @Covers({Call.READ_VARIABLES, Call.UPDATE_VARIABLES})
    void setsAndReadsVariables() {
        var alice = Pankou.on(database).user();
        var bot = alice.publishedBot(Map.of());
        alice.put("/pankou/v1/bots/" + bot + "/variables", Map.of("variables", List.of(
                        Map.of("keyword", "city", "default_value", "北京 🏯"), Map.of("keyword", "level", "default_value", "易"))))
                .data();
        var coze = Clients.java(alice);

        coze.variables().update(UpdateVariableReq.builder()
                .botID(bot)
                .connectorID("1024")
                .connectorUID("u-1")
                .data(List.of(VariableValue.builder().keyword("city").value("杭州 🌊").build()))
                .build());
        var all = coze.variables()
                .retrieve(RetrieveVariableReq.builder().botID(bot).connectorUID("u-1").keywords(List.of()).build())
                .getItems();
        var some = coze.variables()
                .retrieve(RetrieveVariableReq.builder().botID(bot).connectorUID("u-1").keywords(List.of("level", "none")).build())
                .getItems();

        assertThat(all).extracting(VariableValue::getKeyword).containsExactly("city", "level");
        assertThat(all).extracting(VariableValue::getValue).containsExactly("杭州 🌊", "易");
        assertThat(all.getFirst().getCreateTime()).isPositive();
        assertThat(all.getLast().getCreateTime()).isZero();
        assertThat(some).extracting(VariableValue::getKeyword).containsExactly("level");
    }
}
