package dev.pankou.store;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteException;

/** Tells failures of the database from failures of the work. */
final class Failures {
    private static final int SQLITE_PRIMARY_CODE = 0xff;

    private Failures() {}

    /** Exceptions tell no statement, because JDBI would tell its values too: they are logged, and values are what users say. */
    static void withoutValues(StatementExceptions exceptions) {
        exceptions.setMessageRendering(StatementExceptions.MessageRendering.NONE);
    }

    /** {@code failure} as the caller shall see it: {@link StoreUnavailable} when the database is to blame, else itself. */
    static Throwable seen(Throwable failure, boolean writing) {
        var sql = sql(failure);
        if (failure instanceof StoreException || sql == null) {
            return failure;
        }
        var sentence = sql instanceof SQLiteException sqlite ? sqlite(sqlite, writing) : postgres(sql, writing);
        return sentence == null ? failure : new StoreUnavailable(sentence, failure);
    }

    /** For begin and commit: whatever went wrong there, it was the database. */
    static StoreUnavailable unavailable(Throwable failure) {
        return seen(failure, true) instanceof StoreUnavailable known
                ? known
                : new StoreUnavailable("The database cannot work: " + failure.getMessage(), failure);
    }

    /** PostgreSQL: another transaction was in the way and the work may simply run again. */
    static boolean lostRace(Throwable failure) {
        var sql = sql(failure);
        return sql != null && ("40001".equals(sql.getSQLState()) || "40P01".equals(sql.getSQLState()));
    }

    private static @Nullable String sqlite(SQLiteException failure, boolean writing) {
        // The names are from https://sqlite.org/rescode.html
        return switch (failure.getResultCode().code & SQLITE_PRIMARY_CODE) {
            case 5, 6 -> "The database is locked by another program"; // BUSY, LOCKED
            case 8 -> writing ? "The database is read only" : null; // READONLY
            case 10 -> "The disk failed: " + failure.getMessage(); // IOERR
            case 11, 26 -> "The database file is damaged: restore a backup"; // CORRUPT, NOTADB
            case 13 -> "The disk is full"; // FULL
            case 14 -> "The database file cannot be opened"; // CANTOPEN
            default -> null;
        };
    }

    private static @Nullable String postgres(SQLException failure, boolean writing) {
        // https://www.postgresql.org/docs/current/errcodes-appendix.html
        var state = failure.getSQLState() == null ? "" : failure.getSQLState();
        if (state.startsWith("53")) {
            return state.equals("53100") ? "The database's disk is full" : "The database has no room: " + failure.getMessage();
        }
        if (state.equals("25006")) {
            return writing ? "The database is read only" : null;
        }
        var unreachable = failure instanceof SQLTransientConnectionException
                || state.startsWith("08")
                || state.startsWith("57P0")
                || state.startsWith("28");
        return unreachable ? "The database cannot be reached: " + failure.getMessage() : null;
    }

    private static @Nullable SQLException sql(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }
}
