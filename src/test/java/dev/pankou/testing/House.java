package dev.pankou.testing;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;

/** A server of its own, into whose workspaces people can be put: there is no operation yet that adds a member. */
public record House(Pankou pankou, String url) implements AutoCloseable {
    public static House on(Database database) {
        var config = database.fresh();
        var settings = new HashMap<String, String>();
        settings.put("data", config.dataDirectory().toString());
        if (config.jdbcUrl() != null) {
            settings.put("db-url", config.jdbcUrl());
        }
        var url = config.jdbcUrl() == null
                ? "jdbc:sqlite:" + config.dataDirectory().resolve("pankou.db")
                : config.jdbcUrl();
        return new House(Pankou.fresh(database, settings), url);
    }

    public void join(String workspace, Person person) {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.prepareStatement("INSERT INTO workspace_member VALUES (?, ?, 'member', 0)")) {
            statement.setLong(1, Long.parseLong(workspace));
            statement.setLong(2, Long.parseLong(person.get("/v1/users/me").data().get("user_id").stringValue()));
            statement.executeUpdate();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void close() {
        pankou.close();
    }
}
