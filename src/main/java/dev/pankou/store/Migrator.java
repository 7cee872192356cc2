package dev.pankou.store;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs Flyway over a given list of files. Loaded only when there is something to do. */
final class Migrator {
    private static final Logger LOG = LoggerFactory.getLogger(Migrator.class);

    /** Kept here because the JDK forgets a logger nobody holds. Flyway tells ten lines where one is enough, and what fails it throws. */
    private static final java.util.logging.Logger FLYWAY_LOG = java.util.logging.Logger.getLogger("org.flywaydb");

    private Migrator() {}

    static void migrate(StoreConfig config, List<String> files, int target) {
        FLYWAY_LOG.setLevel(Level.OFF);
        try {
            var result = Flyway.configure()
                    .dataSource(source(config))
                    .table(Migrations.HISTORY)
                    .target(Integer.toString(target))
                    .resourceProvider(new Listed(files)) // Flyway's own search would find the other database's files too
                    // only a column of type integer is SQLite's own row number, which saves a second tree for each table
                    .placeholders(Map.of(
                            "key", config.dialect() == Dialect.SQLITE ? "integer" : "bigint",
                            // texts that both compare and sort by their bytes
                            "bytes", config.dialect() == Dialect.SQLITE ? "" : "COLLATE \"C\""))
                    .load()
                    .migrate();
            LOG.info("Brought the schema up to date. version={} migrations={}", target, result.migrationsExecuted);
        } catch (FlywayException failed) {
            if (Failures.seen(failed, true) instanceof StoreUnavailable known) {
                throw new StoreException(known.getMessage() + " (" + config + ")", failed);
            }
            throw new StoreException("The schema of the database cannot be brought to version " + target + " (" + config
                    + "): " + failed.getMessage(), failed);
        }
    }

    private static DataSource source(StoreConfig config) {
        if (config.jdbcUrl() == null) {
            return SqliteSession.source(config.file());
        }
        var source = new PGSimpleDataSource();
        source.setUrl(config.jdbcUrl());
        return source;
    }

    private record Listed(List<String> files) implements ResourceProvider {
        @Override
        public @Nullable LoadableResource getResource(String name) {
            return files.contains(name) ? new File(name) : null;
        }

        @Override
        public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
            return files.stream()
                    .<LoadableResource>map(File::new)
                    .filter(file -> file.getFilename().startsWith(prefix)
                            && Stream.of(suffixes).anyMatch(file.getFilename()::endsWith))
                    .toList();
        }
    }

    private static final class File extends LoadableResource {
        private final String path;

        private File(String path) {
            this.path = path;
        }

        @Override
        public Reader read() {
            try {
                var stream = Objects.requireNonNull(Migrator.class.getClassLoader().getResource(path)).openStream();
                return new InputStreamReader(stream, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String getAbsolutePath() {
            return path;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return path;
        }

        @Override
        public String getFilename() {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        @Override
        public String getRelativePath() {
            return path;
        }
    }
}
