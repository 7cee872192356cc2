package dev.pankou.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the data is.
 *
 * @param dataDirectory made when it does not exist; one process at a time
 * @param jdbcUrl {@code jdbc:postgresql://host/db?user=…&password=…}, absent for SQLite in the data directory
 * @param readers threads that read SQLite, at least 1
 * @param poolSize connections to PostgreSQL, at least 2: half of them for reading
 */
public record StoreConfig(Path dataDirectory, @Nullable String jdbcUrl, int readers, int poolSize) {
    private static final String POSTGRESQL = "jdbc:postgresql:";

    public StoreConfig {
        if (jdbcUrl != null && !jdbcUrl.startsWith(POSTGRESQL)) {
            throw new StoreException("The database URL must start with " + POSTGRESQL + "//");
        }
        if (readers < 1) {
            throw new StoreException("The number of readers must be at least 1: " + readers);
        }
        if (poolSize < 2) {
            throw new StoreException("The pool size must be at least 2: " + poolSize);
        }
        dataDirectory = dataDirectory.toAbsolutePath().normalize();
    }

    /** With 3 readers, or 10 connections. */
    public static StoreConfig of(Path dataDirectory, @Nullable String jdbcUrl) {
        return new StoreConfig(dataDirectory, jdbcUrl, 3, 10);
    }

    public Dialect dialect() {
        return jdbcUrl == null ? Dialect.SQLITE : Dialect.POSTGRESQL;
    }

    /** The database file of SQLite. */
    Path file() {
        return dataDirectory.resolve("pankou.db");
    }

    /** The URL without what may be secret. */
    private String place() {
        return jdbcUrl == null
                ? file().toString()
                : jdbcUrl.substring(POSTGRESQL.length()).replaceFirst("\\?.*", "").replaceFirst("^//[^/]*@", "//");
    }

    /** "PostgreSQL at //host/db": names the database, never the password. */
    @Override
    public String toString() {
        return (jdbcUrl == null ? "SQLite at " : "PostgreSQL at ") + place();
    }
}
