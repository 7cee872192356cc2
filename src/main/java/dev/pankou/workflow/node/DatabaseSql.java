package dev.pankou.workflow.node;

import dev.pankou.table.TableService;
import dev.pankou.workflow.value.ValueTemplate;
import dev.pankou.workflow.value.ValueTemplate.Literal;
import dev.pankou.workflow.value.ValueTemplate.Placeholder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs one SQL statement on a table (WORKFLOW 8.12). Values are never put into its text: what stands in quotes is part of a text
 * that is bound, the rest is bound by name. Only a template that is nothing but one placeholder is the statement itself.
 *
 * @param pieces the text between the placeholders; one more than these
 */
record DatabaseSql(String table, List<String> pieces, List<Value> values, boolean reads, boolean asTexts) implements NodeWork {
    DatabaseSql {
        pieces = List.copyOf(pieces);
        values = List.copyOf(values);
    }

    private record Value(Placeholder placeholder, boolean quoted) {}

    static NodeWork of(NodeScope scope) {
        var node = scope.node();
        var table = Database.table(scope);
        var sql = Setting.required(node, node.inputs().path("sql"), "inputs.sql");
        var pieces = new ArrayList<String>();
        var values = new ArrayList<Value>();
        var text = new StringBuilder();
        var quotes = new Quotes();
        for (var segment : ValueTemplate.parse(sql).segments()) {
            switch (segment) {
                case Literal literal -> {
                    text.append(literal.text());
                    quotes.read(literal.text());
                }
                case Placeholder placeholder -> {
                    pieces.add(text.toString());
                    text.setLength(0);
                    values.add(new Value(placeholder, quotes.open()));
                }
            }
        }
        pieces.add(text.toString());
        return new DatabaseSql(
                table, pieces, values, sql.strip().toLowerCase(Locale.ROOT).startsWith("select"), Database.declaresNoColumns(scope));
    }

    /** Whether a text of SQL ends inside of quotes. */
    private static final class Quotes {
        private char quote;

        void read(String sql) {
            for (var i = 0; i < sql.length(); i++) {
                var c = sql.charAt(i);
                if (quote == 0 && (c == '\'' || c == '"')) {
                    quote = c;
                } else if (c == quote) { // a doubled one closes and opens again
                    quote = 0;
                }
            }
        }

        boolean open() {
            return quote != 0;
        }
    }

    @Override
    public Effect effect() {
        return reads ? Effect.REPEATABLE : Effect.ONCE;
    }

    @Override
    public Outcome run(NodeCall call) {
        var inputs = call.inputs();
        if (values.size() == 1 && pieces.stream().allMatch(String::isBlank)) {
            var whole = values.getFirst().placeholder().text(inputs, call.skipped());
            return Database.done(call.outside().table(new TableAsk.Sql(table, whole, Map.of())), asTexts);
        }
        var sql = new StringBuilder(pieces.getFirst());
        var bound = new HashMap<String, @Nullable Object>();
        for (var i = 0; i < values.size(); i++) {
            var value = values.get(i);
            var name = "p" + i;
            var root = value.placeholder().root();
            if (!inputs.containsKey(root) && !call.skipped().contains(root)) {
                throw new NodeException(
                        NodeException.EXECUTION, "inputs.sql: there is no input for " + value.placeholder().source());
            }
            var found = call.skipped().contains(root) ? null : value.placeholder().find(inputs.get(root)).value();
            bound.put(name, found);
            sql.append(value.quoted() ? TableService.inText(name) : " :" + name + " ").append(pieces.get(i + 1));
        }
        return Database.done(call.outside().table(new TableAsk.Sql(table, sql.toString(), bound)), asTexts);
    }
}
