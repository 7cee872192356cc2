package dev.pankou.table;

import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.json.WireText;
import dev.pankou.table.DataTable.Isolation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;

/** Statements on tables, their rows and the bots that use them. Who may see a table is asked before. */
final class TableStore {
    /** Ids in one statement. */
    private static final int CHUNK = 500;

    private static final String TABLE =
            """
            SELECT id, workspace_id, name, description, isolation, columns, next_column, row_count, creator_id, created_at,
                   updated_at
              FROM data_table
            """;

    /** A row as its editors see it. */
    record Row(Id id, Id connector, String endUser, Map<String, @Nullable Object> values, String created, String updated) {}

    /** Rows of somebody, or of all. */
    record Whose(@Nullable Id connector, @Nullable String endUser) {}

    private record Columns(List<Column> all) {}

    /** The filter that every statement of a user gets. */
    static String visible(DataTable table) {
        return switch (table.isolation()) {
            case USER -> "table_id = :table AND connector_id = :connector AND end_user = :endUser";
            case SHARED -> "table_id = :table";
        };
    }

    private static <S extends SqlStatement<S>> S visible(S statement, DataTable table, TableUser user) {
        statement.bind("table", table.id().value());
        return switch (table.isolation()) {
            case USER -> statement.bind("connector", user.connector().value()).bind("endUser", user.endUser());
            case SHARED -> statement;
        };
    }

    void insert(Handle handle, DataTable table) {
        tableValues(
                        handle.createUpdate(
                                """
                                INSERT INTO data_table (id, workspace_id, name, bare_name, description, isolation, columns, next_column,
                                       row_count, creator_id, created_at, updated_at)
                                VALUES (:id, :workspace, :name, :bare, :description, :isolation, :columns, :next, 0, :creator,
                                       :createdAt, :updatedAt)
                                """),
                        table)
                .bind("workspace", table.workspace().value())
                .bind("creator", table.creator().value())
                .bind("createdAt", table.createdAt())
                .execute();
    }

    /** Names, columns, isolation and the time of the last change. */
    void update(Handle handle, DataTable table) {
        tableValues(
                        handle.createUpdate(
                                """
                                UPDATE data_table SET name = :name, bare_name = :bare, description = :description,
                                       isolation = :isolation, columns = :columns, next_column = :next, updated_at = :updatedAt
                                 WHERE id = :id
                                """),
                        table)
                .execute();
    }

    private static <S extends SqlStatement<S>> S tableValues(S statement, DataTable table) {
        return statement
                .bind("id", table.id().value())
                .bind("name", table.name())
                .bind("bare", DataTable.bare(table.name()))
                .bind("description", table.description())
                .bind("isolation", WireText.of(table.isolation()))
                .bind("columns", Json.text(new Columns(table.columns())))
                .bind("next", table.nextColumn())
                .bind("updatedAt", table.updatedAt());
    }

    Optional<DataTable> find(Handle handle, Id table) {
        return handle.createQuery(TABLE + " WHERE id = :id")
                .bind("id", table.value())
                .map((row, context) -> toTable(row))
                .findOne();
    }

    /** As {@link #find}; other transactions that do the same wait until this one ends. */
    Optional<DataTable> lock(Handle handle, Id table) {
        handle.createUpdate("UPDATE data_table SET updated_at = updated_at WHERE id = :id").bind("id", table.value()).execute();
        return find(handle, table);
    }

    /** Whether another table of the workspace has the name. */
    boolean named(Handle handle, Id workspace, String name, Id except) {
        return handle.createQuery("SELECT 1 FROM data_table WHERE workspace_id = :workspace AND bare_name = :bare AND id <> :except")
                .bind("workspace", workspace.value())
                .bind("bare", DataTable.bare(name))
                .bind("except", except.value())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    List<DataTable> list(Handle handle, Id workspace, int size, long offset) {
        return handle.createQuery(TABLE + " WHERE workspace_id = :workspace ORDER BY id DESC LIMIT :size OFFSET :offset")
                .bind("workspace", workspace.value())
                .bind("size", size)
                .bind("offset", offset)
                .map((row, context) -> toTable(row))
                .list();
    }

    long count(Handle handle, Id workspace) {
        return handle.createQuery("SELECT count(*) FROM data_table WHERE workspace_id = :workspace")
                .bind("workspace", workspace.value())
                .mapTo(Long.class)
                .one();
    }

    void delete(Handle handle, Id table) {
        for (var statement : List.of(
                "DELETE FROM table_row WHERE table_id = :id",
                "DELETE FROM bot_table WHERE table_id = :id",
                "DELETE FROM data_table WHERE id = :id")) {
            handle.createUpdate(statement).bind("id", table.value()).execute();
        }
    }

    /** Forgets the values of columns that are gone. */
    void clear(Handle handle, Id table, List<Column> columns) {
        for (var column : columns) {
            handle.createUpdate("UPDATE table_row SET " + column.place() + " = NULL WHERE table_id = :id")
                    .bind("id", table.value())
                    .execute();
        }
    }

    /** The tables of a bot in its order. */
    List<DataTable> ofBot(Handle handle, Id bot) {
        return handle.createQuery(
                        """
                        SELECT t.id, t.workspace_id, t.name, t.description, t.isolation, t.columns, t.next_column, t.row_count,
                               t.creator_id, t.created_at, t.updated_at
                          FROM bot_table b
                          JOIN data_table t ON t.id = b.table_id
                         WHERE b.bot_id = :bot
                         ORDER BY b.position, t.id
                        """)
                .bind("bot", bot.value())
                .map((row, context) -> toTable(row))
                .list();
    }

    void bind(Handle handle, Id bot, List<Id> tables) {
        handle.createUpdate("DELETE FROM bot_table WHERE bot_id = :bot").bind("bot", bot.value()).execute();
        for (var i = 0; i < tables.size(); i++) {
            handle.createUpdate("INSERT INTO bot_table (bot_id, position, table_id) VALUES (:bot, :position, :table)")
                    .bind("bot", bot.value())
                    .bind("position", i)
                    .bind("table", tables.get(i).value())
                    .execute();
        }
    }

    /** Counts rows that come, unless there would be more than {@code most}. */
    boolean addRows(Handle handle, Id table, long more, long most) {
        return handle.createUpdate(
                                """
                                UPDATE data_table SET row_count = row_count + :more
                                 WHERE id = :id AND row_count + :more <= :most
                                """)
                        .bind("more", more)
                        .bind("most", most)
                        .bind("id", table.value())
                        .execute()
                > 0;
    }

    /** @param ids one for each row */
    void insert(
            Handle handle, Id table, TableUser user, List<Map<String, @Nullable Object>> rows, List<Id> ids, String now) {
        for (var i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            var places = String.join("", row.keySet().stream().map(place -> ", " + place).toList());
            var names = String.join("", row.keySet().stream().map(place -> ", :" + place).toList());
            handle.createUpdate("INSERT INTO table_row (id, table_id, connector_id, end_user, created, updated" + places
                            + ") VALUES (:id, :table, :connector, :endUser, :now, :now" + names + ")")
                    .bindMap(row)
                    .bind("id", ids.get(i).value())
                    .bind("table", table.value())
                    .bind("connector", user.connector().value())
                    .bind("endUser", user.endUser())
                    .bind("now", now)
                    .execute();
        }
    }

    List<Map<String, @Nullable Object>> select(Handle handle, Statement.Select select, TableUser user) {
        var query = visible(handle.createQuery(select.sql()), select.table(), user).bindMap(select.values());
        query.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
        return query.map((row, context) -> {
                    var values = new LinkedHashMap<String, @Nullable Object>();
                    for (var i = 0; i < select.outputs().size(); i++) {
                        var output = select.outputs().get(i);
                        values.put(output.name(), read(row, i + 1, output.type()));
                    }
                    return values;
                })
                .stream()
                .<Map<String, @Nullable Object>>map(values -> values)
                .toList();
    }

    private static @Nullable Object read(ResultSet row, int at, ColumnType type) throws SQLException {
        Object stored =
                switch (type.place()) {
                    case 'i' -> row.getLong(at);
                    case 'f' -> row.getDouble(at);
                    default -> row.getString(at);
                };
        return row.wasNull() ? null : type.shown(stored);
    }

    /** The rows of a user that a condition is true of, so many at most. */
    List<Long> matching(Handle handle, DataTable table, TableUser user, String where, Map<String, Object> values, int most) {
        var query = visible(
                        handle.createQuery("SELECT id FROM table_row WHERE " + visible(table) + " AND " + where
                                + " ORDER BY id LIMIT :most"),
                        table,
                        user)
                .bindMap(values)
                .bind("most", most);
        query.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
        return query.mapTo(Long.class).list();
    }

    /** Changes those of the rows that the condition is true of still. @return how many */
    long update(Handle handle, Statement.Update update, TableUser user, List<Long> rows, String now) {
        return each(rows, chunk -> bound(
                handle,
                "UPDATE table_row SET " + update.set() + ", updated = :now WHERE " + visible(update.table())
                        + " AND id IN (" + names(chunk) + ") AND " + update.where(),
                update.table(), user, update.values(), chunk, now));
    }

    long delete(Handle handle, Statement.Delete delete, TableUser user, List<Long> rows) {
        return each(rows, chunk -> bound(
                handle,
                "DELETE FROM table_row WHERE " + visible(delete.table()) + " AND id IN (" + names(chunk) + ") AND " + delete.where(),
                delete.table(), user, delete.values(), chunk, ""));
    }

    private static long bound(
            Handle handle, String sql, DataTable table, TableUser user, Map<String, Object> values, List<Long> rows, String now) {
        var update = visible(handle.createUpdate(sql), table, user).bindMap(values).bind("now", now);
        for (var i = 0; i < rows.size(); i++) {
            update.bind("r" + i, rows.get(i));
        }
        update.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
        return update.execute();
    }

    private static String names(List<Long> rows) {
        return IntStream.range(0, rows.size()).mapToObj(i -> ":r" + i).collect(Collectors.joining(", "));
    }

    private interface Chunk {
        long change(List<Long> rows);
    }

    private static long each(List<Long> rows, Chunk work) {
        var changed = 0L;
        for (var from = 0; from < rows.size(); from += CHUNK) {
            changed += work.change(rows.subList(from, Math.min(rows.size(), from + CHUNK)));
        }
        return changed;
    }

    /** Rows as their editors see them, newest first. */
    List<Row> rows(Handle handle, DataTable table, Whose whose, int size, long offset) {
        var places = String.join("", table.columns().stream().map(column -> ", " + column.place()).toList());
        return of(
                        handle.createQuery("SELECT id, connector_id, end_user, created, updated" + places + " FROM table_row"
                                + of(whose) + " ORDER BY id DESC LIMIT :size OFFSET :offset"),
                        table,
                        whose)
                .bind("size", size)
                .bind("offset", offset)
                .map((row, context) -> toRow(table, row))
                .list();
    }

    long countRows(Handle handle, DataTable table, Whose whose) {
        return of(handle.createQuery("SELECT count(*) FROM table_row" + of(whose)), table, whose).mapTo(Long.class).one();
    }

    private static String of(Whose whose) {
        return " WHERE table_id = :table" + (whose.connector() == null ? "" : " AND connector_id = :connector")
                + (whose.endUser() == null ? "" : " AND end_user = :endUser");
    }

    private static <S extends SqlStatement<S>> S of(S statement, DataTable table, Whose whose) {
        statement.bind("table", table.id().value());
        if (whose.connector() != null) {
            statement.bind("connector", whose.connector().value());
        }
        return whose.endUser() == null ? statement : statement.bind("endUser", whose.endUser());
    }

    /** Sets values of one row. @return whether it is there */
    boolean change(Handle handle, DataTable table, Id row, Map<String, @Nullable Object> values, String now) {
        var set = new ArrayList<String>();
        values.keySet().forEach(place -> set.add(place + " = :" + place + ", "));
        return handle.createUpdate("UPDATE table_row SET " + String.join("", set)
                                + "updated = :now WHERE table_id = :table AND id = :id")
                        .bindMap(values)
                        .bind("now", now)
                        .bind("table", table.id().value())
                        .bind("id", row.value())
                        .execute()
                > 0;
    }

    boolean deleteRow(Handle handle, DataTable table, Id row) {
        return handle.createUpdate("DELETE FROM table_row WHERE table_id = :table AND id = :id")
                        .bind("table", table.id().value())
                        .bind("id", row.value())
                        .execute()
                > 0;
    }

    private static Row toRow(DataTable table, ResultSet row) throws SQLException {
        var values = new LinkedHashMap<String, @Nullable Object>();
        for (var i = 0; i < table.columns().size(); i++) {
            var column = table.columns().get(i);
            values.put(column.name(), read(row, 6 + i, column.type()));
        }
        return new Row(
                new Id(row.getLong(1)), new Id(row.getLong(2)), row.getString(3), values, row.getString(4), row.getString(5));
    }

    private static DataTable toTable(ResultSet row) throws SQLException {
        return new DataTable(
                new Id(row.getLong("id")),
                new Id(row.getLong("workspace_id")),
                row.getString("name"),
                row.getString("description"),
                WireText.parse(Isolation.class, row.getString("isolation")),
                Json.read(row.getString("columns"), Columns.class).all(),
                row.getLong("next_column"),
                row.getLong("row_count"),
                new Id(row.getLong("creator_id")),
                row.getLong("created_at"),
                row.getLong("updated_at"));
    }
}
