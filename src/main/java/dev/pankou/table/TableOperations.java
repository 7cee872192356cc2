package dev.pankou.table;

import dev.pankou.access.Caller;
import dev.pankou.access.Permission;
import dev.pankou.api.ApiError;
import dev.pankou.api.Default;
import dev.pankou.api.Doc;
import dev.pankou.api.Length;
import dev.pankou.api.Operation;
import dev.pankou.api.PageRequest;
import dev.pankou.api.Required;
import dev.pankou.id.Id;
import dev.pankou.table.DataTable.Isolation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Operations on tables. Reads requests, shapes answers; the rules are in {@link TableService}. */
final class TableOperations {
    private static final int MAX_PAGE = 100;
    private static final String TABLES = "/pankou/v1/tables";
    private static final String ONE = TABLES + "/{table_id}";
    private static final String ROW = ONE + "/rows/{row_id}";
    private static final String OF_BOT = "/pankou/v1/bots/{bot_id}/tables";

    private final TableService tables;

    TableOperations(TableService tables) {
        this.tables = tables;
    }

    List<Operation<?, ?>> declared() {
        return List.of(
                Operation.post("PankouCreateTable", TABLES)
                        .permission(Permission.EDIT_TABLE)
                        .summary("Make a table")
                        .data(CreateTable.class, TableCreated.class, this::create),
                Operation.get("PankouListTables", TABLES)
                        .permission(Permission.READ_TABLE)
                        .summary("List the tables of a workspace, newest first")
                        .data(ListTables.class, TablePage.class, this::list),
                Operation.get("PankouGetTable", ONE)
                        .permission(Permission.READ_TABLE)
                        .summary("A table and its columns")
                        .data(OneTable.class, TableView.class, (caller, request) ->
                                TableView.of(tables.get(caller, request.tableId()))),
                Operation.put("PankouUpdateTable", ONE)
                        .permission(Permission.EDIT_TABLE)
                        .summary("Change a table; columns that are not given go, with their values")
                        .done(UpdateTable.class, (caller, request) -> tables.update(
                                caller, request.tableId(), request.name(), request.description(), request.isolation(),
                                request.columns())),
                Operation.delete("PankouDeleteTable", ONE)
                        .permission(Permission.EDIT_TABLE)
                        .summary("Delete a table with its rows")
                        .done(OneTable.class, (caller, request) -> tables.delete(caller, request.tableId())),
                Operation.get("PankouListRows", ONE + "/rows")
                        .permission(Permission.READ_TABLE)
                        .summary("List rows, newest first, of all users or of one")
                        .data(ListRows.class, RowPage.class, this::rows),
                Operation.post("PankouAddRows", ONE + "/rows")
                        .permission(Permission.EDIT_TABLE)
                        .summary("Add rows for a user, all or none")
                        .data(AddRows.class, RowsAdded.class, this::addRows),
                Operation.put("PankouUpdateRow", ROW)
                        .permission(Permission.EDIT_TABLE)
                        .summary("Set values of a row; what is not given stays")
                        .done(UpdateRow.class, (caller, request) -> tables.changeRow(
                                caller, request.tableId(), request.rowId(), values(request.values()))),
                Operation.delete("PankouDeleteRow", ROW)
                        .permission(Permission.EDIT_TABLE)
                        .summary("Delete a row")
                        .done(OneRow.class, (caller, request) ->
                                tables.deleteRow(caller, request.tableId(), request.rowId())),
                Operation.post("PankouQueryTable", ONE + "/query")
                        .permission(Permission.EDIT_TABLE)
                        .summary("Run one SQL statement on a table for a user, as workflows and bots do")
                        .data(QueryTable.class, Queried.class, this::query),
                Operation.get("PankouGetBotTables", OF_BOT)
                        .permission(Permission.READ_TABLE)
                        .summary("The tables a bot uses")
                        .data(OfBot.class, BotTables.class, (caller, request) -> new BotTables(
                                tables.ofBot(caller, request.botId()).stream().map(TableView::of).toList())),
                Operation.put("PankouSetBotTables", OF_BOT)
                        .permission(Permission.EDIT_TABLE)
                        .summary("Say which tables a bot uses; replaces all")
                        .done(SetBotTables.class, (caller, request) ->
                                tables.bind(caller, request.botId(), request.tableIds())));
    }

    private TableCreated create(Caller caller, CreateTable request) {
        return new TableCreated(tables.create(
                caller, request.workspaceId(), request.name(), request.description(), request.isolation(), request.columns()));
    }

    private TablePage list(Caller caller, ListTables request) {
        var page = PageRequest.of(request.pageNum(), request.pageSize(), MAX_PAGE);
        var found = tables.list(caller, request.workspaceId(), page);
        return new TablePage(found.items().stream().map(TableView::of).toList(), found.total());
    }

    private RowPage rows(Caller caller, ListRows request) {
        var page = PageRequest.of(request.pageNum(), request.pageSize(), MAX_PAGE);
        var found = tables.rows(
                caller, request.tableId(), new TableStore.Whose(request.connectorId(), request.userId()), page);
        return new RowPage(found.items().stream().map(RowView::of).toList(), found.total());
    }

    private RowsAdded addRows(Caller caller, AddRows request) {
        var user = user(caller, request.connectorId(), request.userId());
        return new RowsAdded(tables.addRows(
                caller, request.tableId(), user, request.rows().stream().map(TableOperations::values).toList()));
    }

    private static TableUser user(Caller caller, Id connector, @Nullable String user) {
        return new TableUser(connector, user == null || user.isEmpty() ? caller.user().toString() : user);
    }

    private static Map<String, @Nullable Object> values(Map<String, JsonNode> given) {
        return new HashMap<String, @Nullable Object>(given);
    }

    private static Map<String, @Nullable Object> values(JsonNode given) {
        if (!given.isObject()) {
            throw ApiError.field("values", "must be an object");
        }
        var values = new HashMap<String, @Nullable Object>();
        given.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        return values;
    }

    private Queried query(Caller caller, QueryTable request) {
        var user = user(caller, request.connectorId(), request.userId());
        var result = tables.query(caller, request.tableId(), user, request.sql());
        return new Queried(result.rows().stream().map(TableService::exact).toList(), result.count());
    }

    record CreateTable(
            @Required Id workspaceId,
            @Required String name,
            @Default("") @Length(max = 500) String description,
            @Default("user") @Doc("user: rows of a channel and end user; shared: rows of all") Isolation isolation,
            @Required @Length(min = 1, max = Columns.MOST) List<EnteredColumn> columns) {}

    record TableCreated(Id tableId) {}

    record ListTables(@Required Id workspaceId, @Default("1") int pageNum, @Default("20") int pageSize) {}

    record TablePage(List<TableView> tables, long total) {}

    record OneTable(@Required Id tableId) {}

    record UpdateTable(
            @Required Id tableId,
            @Nullable String name,
            @Nullable @Length(max = 500) String description,
            @Nullable Isolation isolation,
            @Nullable @Length(min = 1, max = Columns.MOST) List<EnteredColumn> columns) {}

    /** Times in seconds. */
    record TableView(
            Id tableId,
            Id workspaceId,
            String name,
            String description,
            Isolation isolation,
            List<ColumnView> columns,
            long rowCount,
            Id creatorId,
            long createdAt,
            long updatedAt) {
        static TableView of(DataTable table) {
            return new TableView(
                    table.id(),
                    table.workspace(),
                    table.name(),
                    table.description(),
                    table.isolation(),
                    table.columns().stream()
                            .map(one -> new ColumnView(one.id(), one.name(), one.type(), one.required(), one.description()))
                            .toList(),
                    table.rowCount(),
                    table.creator(),
                    table.createdAt() / 1000,
                    table.updatedAt() / 1000);
        }
    }

    /** {@code id} is the fieldID of workflow nodes. */
    record ColumnView(long id, String name, ColumnType type, boolean required, String description) {}

    record ListRows(
            @Required Id tableId,
            @Nullable Id connectorId,
            @Nullable String userId,
            @Default("1") int pageNum,
            @Default("20") int pageSize) {}

    record RowPage(List<RowView> rows, long total) {}

    /** Times as texts in UTC, as statements see them. */
    record RowView(
            Id rowId, Id connectorId, String userId, Map<String, @Nullable Object> values, String createdAt, String updatedAt) {
        static RowView of(TableStore.Row row) {
            return new RowView(row.id(), row.connector(), row.endUser(), TableService.exact(row.values()), row.created(), row.updated());
        }
    }

    record AddRows(
            @Required Id tableId,
            @Default("1024") Id connectorId,
            @Nullable @Doc("whose rows they are; absent: the caller's") String userId,
            @Required @Length(min = 1, max = TableService.MOST_INSERTED) List<Map<String, JsonNode>> rows) {}

    record RowsAdded(List<Id> rowIds) {}

    record UpdateRow(@Required Id tableId, @Required Id rowId, @Required JsonNode values) {}

    record OneRow(@Required Id tableId, @Required Id rowId) {}

    record QueryTable(
            @Required Id tableId,
            @Required String sql,
            @Default("1024") Id connectorId,
            @Nullable @Doc("for whom; absent: the caller") String userId) {}

    record Queried(List<Map<String, @Nullable Object>> rows, long rowNum) {}

    record OfBot(@Required Id botId) {}

    record BotTables(List<TableView> tables) {}

    record SetBotTables(@Required Id botId, @Required @Length(max = TableService.MOST_OF_BOT) List<Id> tableIds) {}
}
