package dev.pankou.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Database;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class UserVariableMigrationTest {
    @ParameterizedTest
    @EnumSource(Database.class)
    void valuesOfUsersStayAndBelongToEverybodyOfThatEndUser(Database database) throws SQLException {
        var config = database.empty();
        new Migrations(config, "db").apply(6);
        try (var connection = Databases.connect(config);
                var statement = connection.createStatement()) {
            statement.execute("INSERT INTO user_variable VALUES (1, 'bot', 2, 1024, 'u-1', 'city', '杭州 🌊', 5, 6)");
        }

        new Migrations(config, "db").apply();

        try (var connection = Databases.connect(config);
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT user_id, value, created_at, updated_at FROM user_variable"
                        + " WHERE workspace_id = 1 AND owner_kind = 'bot' AND owner_id = 2 AND keyword = 'city'")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getLong(1)).isZero();
            assertThat(row.getString(2)).isEqualTo("杭州 🌊");
            assertThat(row.getLong(3) + row.getLong(4)).isEqualTo(11);
            assertThat(row.next()).isFalse();
        }
    }
}
