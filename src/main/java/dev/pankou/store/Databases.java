package dev.pankou.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.postgresql.Driver;

/** Opens the database of an instance. */
public final class Databases {
    private static final String MIGRATIONS = "db";

    private Databases() {}

    /**
     * Locks the data folder, brings the schema up to date and opens the database.
     *
     * @throws StoreException in one sentence: folder unusable or in use, database unreachable, schema newer than this program
     */
    public static Db open(StoreConfig config) {
        return open(config, MIGRATIONS);
    }

    static Db open(StoreConfig config, String migrations) {
        var lock = FolderLock.acquire(config.dataDirectory());
        try {
            migrations(config, migrations).apply();
            var url = config.jdbcUrl();
            return url == null
                    ? new SqliteDb(config.file(), config.readers(), lock)
                    : new PostgresDb(url, config.poolSize(), lock);
        } catch (RuntimeException | Error failed) {
            lock.close();
            throw failed;
        }
    }

    static Migrations migrations(StoreConfig config) {
        return migrations(config, MIGRATIONS);
    }

    static Migrations migrations(StoreConfig config, String location) {
        return new Migrations(config, location);
    }

    /** A connection of its own, in auto-commit mode. @throws StoreException when there is no database to talk to */
    static Connection connect(StoreConfig config) {
        try {
            var url = config.jdbcUrl();
            if (url == null) {
                return SqliteSession.source(config.file()).getConnection();
            }
            if (Driver.parseURL(url, null) == null) {
                throw new StoreException("The database URL of " + config + " cannot be understood");
            }
            return DriverManager.getConnection(url, PostgresDb.properties());
        } catch (SQLException unreachable) {
            throw new StoreException("The database cannot be reached (" + config + "): " + unreachable.getMessage(), unreachable);
        }
    }
}
