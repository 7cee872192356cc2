package dev.pankou.table;

import dev.pankou.access.Caller;
import dev.pankou.api.ApiError;
import dev.pankou.api.Page;
import dev.pankou.api.PageRequest;
import dev.pankou.event.Remembered;
import dev.pankou.event.Signals;
import dev.pankou.id.Id;
import dev.pankou.id.Ids;
import dev.pankou.json.Json;
import dev.pankou.json.WireText;
import dev.pankou.model.ToolSpec;
import dev.pankou.store.Db;
import dev.pankou.store.Guarded;
import dev.pankou.table.DataTable.Isolation;
import dev.pankou.workspace.Role;
import dev.pankou.workspace.WorkspaceService;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Tables, their rows, and statements of users on them. A statement is parsed and written anew before the database sees it, and
 * gets the filter to the user's own rows. Keeps only a cache of which bot uses which tables, so threads may share it.
 */
public final class TableService implements AutoCloseable {
    /** Of an end user's id. */
    public static final int LONGEST_USER = 200;

    /** The name of the tool by which a model asks a bot's tables. */
    public static final String TOOL = "pankou_query_tables";

    /** Rows that one UPDATE or DELETE changes, or one INSERT brings. */
    static final int MOST_CHANGED = 10_000;

    static final int MOST_INSERTED = 1_000;
    static final int MOST_OF_BOT = 20;

    /** Of what a model is told, in characters. */
    private static final int LONGEST_ANSWER = 20_000;

    private static final long EXACT_IN_JAVASCRIPT = 1L << 53;

    private final Db db;
    private final Clock clock;
    private final Ids ids;
    private final WorkspaceService workspaces;
    private final Supplier<TableBots> bots;
    private final Limits limits;
    private final TableStore store = new TableStore();
    private final SqlReader reader = new SqlReader();
    private final Remembered<Id, List<DataTable>> ofBots;

    /**
     * @param tables of one workspace
     * @param rows of one table
     * @param query time of one query
     */
    public record Limits(int tables, int rows, Duration query) {}

    TableService(
            Db db,
            Clock clock,
            Ids ids,
            WorkspaceService workspaces,
            Supplier<TableBots> bots,
            Signals signals,
            Limits limits) {
        this.db = db;
        this.clock = clock;
        this.ids = ids;
        this.workspaces = workspaces;
        this.bots = bots;
        this.limits = limits;
        ofBots = new Remembered<>(signals, "tables");
    }

    /** @throws dev.pankou.api.ApiException 4000, 4101 */
    Id create(
            Caller caller, Id workspace, String name, String description, Isolation isolation, List<EnteredColumn> columns) {
        requireName(name);
        var made = Columns.of(List.of(), 1, columns);
        var now = clock.millis();
        var table = new DataTable(
                ids.next(), workspace, name, description, isolation, made.columns(), made.nextColumn(), 0, caller.user(), now, now);
        return db.write(handle -> {
            workspaces.require(handle, caller, workspace, Role.MEMBER, "workspace_id");
            requireFree(handle, table);
            if (store.count(handle, workspace) >= limits.tables()) {
                throw ApiError.field("workspace_id", "a workspace has at most " + limits.tables() + " tables");
            }
            store.insert(handle, table);
            return table.id();
        });
    }

    private static void requireName(String name) {
        if (!Columns.isName(name)) {
            throw ApiError.field("name", "1 to 64 letters, digits and underscores, not a digit first");
        }
    }

    private void requireFree(Handle handle, DataTable table) {
        if (store.named(handle, table.workspace(), table.name(), table.id())) {
            throw ApiError.field("name", "there is a table \"" + table.name() + "\" already");
        }
    }

    /** The tables of a workspace, newest first. @throws dev.pankou.api.ApiException 4000, 4101 */
    Page<DataTable> list(Caller caller, Id workspace, PageRequest page) {
        return db.read(handle -> {
            workspaces.require(handle, caller, workspace, Role.MEMBER, "workspace_id");
            return new Page<>(
                    store.list(handle, workspace, page.size(), page.offset()), store.count(handle, workspace));
        });
    }

    /** @throws dev.pankou.api.ApiException 4200, 4101 */
    DataTable get(Caller caller, Id id) {
        return db.read(handle -> seen(handle, caller, id));
    }

    private DataTable seen(Handle handle, Caller caller, Id id) {
        return visible(handle, caller, store.find(handle, id), id);
    }

    private DataTable visible(Handle handle, Caller caller, Optional<DataTable> found, Id id) {
        var table = found.orElseThrow(() -> ApiError.NOT_FOUND.with("table_id", id));
        if (!workspaces.belongs(handle, caller.user(), table.workspace())) {
            throw ApiError.NOT_FOUND.with("table_id", id);
        }
        if (!caller.reaches(table.workspace())) {
            throw ApiError.NO_PERMISSION.with("table", id, "");
        }
        return table;
    }

    /** The table, locked, when the caller may change it: who made it, and administrators of the workspace. */
    private DataTable own(Handle handle, Caller caller, Id id) {
        var table = visible(handle, caller, store.lock(handle, id), id);
        if (!table.creator().equals(caller.user())) {
            workspaces.require(handle, caller, table.workspace(), Role.ADMIN, "table_id");
        }
        return table;
    }

    /** Changes what is given. Columns that are not among the given ones go, with their values. */
    void update(
            Caller caller,
            Id id,
            @Nullable String name,
            @Nullable String description,
            @Nullable Isolation isolation,
            @Nullable List<EnteredColumn> columns) {
        if (name != null) {
            requireName(name);
        }
        db.write(handle -> {
            var table = own(handle, caller, id);
            var changed = columns == null
                    ? new Columns.Changed(table.columns(), List.of(), table.nextColumn())
                    : Columns.of(table.columns(), table.nextColumn(), columns);
            var next = new DataTable(
                    id,
                    table.workspace(),
                    name == null ? table.name() : name,
                    description == null ? table.description() : description,
                    isolation == null ? table.isolation() : isolation,
                    changed.columns(),
                    changed.nextColumn(),
                    table.rowCount(),
                    table.creator(),
                    table.createdAt(),
                    Math.max(clock.millis(), table.updatedAt() + 1));
            requireFree(handle, next);
            store.clear(handle, id, changed.gone());
            store.update(handle, next);
            return id;
        });
        ofBots.changed();
    }

    /** Deletes a table with all rows. */
    void delete(Caller caller, Id id) {
        db.write(handle -> {
            own(handle, caller, id);
            store.delete(handle, id);
            return id;
        });
        ofBots.changed();
    }

    /** Says which tables a bot uses, in this order. @throws dev.pankou.api.ApiException 4200, 4101, 4000 */
    void bind(Caller caller, Id bot, List<Id> tables) {
        if (new HashSet<>(tables).size() < tables.size()) {
            throw ApiError.field("table_ids", "a table is there twice");
        }
        db.write(handle -> {
            var workspace = bots.get().workspaceOfOwn(handle, caller, bot);
            for (var i = 0; i < tables.size(); i++) {
                if (store.find(handle, tables.get(i)).filter(table -> table.workspace().equals(workspace)).isEmpty()) {
                    throw ApiError.field("table_ids[" + i + "]", "table " + tables.get(i) + " is not in the bot's workspace");
                }
            }
            store.bind(handle, bot, tables);
            return bot;
        });
        ofBots.changed();
    }

    /** The tables of a bot that the caller sees. */
    List<DataTable> ofBot(Caller caller, Id bot) {
        return db.read(handle -> {
            bots.get().workspaceOf(handle, caller, bot);
            return store.ofBot(handle, bot);
        });
    }

    /** The tables of a bot. From memory, mostly; whether somebody may see the bot was asked before. */
    public List<DataTable> ofBot(Id bot) {
        return ofBots.get(bot, () -> db.read(handle -> store.ofBot(handle, bot)));
    }

    /** A table of a workspace. */
    public Optional<DataTable> find(Id workspace, Id table) {
        return db.read(handle -> store.find(handle, table)).filter(found -> found.workspace().equals(workspace));
    }

    /** Rows as editors see them: of everybody, or of a channel and an end user. */
    Page<TableStore.Row> rows(Caller caller, Id id, TableStore.Whose whose, PageRequest page) {
        return db.read(handle -> {
            var table = seen(handle, caller, id);
            return new Page<>(
                    store.rows(handle, table, whose, page.size(), page.offset()), store.countRows(handle, table, whose));
        });
    }

    /** Adds rows for somebody, all or none; their ids. @throws dev.pankou.api.ApiException 4200, 4101, 4000 */
    List<Id> addRows(Caller caller, Id id, TableUser user, List<Map<String, @Nullable Object>> rows) {
        requireUser(user);
        return db.write(handle -> {
            var table = seen(handle, caller, id);
            try {
                return insert(handle, table, user, rows.stream().map(row -> Cells.row(table, byColumn(table, row))).toList());
            } catch (TableException wrong) {
                throw ApiError.field("rows", wrong.text());
            }
        });
    }

    private static Map<Column, @Nullable Object> byColumn(DataTable table, Map<String, @Nullable Object> values) {
        var columns = new LinkedHashMap<Column, @Nullable Object>();
        values.forEach((name, value) -> columns.put(
                table.column(name).orElseThrow(() -> new TableException("there is no column " + name)), value));
        return columns;
    }

    private List<Id> insert(Handle handle, DataTable table, TableUser user, List<Map<String, @Nullable Object>> rows) {
        if (rows.size() > MOST_INSERTED) {
            throw new TableException("at most " + MOST_INSERTED + " rows at once");
        }
        if (!store.addRows(handle, table.id(), rows.size(), limits.rows())) {
            throw new TableException("the table is full: it has at most " + limits.rows() + " rows");
        }
        var made = rows.stream().map(row -> ids.next()).toList();
        store.insert(handle, table.id(), user, rows, made, ColumnType.time(clock.millis()));
        return made;
    }

    /** Sets values of a row, whoever it belongs to. @throws dev.pankou.api.ApiException 4200, 4101, 4000 */
    void changeRow(Caller caller, Id id, Id row, Map<String, @Nullable Object> values) {
        db.write(handle -> {
            var table = seen(handle, caller, id);
            var stored = new LinkedHashMap<String, @Nullable Object>();
            try {
                byColumn(table, values).forEach((column, value) -> stored.put(column.place(), Cells.stored(column, value)));
            } catch (TableException wrong) {
                throw ApiError.field("values", wrong.text());
            }
            if (!store.change(handle, table, row, stored, ColumnType.time(clock.millis()))) {
                throw ApiError.NOT_FOUND.with("row_id", row);
            }
            return row;
        });
    }

    void deleteRow(Caller caller, Id id, Id row) {
        db.write(handle -> {
            var table = seen(handle, caller, id);
            if (!store.deleteRow(handle, table, row)) {
                throw ApiError.NOT_FOUND.with("row_id", row);
            }
            return store.addRows(handle, id, -1, Long.MAX_VALUE);
        });
    }

    private static void requireUser(TableUser user) {
        if (user.endUser().length() > LONGEST_USER) {
            throw ApiError.field("user_id", "1 to " + LONGEST_USER + " characters");
        }
    }

    /** Runs a statement of the caller's on one table, for somebody. @throws dev.pankou.api.ApiException 4200, 4101, 4000 */
    TableResult query(Caller caller, Id id, TableUser user, String sql) {
        requireUser(user);
        var table = get(caller, id);
        try {
            return run(List.of(table), user, sql, Map.of());
        } catch (TableException wrong) {
            throw ApiError.field("sql", wrong.text());
        }
    }

    /**
     * How a statement names a value inside of a quoted text; outside of quotes it is {@code :name}.
     *
     * @param name letters and digits
     */
    public static String inText(String name) {
        return ExpressionCompiler.MARK + name + ExpressionCompiler.MARK;
    }

    /**
     * Runs one statement on tables that the user may use.
     *
     * @param values of what the statement names: String, Long, Double, Boolean, List of these (in IN), or null
     * @throws TableException when it is not allowed, cannot be read, takes too long, or has a value that does not fit
     */
    public TableResult run(List<DataTable> tables, TableUser user, String sql, Map<String, @Nullable Object> values) {
        if (user.endUser().length() > LONGEST_USER) {
            throw new TableException("the user's id has at most " + LONGEST_USER + " characters");
        }
        var statement = new SqlCompiler(tables, values, clock.millis()).compile(reader.read(sql));
        try {
            return switch (statement) {
                case Statement.Select select -> db.read(handle -> {
                    requireUnchanged(handle, select.table());
                    var rows = Guarded.reading(handle, limits.query(), () -> store.select(handle, select, user));
                    return new TableResult(rows, rows.size());
                });
                case Statement.Insert insert -> db.write(handle -> {
                    requireUnchanged(handle, insert.table());
                    return new TableResult(List.of(), insert(handle, insert.table(), user, insert.rows()).size());
                });
                case Statement.Update update -> {
                    var rows = matching(update.table(), user, update.where(), update.values());
                    yield changed(rows, update.table(), handle ->
                            store.update(handle, update, user, rows, ColumnType.time(clock.millis())));
                }
                case Statement.Delete delete -> {
                    var rows = matching(delete.table(), user, delete.where(), delete.values());
                    yield changed(rows, delete.table(), handle -> {
                        var gone = store.delete(handle, delete, user, rows);
                        store.addRows(handle, delete.table().id(), -gone, Long.MAX_VALUE);
                        return gone;
                    });
                }
            };
        } catch (Guarded.RefusedException failed) {
            throw new TableException("the statement failed: " + failed.getMessage());
        }
    }

    private interface Change {
        long in(Handle handle);
    }

    private TableResult changed(List<Long> rows, DataTable table, Change change) {
        return rows.isEmpty()
                ? new TableResult(List.of(), 0)
                : db.write(handle -> {
                    requireUnchanged(handle, table);
                    return new TableResult(List.of(), Guarded.statements(() -> change.in(handle)));
                });
    }

    /** Looks for the rows before any is changed, as only a query can be ended when it takes too long. */
    private List<Long> matching(DataTable table, TableUser user, String where, Map<String, Object> values) {
        var rows = db.read(handle -> {
            requireUnchanged(handle, table);
            return Guarded.reading(
                    handle, limits.query(), () -> store.matching(handle, table, user, where, values, MOST_CHANGED + 1));
        });
        if (rows.size() > MOST_CHANGED) {
            throw new TableException("more than " + MOST_CHANGED + " rows would change; say more in WHERE");
        }
        return rows;
    }

    /** A statement is written for the columns that the table had then. */
    private void requireUnchanged(Handle handle, DataTable table) {
        if (store.find(handle, table.id()).filter(found -> found.updatedAt() == table.updatedAt()).isEmpty()) {
            ofBots.changed();
            throw new TableException("table " + table.name() + " was changed just now; try again");
        }
    }

    /** The tool by which the bot's model asks and changes its tables; empty when it has none. */
    public Optional<ToolSpec> tool(Id bot) {
        var tables = ofBot(bot);
        if (tables.isEmpty()) {
            return Optional.empty();
        }
        var about = new StringBuilder("Runs one SQL statement (SELECT, INSERT, UPDATE or DELETE, one table, no joins, no subqueries)"
                + " on these tables. Every row has an id and created_at, which are set by themselves.");
        for (var table : tables) {
            about.append("\nTable ").append(table.name()).append(table.description().isEmpty() ? "" : ": " + table.description());
            for (var column : table.columns()) {
                about.append("\n- ").append(column.name()).append(' ').append(WireText.of(column.type()));
                about.append(column.required() ? ", required" : "");
                about.append(column.description().isEmpty() ? "" : ": " + column.description());
            }
        }
        var parameters = Json.object().put("type", "object");
        parameters.putObject("properties").putObject("sql").put("type", "string").put("description", "the statement");
        parameters.putArray("required").add("sql");
        return Optional.of(new ToolSpec(TOOL, about.toString(), parameters));
    }

    /**
     * What {@link #tool} does when a model calls it.
     *
     * @return what the model is told: JSON, or why it did not work
     */
    public String callTool(Id bot, TableUser user, String sql) {
        try {
            var result = run(ofBot(bot), user, sql, Map.of());
            var answer = Json.object();
            var rows = answer.putArray("rows");
            var length = 0;
            for (var row : result.rows()) {
                var shown = Json.mapper().valueToTree(exact(row));
                length += shown.toString().length();
                if (length > LONGEST_ANSWER) {
                    answer.put("note", "the other rows were left out: too long");
                    break;
                }
                rows.add(shown);
            }
            return Json.text(answer.put("row_num", result.count()));
        } catch (TableException wrong) {
            return "error: " + wrong.text();
        }
    }

    /** A row for JSON: integers that JavaScript cannot hold, as ids are, become texts. */
    static Map<String, @Nullable Object> exact(Map<String, @Nullable Object> row) {
        var exact = new LinkedHashMap<String, @Nullable Object>();
        row.forEach((name, value) -> exact.put(
                name, value instanceof Long number && Math.abs(number) > EXACT_IN_JAVASCRIPT ? number.toString() : value));
        return exact;
    }

    @Override
    public void close() {
        reader.close();
    }
}
