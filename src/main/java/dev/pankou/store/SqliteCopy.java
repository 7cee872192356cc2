package dev.pankou.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The rows of SQLite in a backup: the database file itself, compacted. */
final class SqliteCopy {
    private SqliteCopy() {}

    static Backups.Copied write(StoreConfig config, Path target) throws IOException, SQLException {
        if (!Files.exists(config.file())) {
            throw new NoSuchFileException(config.file().toString(), null, config.file() + " does not exist");
        }
        var copy = target.resolve(config.file().getFileName());
        try (var connection = Databases.connect(config);
                var statement = connection.prepareStatement("VACUUM INTO ?")) {
            statement.setString(1, copy.toString());
            statement.execute();
        }
        // of the copy, because the original may be migrated meanwhile; opened plainly to leave no side files there
        try (var connection = plain(copy)) {
            return new Backups.Copied(Migrations.applied(connection, Dialect.SQLITE), List.of());
        }
    }

    /** Looks for damage in what was restored. */
    static void check(StoreConfig config) throws SQLException {
        try (var connection = plain(config.file());
                var statement = connection.createStatement()) {
            try (var rows = statement.executeQuery("PRAGMA integrity_check")) {
                if (!rows.next() || !"ok".equals(rows.getString(1))) {
                    throw new StoreException("The database in the backup is damaged: " + rows.getString(1));
                }
            }
            try (var rows = statement.executeQuery("PRAGMA foreign_key_check")) {
                if (rows.next()) {
                    throw new StoreException("The database in the backup is damaged: rows of " + rows.getString(1)
                            + " refer to missing rows");
                }
            }
        }
    }

    private static Connection plain(Path file) throws SQLException {
        return org.sqlite.JDBC.createConnection("jdbc:sqlite:" + file, new java.util.Properties());
    }
}
