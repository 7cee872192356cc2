package dev.pankou.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.sf.jsqlparser.expression.BinaryExpression;
import net.sf.jsqlparser.expression.BooleanValue;
import net.sf.jsqlparser.expression.DoubleValue;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.JdbcNamedParameter;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.NotExpression;
import net.sf.jsqlparser.expression.NullValue;
import net.sf.jsqlparser.expression.Parenthesis;
import net.sf.jsqlparser.expression.SignedExpression;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.expression.TimeKeyExpression;
import net.sf.jsqlparser.expression.operators.arithmetic.Addition;
import net.sf.jsqlparser.expression.operators.arithmetic.Division;
import net.sf.jsqlparser.expression.operators.arithmetic.Modulo;
import net.sf.jsqlparser.expression.operators.arithmetic.Multiplication;
import net.sf.jsqlparser.expression.operators.arithmetic.Subtraction;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.conditional.OrExpression;
import net.sf.jsqlparser.expression.operators.relational.Between;
import net.sf.jsqlparser.expression.operators.relational.EqualsTo;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.expression.operators.relational.GreaterThan;
import net.sf.jsqlparser.expression.operators.relational.GreaterThanEquals;
import net.sf.jsqlparser.expression.operators.relational.InExpression;
import net.sf.jsqlparser.expression.operators.relational.IsBooleanExpression;
import net.sf.jsqlparser.expression.operators.relational.IsNullExpression;
import net.sf.jsqlparser.expression.operators.relational.LikeExpression;
import net.sf.jsqlparser.expression.operators.relational.MinorThan;
import net.sf.jsqlparser.expression.operators.relational.MinorThanEquals;
import net.sf.jsqlparser.expression.operators.relational.NotEqualsTo;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.Select;
import org.jspecify.annotations.Nullable;

/**
 * Writes expressions over a table anew: columns become places, values become bound names, and types are checked here, so that
 * both databases understand the same. For one statement.
 */
final class ExpressionCompiler {
    private static final int MOST_PARTS = 20_000;
    private static final int DEEPEST = 1_000;
    private static final Set<String> NOW = Set.of("now", "current_timestamp", "localtimestamp");
    private static final String FUNCTIONS =
            "count, sum, avg, min, max, lower, upper, trim, length, abs, round, coalesce, ifnull, now";

    /** Begins and ends the name of a value inside of a quoted text; see {@link TableService#inText}. */
    static final char MARK = '\uE0F0';

    private final DataTable table;
    private final Set<String> names;
    private final Map<String, @Nullable Object> given;
    private final long now;
    private final Map<String, Object> values;
    private final @Nullable List<String> groups;
    private int parts;
    private int depth;
    private boolean inWhere;

    ExpressionCompiler(DataTable table, Set<String> names, Map<String, @Nullable Object> given, long now) {
        this(table, names, given, now, new HashMap<>(), null);
    }

    private ExpressionCompiler(
            DataTable table,
            Set<String> names,
            Map<String, @Nullable Object> given,
            long now,
            Map<String, Object> values,
            @Nullable List<String> groups) {
        this.table = table;
        this.names = names;
        this.given = given;
        this.now = now;
        this.values = values;
        this.groups = groups;
    }

    /**
     * A part of the new statement.
     *
     * @param type null: of NULL
     * @param name of a column
     * @param column the place, when it is nothing but a column
     * @param constant when it is a value: it is not in {@link #values} yet
     * @param free whether it names a column outside of an aggregate
     */
    record Value(
            String sql,
            @Nullable ColumnType type,
            @Nullable String name,
            @Nullable String column,
            @Nullable Constant constant,
            boolean aggregate,
            boolean free) {
        static Value column(String place, ColumnType type, String name) {
            return new Value(place, type, name, place, null, false, true);
        }

        static Value made(String sql, @Nullable ColumnType type, List<Value> parts) {
            return new Value(
                    sql, type, null, null, null, parts.stream().anyMatch(Value::aggregate), parts.stream().anyMatch(Value::free));
        }
    }

    record Constant(@Nullable Object value) {}

    DataTable table() {
        return table;
    }

    /** All values to bind so far. */
    Map<String, Object> values() {
        return values;
    }

    /** The same for HAVING, where columns stand inside of aggregates or are grouped by. */
    ExpressionCompiler grouped(List<String> places) {
        return new ExpressionCompiler(table, names, given, now, values, places);
    }

    /** @throws TableException when a column stands neither in an aggregate nor in GROUP BY */
    void requireGrouped(Value value, List<String> places, String name) {
        if (value.free() && (value.column() == null || !places.contains(value.column()))) {
            throw new TableException(name + " must be in GROUP BY or in an aggregate");
        }
    }

    static String unquoted(String name) {
        if (name.length() > 1) {
            var first = name.charAt(0);
            if ((first == '"' || first == '`') && name.charAt(name.length() - 1) == first) {
                return name.substring(1, name.length() - 1);
            }
        }
        return name;
    }

    void requireKnown(@Nullable Table qualifier) {
        if (qualifier != null && qualifier.getName() != null) {
            var name = DataTable.bare(unquoted(qualifier.getName()));
            if (qualifier.getSchemaName() != null || qualifier.getDatabaseName() != null || !names.contains(name)) {
                throw new TableException("table " + qualifier + " is not there");
            }
        }
    }

    /** What {@code *} stands for. */
    Map<String, Value> all() {
        var all = new LinkedHashMap<String, Value>();
        all.put("id", Value.column("id", ColumnType.INTEGER, "id"));
        for (var column : table.columns()) {
            all.put(column.name(), Value.column(column.place(), column.type(), column.name()));
        }
        all.put("created_at", Value.column("created", ColumnType.TIME, "created_at"));
        return all;
    }

    private static @Nullable Value system(String name) {
        return switch (name) {
            case "id" -> Value.column("id", ColumnType.INTEGER, name);
            case "user_id", "uuid" -> Value.column("end_user", ColumnType.TEXT, name);
            case "connector_id", "sys_platform" -> Value.column("connector_id", ColumnType.INTEGER, name);
            case "created_at", "bstudio_create_time" -> Value.column("created", ColumnType.TIME, name);
            case "updated_at" -> Value.column("updated", ColumnType.TIME, name);
            default -> null;
        };
    }

    /** Whether the name is one that every row has. */
    static boolean isSystem(String name) {
        return system(DataTable.bare(name)) != null;
    }

    Column writable(net.sf.jsqlparser.schema.Column named) {
        requireKnown(named.getTable());
        var name = unquoted(named.getColumnName());
        if (isSystem(name)) {
            throw new TableException("column " + name + " cannot be set");
        }
        return table.column(name).orElseThrow(() -> unknown(name));
    }

    private TableException unknown(String name) {
        return new TableException("column " + name + " is not in table " + table.name() + ", which has "
                + table.columns().stream().map(Column::name).collect(Collectors.joining(", ", "id, ", "")));
    }

    private void step(Expression expression) {
        if (++parts > MOST_PARTS || depth > DEEPEST) {
            throw new TableException("the statement is too long or nested too deep");
        }
        if (expression instanceof Select) {
            throw new TableException("subqueries are not allowed");
        }
    }

    /** A part that is a value. */
    Value value(Expression expression) {
        step(expression);
        depth++;
        var value = switch (expression) {
            case net.sf.jsqlparser.schema.Column column -> column(column);
            case Parenthesis inner -> value(inner.getExpression());
            case ParenthesedExpressionList<?> list when list.size() == 1 -> value(list.getFirst());
            case Addition sum -> arithmetic(sum, "+");
            case Subtraction difference -> arithmetic(difference, "-");
            case Multiplication product -> arithmetic(product, "*");
            case Division quotient -> arithmetic(quotient, "/");
            case Modulo rest -> arithmetic(rest, "%");
            case Function function when !isNow(function) -> function(function);
            case SignedExpression signed when !isConstant(signed.getExpression()) -> signed(signed);
            default -> bound(null, constant(expression, given, now));
        };
        depth--;
        if (inWhere && value.aggregate()) {
            throw new TableException("aggregates stand in the result, in HAVING and in ORDER BY only");
        }
        if (groups != null) {
            requireGrouped(value, groups, expression.toString());
        }
        return value;
    }

    private Value column(net.sf.jsqlparser.schema.Column named) {
        requireKnown(named.getTable());
        if (named.getArrayConstructor() != null || named.getCommentText() != null) {
            throw new TableException("this form of a column is not allowed");
        }
        var name = unquoted(named.getColumnName());
        var own = table.column(name).orElse(null);
        if (own != null) {
            return Value.column(own.place(), own.type(), own.name());
        }
        var system = system(DataTable.bare(name));
        if (system != null) {
            return system;
        }
        if (named.getTable() == null || named.getTable().getName() == null) {
            if (named.getColumnName().startsWith("\"")) { // MySQL's other way to write a text
                return bound(null, filled(name, given));
            }
            if (name.equalsIgnoreCase("true") || name.equalsIgnoreCase("false")) {
                return bound(null, name.equalsIgnoreCase("true"));
            }
        }
        throw unknown(name);
    }

    private static boolean isConstant(Expression expression) {
        return expression instanceof LongValue || expression instanceof DoubleValue || expression instanceof JdbcNamedParameter;
    }

    /** A value that is bound as one of {@code type}, or as what it is when that is null. */
    private Value bound(@Nullable ColumnType type, @Nullable Object value) {
        if (value instanceof List<?>) {
            throw new TableException("a list can stand in IN (…) only");
        }
        var own = type != null ? type : switch (value) {
            case null -> null;
            case Long whole -> ColumnType.INTEGER;
            case Number number -> ColumnType.FLOAT;
            case Boolean flag -> ColumnType.BOOLEAN;
            default -> ColumnType.TEXT;
        };
        var stored = own == null ? null : own.stored(value);
        if (stored == null) {
            return new Value("NULL", null, null, null, new Constant(null), false, false);
        }
        var name = "v" + values.size();
        values.put(name, stored);
        return new Value(":" + name, own, null, null, new Constant(value), false, false);
    }

    /** The same value in the type of what it meets. */
    private Value as(ColumnType type, Value value) {
        var constant = value.constant();
        if (constant == null || value.type() == null || value.type() == type) {
            return value;
        }
        if (type == ColumnType.INTEGER && value.type() == ColumnType.FLOAT) {
            return value; // 1.5 is between integers
        }
        if (type == ColumnType.INTEGER && constant.value() instanceof String text && text.strip().contains(".")) {
            return bound(ColumnType.FLOAT, text);
        }
        return bound(type, constant.value());
    }

    private static boolean fit(@Nullable ColumnType one, @Nullable ColumnType other) {
        return one == null
                || other == null
                || one == other
                || one.isNumber() && other.isNumber()
                || one.isText() && other.isText()
                || one.place() == other.place();
    }

    private String compared(Expression leftSide, String operator, Expression rightSide) {
        var left = value(leftSide);
        var right = value(rightSide);
        if (left.type() != null && left.constant() == null) {
            right = as(left.type(), right);
        } else if (right.type() != null && right.constant() == null) {
            left = as(right.type(), left);
        }
        if (!fit(left.type(), right.type())) {
            throw new TableException(leftSide + " " + operator + " " + rightSide + ": the types do not fit");
        }
        return left.sql() + " " + operator + " " + right.sql();
    }

    /** A part that holds or does not. In parentheses. */
    String condition(Expression expression) {
        step(expression);
        depth++;
        var outer = inWhere;
        inWhere = groups == null;
        var sql = switch (expression) {
            case AndExpression and -> chain(and, " AND ");
            case OrExpression or -> chain(or, " OR ");
            case Parenthesis inner -> condition(inner.getExpression());
            case ParenthesedExpressionList<?> list when list.size() == 1 -> condition(list.getFirst());
            case NotExpression not -> "NOT " + condition(not.getExpression());
            case EqualsTo equal -> compared(equal.getLeftExpression(), "=", equal.getRightExpression());
            case NotEqualsTo other -> compared(other.getLeftExpression(), "<>", other.getRightExpression());
            case GreaterThan greater -> compared(greater.getLeftExpression(), ">", greater.getRightExpression());
            case GreaterThanEquals greater -> compared(greater.getLeftExpression(), ">=", greater.getRightExpression());
            case MinorThan less -> compared(less.getLeftExpression(), "<", less.getRightExpression());
            case MinorThanEquals less -> compared(less.getLeftExpression(), "<=", less.getRightExpression());
            case Between between -> between(between);
            case InExpression in -> in(in);
            case LikeExpression like -> like(like);
            case IsNullExpression isNull -> nothing(value(isNull.getLeftExpression())) + (isNull.isNot() ? " IS NOT NULL" : " IS NULL");
            case IsBooleanExpression is -> is(is);
            default -> flag(expression);
        };
        inWhere = outer;
        depth--;
        return "(" + sql + ")";
    }

    /** {@code a AND b AND c}: the parser nests them to the left, as deep as there are many. */
    private String chain(BinaryExpression last, String operator) {
        var all = new ArrayList<Expression>();
        Expression at = last;
        while (at.getClass() == last.getClass()) {
            var both = (BinaryExpression) at;
            all.addFirst(both.getRightExpression());
            at = both.getLeftExpression();
            step(at);
        }
        all.addFirst(at);
        return all.stream().map(this::condition).collect(Collectors.joining(operator));
    }

    /** A type for NULL, which PostgreSQL wants to know. */
    private static String nothing(Value value) {
        return value.constant() == null ? value.sql() : "(" + value.sql() + ")";
    }

    private String flag(Expression expression) {
        var value = value(expression);
        if (value.type() == null) {
            return "1 = 0";
        }
        if (value.type() != ColumnType.BOOLEAN && value.type() != ColumnType.INTEGER) {
            throw new TableException(expression + " is no condition");
        }
        return value.sql() + " <> 0";
    }

    private String is(IsBooleanExpression is) {
        var value = value(is.getLeftExpression());
        if (value.type() != ColumnType.BOOLEAN) {
            throw new TableException(is + ": not of type boolean");
        }
        var wanted = is.isTrue() ? "1" : "0";
        return is.isNot()
                ? "(" + value.sql() + " IS NULL OR " + value.sql() + " <> " + wanted + ")"
                : value.sql() + " = " + wanted;
    }

    private String between(Between between) {
        if (between.toString().toUpperCase(Locale.ROOT).contains("SYMMETRIC")) {
            throw new TableException("BETWEEN SYMMETRIC is not allowed");
        }
        var low = compared(between.getLeftExpression(), ">=", between.getBetweenExpressionStart());
        var high = compared(between.getLeftExpression(), "<=", between.getBetweenExpressionEnd());
        return (between.isNot() ? "NOT " : "") + "(" + low + " AND " + high + ")";
    }

    private String in(InExpression in) {
        if (in.isGlobal() || in.getLeftExpression() instanceof ExpressionList<?> list && list.size() > 1) {
            throw new TableException("this form of IN is not allowed");
        }
        var left = value(in.getLeftExpression());
        var wanted = new ArrayList<String>();
        for (var one : choices(in.getRightExpression())) {
            var choice = left.type() == null || left.constant() != null ? bound(null, one) : as(left.type(), bound(null, one));
            if (!fit(left.type(), choice.type())) {
                throw new TableException(in.getLeftExpression() + " IN: the types do not fit");
            }
            wanted.add(choice.sql());
        }
        if (wanted.isEmpty()) {
            return in.isNot() ? "1 = 1" : "1 = 0";
        }
        return left.sql() + (in.isNot() ? " NOT IN (" : " IN (") + String.join(", ", wanted) + ")";
    }

    /** The values in the parentheses; a list that stands for itself is all of its elements. */
    private List<@Nullable Object> choices(@Nullable Expression right) {
        var all = new ArrayList<@Nullable Object>();
        var listed = right instanceof ExpressionList<?> list ? list : right == null ? List.<Expression>of() : List.of(right);
        for (var one : listed) {
            step(one);
            var value = one instanceof net.sf.jsqlparser.schema.Column text && text.getColumnName().startsWith("\"")
                    ? filled(unquoted(text.getColumnName()), given)
                    : constant(one, given, now);
            if (value instanceof List<?> many) {
                all.addAll(many);
            } else {
                all.add(value);
            }
        }
        if (all.size() > 1_000) {
            throw new TableException("IN takes at most 1000 values");
        }
        return all;
    }

    private String like(LikeExpression like) {
        if (like.getLikeKeyWord() != LikeExpression.KeyWord.LIKE || like.isUseBinary() || like.getEscape() != null) {
            throw new TableException("this form of LIKE is not allowed");
        }
        var left = value(like.getLeftExpression());
        if (left.type() == null || !left.type().isText()) {
            throw new TableException(like.getLeftExpression() + " LIKE: not of type text");
        }
        var right = value(like.getRightExpression());
        var pattern = right.constant() == null ? null : right.constant().value();
        if (pattern == null) {
            throw new TableException("LIKE takes a text with % and _");
        }
        var wanted = bound(ColumnType.TEXT, pattern(String.valueOf(ColumnType.TEXT.stored(pattern))));
        return "lower(" + left.sql() + ")" + (like.isNot() ? " NOT LIKE " : " LIKE ") + "lower(" + wanted.sql() + ") ESCAPE '!'";
    }

    /** A pattern with ! in the place of the backslash, which JDBC and the databases read in ways of their own. */
    private static String pattern(String pattern) {
        if (pattern.length() > 1_000) {
            throw new TableException("a pattern of LIKE has at most 1000 characters");
        }
        var ours = new StringBuilder();
        for (var i = 0; i < pattern.length(); i++) {
            var c = pattern.charAt(i);
            if (c == '\\' && i + 1 < pattern.length()) {
                var next = pattern.charAt(++i);
                ours.append(next == '%' || next == '_' || next == '!' ? "!" : "").append(next);
            } else {
                ours.append(c == '!' ? "!!" : String.valueOf(c));
            }
        }
        return ours.toString();
    }

    private Value arithmetic(BinaryExpression both, String operator) {
        var left = number(value(both.getLeftExpression()), both);
        var right = number(value(both.getRightExpression()), both);
        var whole = left.type() != ColumnType.FLOAT && right.type() != ColumnType.FLOAT;
        var parts = List.of(left, right);
        return switch (operator) {
            case "/" -> Value.made(
                    "(CAST(" + left.sql() + " AS double precision) / NULLIF(CAST(" + right.sql() + " AS double precision), 0))",
                    ColumnType.FLOAT,
                    parts);
            case "%" -> {
                if (!whole) {
                    throw new TableException(both + ": % takes integers");
                }
                yield Value.made("(" + left.sql() + " % NULLIF(" + right.sql() + ", 0))", ColumnType.INTEGER, parts);
            }
            default -> Value.made(
                    "(" + left.sql() + " " + operator + " " + right.sql() + ")",
                    whole ? ColumnType.INTEGER : ColumnType.FLOAT,
                    parts);
        };
    }

    private Value signed(SignedExpression signed) {
        var value = number(value(signed.getExpression()), signed);
        return signed.getSign() == '-' ? Value.made("(- " + value.sql() + ")", value.type(), List.of(value)) : value;
    }

    private Value number(Value value, Expression where) {
        if (value.constant() != null && value.type() == ColumnType.TEXT) {
            return bound(ColumnType.FLOAT, value.constant().value());
        }
        if (value.type() == null) {
            return Value.made("CAST(NULL AS bigint)", ColumnType.INTEGER, List.of());
        }
        if (!value.type().isNumber()) {
            throw new TableException(where + ": not of type integer or float");
        }
        return value;
    }

    private static boolean isNow(Function function) {
        return NOW.contains(function.getName().toLowerCase(Locale.ROOT))
                && (function.getParameters() == null || function.getParameters().isEmpty());
    }

    private Value function(Function function) {
        var name = function.getName().toLowerCase(Locale.ROOT);
        var plain = new Function();
        plain.setName(function.getName());
        plain.setParameters(function.getParameters());
        plain.setDistinct(function.isDistinct());
        if (!plain.toString().equals(function.toString()) || function.isDistinct() && !name.equals("count")) {
            throw new TableException(function + ": this form is not allowed");
        }
        var parameters = function.getParameters() == null ? List.<Expression>of() : List.copyOf(function.getParameters());
        if (name.equals("count") && parameters.size() == 1 && parameters.getFirst().getClass() == AllColumns.class) {
            return new Value("count(*)", ColumnType.INTEGER, null, null, null, true, false);
        }
        var values = parameters.stream().map(inner()::value).toList();
        var most = name.equals("coalesce") ? 20 : name.equals("ifnull") ? 2 : 1;
        var least = name.equals("ifnull") ? 2 : 1;
        if (values.size() < least || values.size() > most) {
            throw new TableException(name + " takes " + (least == most ? "" : least + " to ") + most + " values");
        }
        var first = values.getFirst();
        var type = first.type();
        return switch (name) {
            case "count" -> aggregate("count(" + (function.isDistinct() ? "DISTINCT " : "") + first.sql() + ")", ColumnType.INTEGER, first);
            case "min", "max" -> aggregate(name + "(" + first.sql() + ")", type, first);
            case "sum" -> {
                var summed = number(first, function);
                yield summed.type() == ColumnType.INTEGER
                        ? aggregate("CAST(sum(" + summed.sql() + ") AS bigint)", ColumnType.INTEGER, summed)
                        : aggregate("sum(" + summed.sql() + ")", ColumnType.FLOAT, summed);
            }
            case "avg" -> aggregate(
                    "avg(CAST(" + number(first, function).sql() + " AS double precision))", ColumnType.FLOAT, first);
            case "lower", "upper", "trim" -> Value.made(name + "(" + text(first, function).sql() + ")", ColumnType.TEXT, values);
            case "length" -> Value.made(
                    "CAST(length(" + text(first, function).sql() + ") AS bigint)", ColumnType.INTEGER, values);
            case "abs" -> {
                var number = number(first, function);
                yield Value.made("abs(" + number.sql() + ")", number.type(), values);
            }
            case "round" -> Value.made(
                    "round(CAST(" + number(first, function).sql() + " AS double precision))", ColumnType.FLOAT, values);
            case "coalesce", "ifnull" -> coalesce(values, function);
            default -> throw new TableException("function " + name + " is not allowed; allowed are " + FUNCTIONS);
        };
    }

    /** Inside of a function, columns need not be grouped by: whether the function may be there is asked of the whole. */
    private ExpressionCompiler inner() {
        if (groups == null) {
            return this;
        }
        var inner = new ExpressionCompiler(table, names, given, now, values, null);
        inner.parts = parts;
        inner.depth = depth;
        return inner;
    }

    private static Value aggregate(String sql, @Nullable ColumnType type, Value of) {
        if (of.aggregate()) {
            throw new TableException("an aggregate cannot stand inside of another");
        }
        if (of.type() == null || of.constant() != null) {
            throw new TableException("an aggregate takes a column");
        }
        return new Value(sql, type, null, null, null, true, false);
    }

    private Value text(Value value, Expression where) {
        if (value.type() == null || !value.type().isText()) {
            throw new TableException(where + ": not of type text");
        }
        return value;
    }

    private Value coalesce(List<Value> values, Expression where) {
        var type = values.stream()
                .filter(value -> value.type() != null && value.constant() == null)
                .map(Value::type)
                .findFirst()
                .orElse(null);
        if (type == null) {
            throw new TableException(where + ": one of the values must be a column");
        }
        var fitting = values.stream().map(value -> as(type, value)).toList();
        if (fitting.stream().anyMatch(value -> value.type() != null && value.type() != type)) {
            throw new TableException(where + ": the types do not fit");
        }
        return Value.made(
                "coalesce(" + fitting.stream().map(Value::sql).collect(Collectors.joining(", ")) + ")", type, values);
    }

    /** What is set into a column by UPDATE. */
    String assigned(Column column, Expression expression) {
        var value = value(expression);
        if (value.aggregate()) {
            throw new TableException("SET takes no aggregates");
        }
        if (value.constant() != null) {
            var stored = Cells.stored(column, value.constant().value());
            return stored == null ? "NULL" : bound(column.type(), column.type().shown(stored)).sql();
        }
        var from = value.type();
        if (from == null) {
            return "NULL";
        }
        var fits = from == column.type()
                || from.isNumber() && column.type().isNumber()
                || column.type() == ColumnType.TEXT && from == ColumnType.TIME;
        if (!fits) {
            throw new TableException("column " + column.name() + ": the types do not fit");
        }
        if (column.type() == ColumnType.INTEGER) {
            return from == ColumnType.FLOAT
                    ? "CAST(round(" + value.sql() + ") AS bigint)"
                    : "CAST(" + value.sql() + " AS bigint)";
        }
        return value.sql();
    }

    /**
     * A value that stands in the statement or is named there: String, Long, Double, Boolean, List or null.
     *
     * @throws TableException when the expression is anything else
     */
    static @Nullable Object constant(Expression expression, Map<String, @Nullable Object> given, long now) {
        return switch (expression) {
            case NullValue none -> null;
            case LongValue whole -> number(whole.getStringValue());
            case DoubleValue number -> number(number.toString());
            case BooleanValue flag -> flag.getValue();
            case StringValue text -> text(text, given);
            case JdbcNamedParameter named -> {
                if (!given.containsKey(named.getName())) {
                    throw new TableException("there is no value for :" + named.getName());
                }
                yield given.get(named.getName());
            }
            case SignedExpression signed -> negated(signed, given, now);
            case Parenthesis inner -> constant(inner.getExpression(), given, now);
            case ParenthesedExpressionList<?> list when list.size() == 1 -> constant(list.getFirst(), given, now);
            case TimeKeyExpression key when NOW.contains(key.getStringValue().replace("()", "").toLowerCase(Locale.ROOT)) ->
                ColumnType.time(now);
            case Function function when isNow(function) -> ColumnType.time(now);
            case net.sf.jsqlparser.schema.Column column
                    when (column.getTable() == null || column.getTable().getName() == null)
                            && column.getColumnName().startsWith("\"") ->
                filled(unquoted(column.getColumnName()), given);
            case net.sf.jsqlparser.schema.Column column when column.toString().equalsIgnoreCase("true") -> true;
            case net.sf.jsqlparser.schema.Column column when column.toString().equalsIgnoreCase("false") -> false;
            case Select sub -> throw new TableException("subqueries are not allowed");
            default -> {
                var shown = expression.toString();
                throw new TableException((shown.length() > 100 ? shown.substring(0, 100) + "…" : shown) + " is not allowed here");
            }
        };
    }

    private static Object number(String text) {
        try {
            return (Object) Long.parseLong(text);
        } catch (NumberFormatException notWhole) {
            var number = ColumnType.FLOAT.stored(text);
            if (number == null) {
                throw new TableException(text + " is no number");
            }
            return number;
        }
    }

    private static @Nullable Object negated(SignedExpression signed, Map<String, @Nullable Object> given, long now) {
        var text = signed.getExpression() instanceof LongValue whole ? signed.getSign() + whole.getStringValue() : "";
        if (!text.isEmpty()) {
            return number(text);
        }
        var value = constant(signed.getExpression(), given, now);
        return switch (signed.getSign()) {
            case '+' -> value;
            case '-' -> switch (value) {
                case null -> null;
                case Long whole -> -whole;
                case Double number -> -number;
                default -> throw new TableException(signed + " is no number");
            };
            default -> throw new TableException(signed + " is not allowed here");
        };
    }

    private static String text(StringValue text, Map<String, @Nullable Object> given) {
        if (text.getPrefix() != null && !text.getPrefix().isEmpty()) {
            throw new TableException("texts have no prefix here: " + text.getPrefix());
        }
        return filled(text.getNotExcapedValue(), given);
    }

    /** A text with the values that it names put in. They are never read again. */
    private static String filled(String text, Map<String, @Nullable Object> given) {
        if (text.indexOf(MARK) < 0) {
            return text;
        }
        var pieces = text.split(String.valueOf(MARK), -1);
        var filled = new StringBuilder();
        for (var i = 0; i < pieces.length; i++) {
            if (i % 2 == 0 || !given.containsKey(pieces[i])) {
                filled.append(pieces[i]);
            } else {
                var value = given.get(pieces[i]);
                filled.append(value instanceof Boolean flag
                        ? flag ? "1" : "0" // WORKFLOW 8.12
                        : value == null ? "" : String.valueOf(ColumnType.TEXT.stored(value)));
            }
        }
        return filled.toString();
    }
}
