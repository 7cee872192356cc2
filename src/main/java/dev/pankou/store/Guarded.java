package dev.pankou.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteException;

/** Runs statements that users thought of: they may take long, or compute what no number can hold. */
public final class Guarded {
    /** Steps of SQLite's machine between two looks at the clock: one step may compare a whole long text. */
    private static final int STEPS = 200;

    private static final int SQLITE_INTERRUPT = 9;
    private static final int SQLITE_ERROR = 1;
    private static final int SQLITE_PRIMARY_CODE = 0xff;

    private Guarded() {}

    /** The statement is to blame, not the database. */
    public static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private RefusedException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Runs statements that only read, and ends them after this long. On SQLite a statement that writes must not be ended: the
     * database would undo the works of others with it.
     *
     * @throws RefusedException when the time is over, and as {@link #statements}
     */
    public static <T> T reading(Handle handle, Duration limit, Supplier<T> work) {
        try {
            if (!handle.getConnection().isWrapperFor(SQLiteConnection.class)) {
                handle.execute("SET LOCAL statement_timeout = " + limit.toMillis());
                return statements(work);
            }
            var connection = handle.getConnection().unwrap(SQLiteConnection.class);
            var end = System.nanoTime() + limit.toNanos();
            ProgressHandler.setHandler(connection, STEPS, new ProgressHandler() {
                @Override
                protected int progress() {
                    return System.nanoTime() - end > 0 ? 1 : 0;
                }
            });
            try {
                return statements(work);
            } finally {
                ProgressHandler.clearHandler(connection);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException("a time limit could not be set", failed);
        }
    }

    /** @throws RefusedException when a statement computes what is out of range or otherwise cannot be */
    public static <T> T statements(Supplier<T> work) {
        try {
            return work.get();
        } catch (JdbiException failed) {
            var reason = reason(failed);
            if (reason == null) {
                throw failed;
            }
            throw new RefusedException(reason, failed);
        }
    }

    private static @Nullable String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite) {
                return switch (sqlite.getResultCode().code & SQLITE_PRIMARY_CODE) {
                    case SQLITE_INTERRUPT -> "it took too long";
                    case SQLITE_ERROR -> String.valueOf(sqlite.getMessage()).contains("overflow")
                            ? "a value is out of range"
                            : null;
                    default -> null;
                };
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState().equals("57014")
                        ? "it took too long"
                        : sql.getSQLState().startsWith("22") ? "a value is out of range" : null;
            }
        }
        return null;
    }
}
