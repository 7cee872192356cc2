package dev.pankou.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TableVersionsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INSERT INTO bot (id) VALUES (1) | bot",
                "insert or replace into Bot_Channel VALUES (1) | bot_channel",
                "UPDATE bot SET a = (SELECT 1 FROM chat) | bot",
                "UPDATE \"bot\" SET a = 1 RETURNING id | bot",
                "DELETE FROM workspace_member WHERE 1 = 1 | workspace_member",
                "SELECT 1 FROM bot | ",
                "PRAGMA integrity_check | ",
                "WITH x AS (SELECT 1) INSERT INTO bot SELECT * FROM x | *",
                "DROP TABLE bot | *",
                "/* a remark */ UPDATE bot SET a = 1 | *"
            })
    void tellsTheTableThatAStatementWrites(String sql, String table) {
        assertThat(TableVersions.written(sql)).isEqualTo(table);
    }
}
