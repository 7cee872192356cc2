package dev.pankou.testing;

import dev.pankou.store.Databases;
import dev.pankou.store.StoreConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Real databases for tests: temporary folders for SQLite, and one PostgreSQL server a JVM, started by the first test that
 * wants it. Folders and server go away with the JVM. The schema is made once a JVM and copied.
 */
public final class TestDatabases {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private TestDatabases() {}

    static StoreConfig fresh(Database database) {
        return switch (database) {
            case SQLITE -> {
                var config = empty(database);
                copy(SqliteTemplate.FILE, config.dataDirectory().resolve("pankou.db"));
                yield config;
            }
            case POSTGRESQL -> postgres(PostgresTemplate.NAME);
        };
    }

    static StoreConfig empty(Database database) {
        return switch (database) {
            case SQLITE -> StoreConfig.of(folder(), null);
            case POSTGRESQL -> postgres(null);
        };
    }

    /** An empty folder that goes away with the JVM. */
    public static Path folder() {
        try {
            return Files.createDirectory(Root.FOLDER.resolve("folder-" + COUNT.incrementAndGet()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A PostgreSQL server of its own that can be stopped and started again. Close it. */
    public static Outage outage() {
        return new Outage();
    }

    private static StoreConfig postgres(@Nullable String template) {
        var name = "test_" + COUNT.incrementAndGet();
        create(name, template);
        return StoreConfig.of(folder(), Server.POSTGRES.getJdbcUrl("postgres", name));
    }

    private static void create(String name, @Nullable String template) {
        try (var connection = Server.POSTGRES.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + (template == null ? "" : " TEMPLATE " + template));
        } catch (SQLException e) {
            throw new IllegalStateException("no test database", e);
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EmbeddedPostgres start(EmbeddedPostgres.Builder builder) {
        try {
            return builder.setServerConfig("max_connections", "300")
                    .setErrorRedirector(Redirect.DISCARD)
                    .setOutputRedirector(Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start", e);
        }
    }

    private static Path temporary(String prefix) {
        try {
            var folder = Files.createTempDirectory(prefix);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder), "delete-test-folder"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (var paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException | UncheckedIOException gone) {
            // a server that is just stopping removes its own files
        }
    }

    /** A server that tests stop and start; its data stays. */
    public static final class Outage implements AutoCloseable {
        /** Not below our own folder, which the server's user could not enter: it does not run as root. */
        private final Path data = temporary("pankou-postgres-");

        private final StoreConfig config;
        private final int port;
        private EmbeddedPostgres server;

        private Outage() {
            server = TestDatabases.start(EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false));
            port = server.getPort();
            config = StoreConfig.of(folder(), server.getJdbcUrl("postgres", "postgres"));
        }

        public StoreConfig config() {
            return config;
        }

        /** Stops the server at once; connections break. */
        public void stop() {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Starts the stopped server on the same port. */
        public void start() {
            server = TestDatabases.start(EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setPort(port));
        }

        @Override
        public void close() {
            stop();
        }
    }

    private static final class Server {
        private static final EmbeddedPostgres POSTGRES =
                TestDatabases.start(EmbeddedPostgres.builder().setServerConfig("fsync", "off"));
    }

    private static final class PostgresTemplate {
        private static final String NAME;

        static {
            NAME = "pankou_template"; // no constant, because the compiler would copy it and never load this class
            create(NAME, null);
            Databases.open(StoreConfig.of(folder(), Server.POSTGRES.getJdbcUrl("postgres", NAME)))
                    .close();
        }
    }

    private static final class SqliteTemplate {
        private static final Path FILE;

        static {
            var folder = folder();
            Databases.open(StoreConfig.of(folder, null)).close();
            FILE = folder.resolve("pankou.db");
        }
    }

    private static final class Root {
        private static final Path FOLDER = temporary("pankou-test-");
    }

    /** Where a test looks into the rows itself. */
    public static String jdbcUrl(StoreConfig config) {
        return config.jdbcUrl() == null ? "jdbc:sqlite:" + config.dataDirectory().resolve("pankou.db") : config.jdbcUrl();
    }
}
