package dev.pankou.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;

/** Keeps the prepared statements of one connection for the next work that uses the same SQL. For one thread. */
final class CachedStatements extends DefaultStatementBuilder {
    private static final int MOST = 256;
    private static final int MOST_KNOWN = 4096;

    /** Tables that statements made since the last {@link #takeWritten} write. */
    private final Set<String> written = new HashSet<>();

    /** By SQL: the table it writes, empty for none. */
    private final Map<String, String> writes = new HashMap<>();

    /** Not in use, the longest unused first. */
    private final Map<String, PreparedStatement> idle = new LinkedHashMap<>();

    /** In use, with the text it was made of: JDBI closes a statement under the text before its parameters were named. */
    private final Map<Statement, String> used = new IdentityHashMap<>();

    @Override
    public PreparedStatement create(Connection connection, String sql, StatementContext context) throws SQLException {
        if (writes.size() > MOST_KNOWN) { // statements on tables of users have as many texts as users think of
            writes.clear();
        }
        var table = writes.computeIfAbsent(sql, CachedStatements::table);
        if (!table.isEmpty()) {
            written.add(table);
        }
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

    private static String table(String sql) {
        var table = TableVersions.written(sql);
        return table == null ? "" : table;
    }

    /** The tables that were written, which then count as unwritten. */
    Set<String> takeWritten() {
        if (written.isEmpty()) {
            return Set.of();
        }
        var taken = Set.copyOf(written);
        written.clear();
        return taken;
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
