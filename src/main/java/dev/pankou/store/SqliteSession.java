package dev.pankou.store;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/** One connection to SQLite with one handle for all the works on it. Belongs to one platform thread. */
final class SqliteSession implements AutoCloseable {
    private static final int BUSY_MILLIS = 10_000;
    private static final int CACHE_KIBIBYTES = 16 * 1024;
    private static final int CHECKPOINT_PAGES = 4000;
    private static final int WAL_KEPT_BYTES = 64 << 20;

    private final SQLiteConnection connection;
    private final CachedStatements statements = new CachedStatements();
    private final Handle handle;
    private final PreparedStatement begin;
    private final PreparedStatement commit;
    private final PreparedStatement rollback;
    private final PreparedStatement savepoint;
    private final PreparedStatement release;
    private final PreparedStatement rollbackTo;

    private SqliteSession(SQLiteConnection connection, String begin) throws SQLException {
        this.connection = connection;
        // We begin and commit ourselves; in auto-commit mode the driver would try a BEGIN before each statement.
        connection.getConnectionConfig().setAutoCommit(false);
        var jdbi = Jdbi.create(() -> connection);
        jdbi.setTransactionHandler(new Joined());
        jdbi.configure(StatementExceptions.class, Failures::withoutValues);
        jdbi.setStatementBuilderFactory(each -> statements);
        this.handle = jdbi.open();
        this.begin = connection.prepareStatement(begin);
        this.commit = connection.prepareStatement("COMMIT");
        this.rollback = connection.prepareStatement("ROLLBACK");
        this.savepoint = connection.prepareStatement("SAVEPOINT work");
        this.release = connection.prepareStatement("RELEASE work");
        this.rollbackTo = connection.prepareStatement("ROLLBACK TO work");
    }

    static SqliteSession writer(Path file) throws SQLException {
        return open(file, false, "BEGIN IMMEDIATE");
    }

    static SqliteSession reader(Path file) throws SQLException {
        return open(file, true, "BEGIN");
    }

    private static SqliteSession open(Path file, boolean queryOnly, String begin) throws SQLException {
        var connection = source(file).getConnection();
        try {
            if (queryOnly) {
                try (var statement = connection.createStatement()) {
                    statement.execute("PRAGMA query_only = ON");
                }
            }
            return new SqliteSession(connection.unwrap(SQLiteConnection.class), begin);
        } catch (SQLException | RuntimeException failed) {
            connection.close();
            throw failed;
        }
    }

    /** Plain connections in auto-commit mode. */
    static SQLiteDataSource source(Path file) {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL); // what write() returned for survives a power cut
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setCacheSize(-CACHE_KIBIBYTES);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setJournalSizeLimit(WAL_KEPT_BYTES);
        var source = new SQLiteDataSource(config) {
            @Override
            public SQLiteConnection getConnection(String user, String password) throws SQLException {
                var connection = super.getConnection(user, password);
                try (var statement = connection.createStatement()) {
                    statement.execute("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
                }
                return connection;
            }
        };
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    Handle handle() {
        return handle;
    }

    void begin() throws SQLException {
        begin.execute();
    }

    /** @return the tables that were written */
    Set<String> commit() throws SQLException {
        statements.reclaim();
        commit.execute();
        return statements.takeWritten();
    }

    void rollback() throws SQLException {
        statements.reclaim();
        statements.takeWritten();
        rollback.execute();
    }

    void savepoint() throws SQLException {
        savepoint.execute();
    }

    void release() throws SQLException {
        statements.reclaim();
        release.execute();
    }

    /** Undoes what happened since {@link #savepoint}. Fails when there is no transaction any more. */
    void undo() throws SQLException {
        statements.reclaim();
        rollbackTo.execute();
        release.execute();
    }

    @Override
    public void close() throws SQLException {
        connection.close(); // finalizes all statements and rolls back
    }
}
