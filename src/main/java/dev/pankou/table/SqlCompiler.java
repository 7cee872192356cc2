package dev.pankou.table;

import dev.pankou.table.Statement.Output;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.AllTableColumns;
import net.sf.jsqlparser.statement.select.Distinct;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.Limit;
import net.sf.jsqlparser.statement.select.OrderByElement;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.SetOperationList;
import net.sf.jsqlparser.statement.select.Values;
import net.sf.jsqlparser.statement.update.Update;
import org.jspecify.annotations.Nullable;

/**
 * Writes a statement of a user anew, as one over places of rows: names come from the table, values are bound, and what is not
 * understood is refused. So no text of a user ever reaches the database as SQL. For one statement.
 */
final class SqlCompiler {
    /** Rows of a query. */
    static final int MOST_ROWS = 1_000;

    private static final int MOST_ITEMS = 200;

    private final List<DataTable> tables;
    private final Map<String, @Nullable Object> given;
    private final long now;

    /**
     * @param tables that the statement may name
     * @param given values of {@code :names}
     * @param now in milliseconds
     */
    SqlCompiler(List<DataTable> tables, Map<String, @Nullable Object> given, long now) {
        this.tables = tables;
        this.given = given;
        this.now = now;
    }

    /** @throws TableException */
    Statement compile(net.sf.jsqlparser.statement.Statement parsed) {
        try {
            return switch (parsed) {
                case PlainSelect select -> select(select);
                case SetOperationList union -> throw new TableException("UNION and its kin are not allowed");
                case Select other -> throw new TableException("only a plain SELECT is allowed");
                case Insert insert -> insert(insert);
                case Update update -> update(update);
                case Delete delete -> delete(delete);
                default -> throw new TableException("only SELECT, INSERT, UPDATE and DELETE are allowed");
            };
        } catch (StackOverflowError tooDeep) { // chains of thousands of operators, which the parser's own printing follows
            throw new TableException("the statement is nested too deep");
        }
    }

    /** Whatever a statement has besides what was copied is refused: parts that are ignored would change what it means. */
    private static void requireSame(Object copy, Object parsed) {
        if (!copy.toString().equals(parsed.toString())) {
            throw new TableException("the statement uses something that is not allowed here");
        }
    }

    private ExpressionCompiler on(Table named) {
        var alias = named.getAlias();
        var bare = new Table(named.getName());
        if (alias != null) {
            bare.setAlias(alias);
        }
        requireSame(bare, named);
        if (alias != null && alias.getAliasColumns() != null) {
            throw new TableException("an alias with columns is not allowed");
        }
        var name = ExpressionCompiler.unquoted(named.getName());
        var table = tables.stream()
                .filter(one -> DataTable.bare(one.name()).equals(DataTable.bare(name)))
                .findFirst()
                .orElseThrow(() -> new TableException("table " + name + " is not there; there is "
                        + tables.stream().map(DataTable::name).collect(Collectors.joining(", "))));
        var names = new HashSet<>(Set.of(DataTable.bare(name)));
        if (alias != null) {
            names.add(DataTable.bare(ExpressionCompiler.unquoted(alias.getName())));
        }
        return new ExpressionCompiler(table, names, given, now);
    }

    private static Table table(@Nullable FromItem from) {
        return switch (from) {
            case null -> throw new TableException("FROM is missing");
            case Table table -> table;
            case ParenthesedSelect sub -> throw new TableException("subqueries are not allowed");
            default -> throw new TableException("FROM takes the name of one table");
        };
    }

    private Statement select(PlainSelect select) {
        if (select.getJoins() != null && !select.getJoins().isEmpty()) {
            throw new TableException("joins are not allowed");
        }
        if (select.getWithItemsList() != null && !select.getWithItemsList().isEmpty()) {
            throw new TableException("WITH is not allowed");
        }
        var expressions = on(table(select.getFromItem()));
        var items = items(select, expressions);
        var where = select.getWhere() == null ? null : expressions.condition(select.getWhere());
        var groups = groups(select, expressions);
        var having = select.getHaving() == null ? null : expressions.grouped(groups).condition(select.getHaving());
        var isGrouped = !groups.isEmpty() || having != null || items.values().stream().anyMatch(ExpressionCompiler.Value::aggregate);
        if (isGrouped) {
            items.forEach((name, item) -> expressions.requireGrouped(item, groups, name));
        }
        var isDistinct = select.getDistinct() != null;
        var order = order(select, expressions, items, groups, isGrouped, isDistinct);
        requireSame(copy(select), select);

        var outputs = new ArrayList<Output>();
        items.forEach((name, item) -> outputs.add(new Output(name, item.type() == null ? ColumnType.TEXT : item.type())));
        var sql = new StringBuilder("SELECT ").append(isDistinct ? "DISTINCT " : "");
        sql.append(items.values().stream().map(ExpressionCompiler.Value::sql).collect(Collectors.joining(", ")));
        sql.append(" FROM table_row WHERE ").append(TableStore.visible(expressions.table()));
        if (where != null) {
            sql.append(" AND ").append(where);
        }
        if (!groups.isEmpty()) {
            sql.append(" GROUP BY ").append(String.join(", ", groups));
        }
        if (having != null) {
            sql.append(" HAVING ").append(having);
        }
        if (!order.isEmpty()) {
            sql.append(" ORDER BY ").append(String.join(", ", order));
        }
        sql.append(limit(select));
        return new Statement.Select(expressions.table(), sql.toString(), expressions.values(), outputs);
    }

    private static PlainSelect copy(PlainSelect select) {
        var copy = new PlainSelect();
        copy.setSelectItems(select.getSelectItems());
        copy.setFromItem(select.getFromItem());
        copy.setWhere(select.getWhere());
        copy.setGroupByElement(select.getGroupBy());
        copy.setHaving(select.getHaving());
        copy.setOrderByElements(select.getOrderByElements());
        copy.setLimit(select.getLimit());
        copy.setOffset(select.getOffset());
        if (select.getDistinct() != null) {
            copy.setDistinct(new Distinct());
        }
        return copy;
    }

    private static Map<String, ExpressionCompiler.Value> items(PlainSelect select, ExpressionCompiler expressions) {
        var items = new LinkedHashMap<String, ExpressionCompiler.Value>();
        for (var item : select.getSelectItems()) {
            var expression = item.getExpression();
            if (expression instanceof AllTableColumns of) {
                expressions.requireKnown(of.getTable());
            }
            if (expression instanceof AllColumns all) {
                if (all.getExceptColumns() != null || all.getReplaceExpressions() != null) {
                    throw new TableException("* stands alone");
                }
                expressions.all().forEach(items::putIfAbsent);
                continue;
            }
            var value = expressions.value(expression);
            var alias = item.getAlias() == null ? null : ExpressionCompiler.unquoted(item.getAlias().getName());
            items.put(alias != null ? alias : value.name() != null ? value.name() : expression.toString(), value);
        }
        if (items.size() > MOST_ITEMS) {
            throw new TableException("a query has at most " + MOST_ITEMS + " columns");
        }
        return items;
    }

    /** The places to group by. */
    private static List<String> groups(PlainSelect select, ExpressionCompiler expressions) {
        var by = select.getGroupBy();
        if (by == null) {
            return List.of();
        }
        if (by.getGroupingSets() != null && !by.getGroupingSets().isEmpty() || by.isMysqlWithRollup()) {
            throw new TableException("GROUP BY takes columns only");
        }
        var places = new ArrayList<String>();
        for (var one : by.getGroupByExpressionList()) {
            var value = expressions.value((Expression) one);
            if (value.column() == null) {
                throw new TableException("GROUP BY takes columns only");
            }
            places.add(value.sql());
        }
        return places;
    }

    private static List<String> order(
            PlainSelect select,
            ExpressionCompiler expressions,
            Map<String, ExpressionCompiler.Value> items,
            List<String> groups,
            boolean isGrouped,
            boolean isDistinct) {
        var order = new ArrayList<String>();
        for (var element : Objects.requireNonNullElse(select.getOrderByElements(), List.<OrderByElement>of())) {
            var plain = new OrderByElement().withExpression(element.getExpression()).withAsc(element.isAsc())
                    .withAscDescPresent(element.isAscDescPresent());
            requireSame(plain, element);
            var sql = orderBy(element.getExpression(), expressions, items, groups, isGrouped, isDistinct);
            order.add(sql + (element.isAsc() ? " ASC NULLS FIRST" : " DESC NULLS LAST"));
        }
        if (!isGrouped && !isDistinct) {
            order.add("id ASC"); // one order for equals, so that pages fit together
        }
        return order;
    }

    private static String orderBy(
            Expression by,
            ExpressionCompiler expressions,
            Map<String, ExpressionCompiler.Value> items,
            List<String> groups,
            boolean isGrouped,
            boolean isDistinct) {
        if (by instanceof LongValue number) {
            var place = number.getStringValue();
            if (place.length() > 3 || Integer.parseInt(place) < 1 || Integer.parseInt(place) > items.size()) {
                throw new TableException("ORDER BY " + place + ": there are " + items.size() + " columns");
            }
            return place;
        }
        var index = 0;
        for (var item : items.entrySet()) {
            index++;
            if (by instanceof net.sf.jsqlparser.schema.Column column
                    && column.getTable() == null
                    && DataTable.bare(item.getKey()).equals(DataTable.bare(ExpressionCompiler.unquoted(column.getColumnName())))) {
                return Integer.toString(index);
            }
        }
        var value = expressions.value(by);
        if (isGrouped) {
            expressions.requireGrouped(value, groups, by.toString());
        }
        if (isDistinct) {
            throw new TableException("with DISTINCT, ORDER BY takes columns of the result only");
        }
        if (value.column() == null && !value.aggregate()) {
            throw new TableException("ORDER BY takes columns, aggregates and names of the result only");
        }
        return value.sql();
    }

    private String limit(PlainSelect select) {
        var limit = select.getLimit();
        var most = (long) MOST_ROWS;
        var offset = 0L;
        if (limit != null) {
            if (limit.getByExpressions() != null || limit.getRowCount() == null) {
                throw new TableException("LIMIT takes a number");
            }
            var plain = new Limit().withRowCount(limit.getRowCount()).withOffset(limit.getOffset());
            requireSame(plain, limit);
            most = Math.min(MOST_ROWS, whole("LIMIT", limit.getRowCount()));
            offset = limit.getOffset() == null ? 0 : whole("OFFSET", limit.getOffset());
        }
        if (select.getOffset() != null) {
            if (select.getOffset().getOffsetParam() != null || limit != null && limit.getOffset() != null) {
                throw new TableException("OFFSET takes a number, once");
            }
            offset = whole("OFFSET", select.getOffset().getOffset());
        }
        return " LIMIT " + most + (offset == 0 ? "" : " OFFSET " + offset);
    }

    private long whole(String what, Expression expression) {
        var number = ColumnType.INTEGER.stored(ExpressionCompiler.constant(expression, given, now));
        if (!(number instanceof Long whole) || whole < 0) {
            throw new TableException(what + " takes a whole number from 0 on");
        }
        return whole;
    }

    private Statement insert(Insert insert) {
        var expressions = on(insert.getTable());
        var table = expressions.table();
        if (!(insert.getSelect() instanceof Values values)) {
            throw new TableException("INSERT takes VALUES only");
        }
        var columns = insert.getColumns() == null
                ? table.columns()
                : insert.getColumns().stream().map(expressions::writable).toList();
        if (new HashSet<>(columns).size() < columns.size()) {
            throw new TableException("a column is named twice");
        }
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        for (var row : rows(values.getExpressions(), columns.size())) {
            if (row.size() != columns.size()) {
                throw new TableException("there are " + columns.size() + " columns and " + row.size() + " values");
            }
            var stored = new LinkedHashMap<Column, @Nullable Object>();
            for (var i = 0; i < columns.size(); i++) {
                stored.put(columns.get(i), ExpressionCompiler.constant(row.get(i), given, now));
            }
            rows.add(Cells.row(table, stored));
        }
        var copy = new Insert();
        copy.setTable(insert.getTable());
        copy.setColumns(insert.getColumns());
        copy.setSelect(values);
        requireSame(copy, insert);
        return new Statement.Insert(table, rows);
    }

    /** {@code VALUES (1, 2), (3, 4)}; with one row the parser leaves out the outer list, with one column the inner. */
    private static List<List<Expression>> rows(ExpressionList<?> list, int columns) {
        var nested = list.stream().anyMatch(ParenthesedExpressionList.class::isInstance);
        if (!nested || list instanceof ParenthesedExpressionList<?> && columns != 1) {
            return List.of(List.copyOf(list));
        }
        var rows = new ArrayList<List<Expression>>();
        for (var row : list) {
            rows.add(row instanceof ExpressionList<?> many ? List.copyOf(many) : List.of(row));
        }
        return rows;
    }

    private Statement update(Update update) {
        var expressions = on(update.getTable());
        if (update.getWhere() == null) {
            throw new TableException("UPDATE needs a WHERE");
        }
        var set = new ArrayList<String>();
        for (var one : update.getUpdateSets()) {
            if (one.getColumns().size() != 1 || one.getValues().size() != 1) {
                throw new TableException("SET takes column = value");
            }
            var column = expressions.writable(one.getColumn(0));
            var assigned = column.place() + " = " + expressions.assigned(column, one.getValue(0));
            if (set.stream().anyMatch(other -> other.startsWith(column.place() + " "))) {
                throw new TableException("a column is named twice");
            }
            set.add(assigned);
        }
        var where = expressions.condition(update.getWhere());
        var copy = new Update();
        copy.setTable(update.getTable());
        copy.setUpdateSets(update.getUpdateSets());
        copy.setWhere(update.getWhere());
        requireSame(copy, update);
        return new Statement.Update(expressions.table(), String.join(", ", set), where, expressions.values());
    }

    private Statement delete(Delete delete) {
        if (delete.getTable() == null) {
            throw new TableException("DELETE takes the name of one table");
        }
        var expressions = on(delete.getTable());
        if (delete.getWhere() == null) {
            throw new TableException("DELETE needs a WHERE");
        }
        var where = expressions.condition(delete.getWhere());
        var copy = new Delete();
        copy.setTable(delete.getTable());
        copy.setHasFrom(delete.isHasFrom());
        copy.setWhere(delete.getWhere());
        requireSame(copy, delete);
        return new Statement.Delete(expressions.table(), where, expressions.values());
    }
}
