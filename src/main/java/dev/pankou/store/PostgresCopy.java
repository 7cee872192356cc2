package dev.pankou.store;

import dev.pankou.store.Manifest.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;

/** The rows of PostgreSQL in a backup: all tables of our schema, a file each. */
final class PostgresCopy {
    /** Tables with their columns in order; generated ones are made again. */
    private static final String COLUMNS = """
            SELECT c.relname, a.attname
              FROM pg_class c
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
             WHERE c.relnamespace = current_schema()::regnamespace
               AND c.relkind = 'r'
               AND c.relname <> '%s'
             ORDER BY c.relname, a.attnum
            """.formatted(Migrations.HISTORY);

    private static final String REFERENCES = """
            SELECT child.relname, parent.relname
              FROM pg_constraint k
              JOIN pg_class child ON child.oid = k.conrelid
              JOIN pg_class parent ON parent.oid = k.confrelid
             WHERE k.contype = 'f'
               AND child.relnamespace = current_schema()::regnamespace
               AND child.oid <> parent.oid
            """;

    private PostgresCopy() {}

    static Backups.Copied write(StoreConfig config, Path target) throws IOException, SQLException {
        Files.createDirectories(target.resolve("tables"));
        try (var connection = Databases.connect(config)) {
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ); // all tables of one moment
            connection.setAutoCommit(false);
            var version = Migrations.applied(connection, Dialect.POSTGRESQL);
            var tables = parentsFirst(tables(connection), references(connection));
            var copies = connection.unwrap(PGConnection.class).getCopyAPI();
            for (var table : tables) {
                try (var out = Files.newOutputStream(target.resolve(table.path()))) {
                    copies.copyOut("COPY " + named(table) + " TO STDOUT", out);
                }
            }
            connection.rollback();
            return new Backups.Copied(version, tables);
        }
    }

    static void read(Path backup, Manifest manifest, StoreConfig config, Migrations migrations)
            throws IOException, SQLException {
        try (var connection = Databases.connect(config)) {
            if (!tables(connection).isEmpty() || Migrations.applied(connection, Dialect.POSTGRESQL) > 0) {
                throw new StoreException("The database is not empty (" + config + ")");
            }
        }
        migrations.apply(manifest.schemaVersion());
        try (var connection = Databases.connect(config)) {
            connection.setAutoCommit(false);
            if (!manifest.tables().isEmpty()) {
                try (var statement = connection.createStatement()) { // rows that migrations made are in the backup too
                    statement.execute("TRUNCATE "
                            + manifest.tables().stream()
                                    .map(table -> quoted(table.name()))
                                    .collect(Collectors.joining(", ")));
                }
            }
            var copies = connection.unwrap(PGConnection.class).getCopyAPI();
            for (var table : manifest.tables()) {
                try (var in = Files.newInputStream(backup.resolve(table.path()))) {
                    copies.copyIn("COPY " + named(table) + " FROM STDIN", in);
                }
            }
            connection.commit();
        }
    }

    private static List<Table> tables(Connection connection) throws SQLException {
        var columns = new LinkedHashMap<String, List<String>>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(COLUMNS)) {
            while (rows.next()) {
                columns.computeIfAbsent(rows.getString(1), name -> new ArrayList<>())
                        .add(rows.getString(2));
            }
        }
        return columns.entrySet().stream()
                .map(table -> new Table(table.getKey(), table.getValue()))
                .toList();
    }

    private static Map<String, Set<String>> references(Connection connection) throws SQLException {
        var parents = new LinkedHashMap<String, Set<String>>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(REFERENCES)) {
            while (rows.next()) {
                parents.computeIfAbsent(rows.getString(1), child -> new HashSet<>())
                        .add(rows.getString(2));
            }
        }
        return parents;
    }

    private static List<Table> parentsFirst(List<Table> tables, Map<String, Set<String>> parents) {
        var left = new ArrayList<>(tables);
        var placed = new HashSet<String>();
        var ordered = new ArrayList<Table>();
        while (!left.isEmpty()) {
            var ready = left.stream()
                    .filter(table -> placed.containsAll(parents.getOrDefault(table.name(), Set.of())))
                    .toList();
            if (ready.isEmpty()) {
                throw new IllegalStateException("tables refer to each other in a circle: " + left);
            }
            ordered.addAll(ready);
            left.removeAll(ready);
            ready.forEach(table -> placed.add(table.name()));
        }
        return ordered;
    }

    private static String named(Table table) {
        return quoted(table.name())
                + table.columns().stream().map(PostgresCopy::quoted).collect(Collectors.joining(", ", " (", ")"));
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
