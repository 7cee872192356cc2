package dev.pankou.workflow.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

import dev.pankou.id.Id;
import dev.pankou.table.DataTable;
import dev.pankou.table.TableException;
import dev.pankou.table.TableService;
import dev.pankou.table.TableUser;
import dev.pankou.workflow.node.NodeException;
import dev.pankou.workflow.node.RunContext;
import dev.pankou.workflow.node.TableAsk;
import dev.pankou.workflow.node.TableAsk.Operation;
import dev.pankou.workflow.value.Values;

/**
 * What database nodes do (WORKFLOW 8.12, 8.42-8.46): each becomes one statement on a table of the run's workspace, for the
 * run's channel and end user. Threads share it.
 */
final class RunTables {
    private final TableService tables;

    RunTables(TableService tables) {
        this.tables = tables;
    }

    /** The node's outputs: {@code outputList} and {@code rowNum}. */
    Map<String, @Nullable Object> ask(RunContext run, TableAsk ask) {
        var id = Id.parse(ask.table());
        var table = id == null ? null : tables.find(run.workspace(), id).orElse(null);
        if (table == null) {
            throw new NodeException(NodeException.EXECUTION, "database " + ask.table() + " does not exist");
        }
        var statement = new Written(table);
        var sql = statement.of(ask);
        var values = ask instanceof TableAsk.Sql given ? given.values() : statement.values;
        try {
            var result = tables.run(List.of(table), new TableUser(run.connector(), run.endUser()), sql, values);
            var outputs = new LinkedHashMap<String, @Nullable Object>();
            outputs.put("outputList", List.copyOf(result.rows()));
            outputs.put("rowNum", result.count());
            return outputs;
        } catch (TableException refused) {
            throw new NodeException(NodeException.EXECUTION, "database " + table.name() + ": " + refused.text());
        }
    }

    /** A node's settings as SQL, with its values beside it. Used once. */
    private static final class Written {
        private final DataTable table;
        private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

        Written(DataTable table) {
            this.table = table;
        }

        String of(TableAsk ask) {
            return switch (ask) {
                case TableAsk.Sql given -> given.sql();
                case TableAsk.Select select -> "SELECT " + (select.distinct() ? "DISTINCT " : "") + selected(select) + " FROM "
                        + quoted(table.name()) + where(select.where()) + order(select) + " LIMIT " + select.limit();
                case TableAsk.Insert insert -> "INSERT INTO " + quoted(table.name()) + " ("
                        + insert.values().keySet().stream().map(this::field).collect(Collectors.joining(", ")) + ") VALUES ("
                        + insert.values().values().stream().map(this::value).collect(Collectors.joining(", ")) + ")";
                case TableAsk.Update update -> "UPDATE " + quoted(table.name()) + " SET "
                        + update.values().entrySet().stream()
                                .map(entry -> field(entry.getKey()) + " = " + value(entry.getValue()))
                                .collect(Collectors.joining(", "))
                        + where(update.where());
                case TableAsk.Delete delete -> "DELETE FROM " + quoted(table.name()) + where(delete.where());
            };
        }

        private static String quoted(String name) {
            return '"' + name + '"'; // names of tables and columns have no quotes
        }

        private String value(@Nullable Object value) {
            var name = "p" + values.size();
            values.put(name, value instanceof List<?> || value instanceof Map<?, ?> ? Values.text(value) : value);
            return ":" + name;
        }

        /** The column of a field's number, or of its name. */
        private String field(String field) {
            var name = find(field);
            if (name == null) {
                throw new NodeException(
                        NodeException.EXECUTION,
                        "database " + table.name() + " has no field " + field + "; it has "
                                + table.columns().stream()
                                        .map(column -> column.id() + " " + column.name())
                                        .collect(Collectors.joining(", ")));
            }
            return quoted(name);
        }

        private @Nullable String find(String field) {
            var number = Id.parse(field);
            var column = number == null ? table.column(field) : table.column(number.value());
            return column.map(dev.pankou.table.Column::name).orElse(DataTable.isSystemColumn(field) ? field : null);
        }

        private String selected(TableAsk.Select select) {
            if (select.fields().isEmpty()) {
                return "*";
            }
            if (select.fields().stream().allMatch(field -> find(field) == null)) { // numbers of the system it was exported from
                var declared = select.named().stream().filter(name -> find(name) != null).toList();
                if (!declared.isEmpty()) {
                    return declared.stream().map(this::field).collect(Collectors.joining(", "));
                }
            }
            return select.fields().stream().map(this::field).collect(Collectors.joining(", "));
        }

        private String order(TableAsk.Select select) {
            return select.order().isEmpty()
                    ? ""
                    : " ORDER BY " + select.order().stream()
                            .map(one -> field(one.field()) + (one.ascending() ? " ASC" : " DESC"))
                            .collect(Collectors.joining(", "));
        }

        private String where(TableAsk.Where where) {
            return where.tests().isEmpty()
                    ? ""
                    : " WHERE " + where.tests().stream()
                            .map(this::test)
                            .collect(Collectors.joining(where.any() ? " OR " : " AND "));
        }

        private String test(TableAsk.Test test) {
            var column = field(test.column());
            var operation = test.operation();
            if (operation.isUnary()) {
                return column + " " + operation.sql();
            }
            return switch (operation) {
                case IN, NOT_IN -> column + " " + operation.sql() + " (" + list(test.right()) + ")";
                case LIKE, NOT_LIKE -> column + " " + operation.sql() + " " + value(contains(Values.text(test.right())));
                default -> column + " " + operation.sql() + " " + value(test.right());
            };
        }

        private String list(@Nullable Object right) {
            var name = "p" + values.size();
            values.put(name, right instanceof List<?> all ? new ArrayList<@Nullable Object>(all) : right);
            return ":" + name;
        }

        /** LIKE means contains; what the value has of wildcards means itself. */
        private static String contains(String part) {
            return "%" + part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
        }
    }
}
