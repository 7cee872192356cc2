package dev.pankou.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;

/** Keeps the prepared statements of one connection for the next work that uses the same SQL. For one thread. */
final class CachedStatements extends DefaultStatementBuilder {
    private static final int MOST = 256;

    /** Not in use, the longest unused first. */
    private final Map<String, PreparedStatement> idle = new LinkedHashMap<>();

    /** In use, with the text it was made of: JDBI closes a statement under the text before its parameters were named. */
    private final Map<Statement, String> used = new IdentityHashMap<>();

    @Override
    public PreparedStatement create(Connection connection, String sql, StatementContext context) throws SQLException {
        var plain = !context.isReturningGeneratedKeys() && !context.isConcurrentUpdatable();
        var kept = plain ? idle.remove(sql) : null;
        var statement = kept == null ? super.create(connection, sql, context) : kept;
        if (plain) {
            used.put(statement, sql);
        }
        return statement;
    }

    @Override
    public void close(Connection connection, String sql, Statement statement) throws SQLException {
        var made = used.remove(statement);
        if (made == null || !(statement instanceof PreparedStatement prepared)) {
            statement.close();
            return;
        }
        prepared.clearBatch();
        prepared.clearParameters();
        prepared.setMaxRows(0);
        var twin = idle.put(made, prepared);
        if (twin != null) {
            twin.close();
        }
        if (idle.size() > MOST) {
            discard(idle.values().iterator());
        }
    }

    /** Closes what a work left open: an unfinished result would keep its snapshot. */
    void reclaim() throws SQLException {
        if (!used.isEmpty()) {
            for (var left = used.keySet().iterator(); left.hasNext(); ) {
                discard(left);
            }
        }
    }

    private static void discard(Iterator<? extends Statement> at) throws SQLException {
        try (var statement = at.next()) {
            at.remove();
        }
    }
}
