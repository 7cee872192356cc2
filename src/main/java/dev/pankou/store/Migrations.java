package dev.pankou.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The numbered SQL files {@code V0012__name.sql} of the program, in its folder for all databases and the one below for this
 * database. One query tells whether the schema is behind; only then Flyway is loaded, which costs half a second.
 */
final class Migrations {
    /** Flyway's table of what was applied. */
    static final String HISTORY = "schema_history";

    private static final Pattern NAME = Pattern.compile("V(\\d+)__\\w+\\.sql");

    private final StoreConfig config;
    private final List<String> files = new ArrayList<>();

    Migrations(StoreConfig config, String location) {
        this.config = config;
        var dialect = config.dialect().name().toLowerCase(Locale.ROOT);
        try {
            list(location);
            list(location + "/" + dialect);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void list(String folder) throws IOException {
        var loader = Migrations.class.getClassLoader();
        for (var urls = loader.getResources(folder).asIterator(); urls.hasNext(); ) {
            var url = urls.next();
            if (url.openConnection() instanceof JarURLConnection jar) {
                var prefix = folder + "/";
                jar.getJarFile().stream()
                        .map(entry -> entry.getName())
                        .filter(name -> name.startsWith(prefix))
                        .forEach(name -> add(folder, name.substring(prefix.length())));
            } else {
                try (var names = Files.list(Path.of(new URI(url.toString())))) {
                    names.forEach(path -> add(folder, path.getFileName().toString()));
                } catch (URISyntaxException impossible) {
                    throw new IOException(impossible);
                }
            }
        }
    }

    private void add(String folder, String name) {
        if (NAME.matcher(name).matches()) {
            files.add(folder + "/" + name);
        }
    }

    /** The version this program brings a database to; 0 when it has no migrations. */
    int newest() {
        return files.stream().mapToInt(Migrations::version).max().orElse(0);
    }

    /** The version the database has; 0 when it is empty. */
    int applied() {
        try (var connection = Databases.connect(config)) {
            return applied(connection, config.dialect());
        } catch (SQLException e) {
            throw new StoreException("The schema version of " + config + " cannot be read: " + e.getMessage(), e);
        }
    }

    static int applied(Connection connection, Dialect dialect) throws SQLException {
        var exists =
                switch (dialect) {
                    case SQLITE -> "SELECT count(*) FROM sqlite_master WHERE name = '" + HISTORY + "'";
                    case POSTGRESQL -> "SELECT count(to_regclass('" + HISTORY + "'))";
                };
        if (number(connection, exists) == 0) {
            return 0;
        }
        return number(connection, "SELECT coalesce(max(CAST(version AS integer)), 0) FROM " + HISTORY);
    }

    private static int number(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }

    /** Brings the schema up to date. @throws StoreException when it is newer than this program */
    void apply() {
        apply(newest());
    }

    /** As {@link #apply()}, but no further than {@code target}. */
    void apply(int target) {
        var applied = applied();
        if (applied > newest()) {
            throw new StoreException("The schema of the database has version " + applied + ", this program knows only up to "
                    + newest() + ": use the newer program, or restore a backup (" + config + ")");
        }
        if (applied < target) {
            Migrator.migrate(config, files, target);
        }
    }

    private static int version(String file) {
        var matcher = NAME.matcher(file.substring(file.lastIndexOf('/') + 1));
        if (!matcher.matches()) {
            throw new IllegalStateException("not the name of a migration: " + file);
        }
        return Integer.parseInt(matcher.group(1));
    }
}
