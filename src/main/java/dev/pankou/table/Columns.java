package dev.pankou.table;

import dev.pankou.api.ApiError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What columns a table gets: new ones get ids that were never used and places that are free. */
final class Columns {
    static final int MOST = 20;

    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]{0,63}");

    private Columns() {}

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    record Changed(List<Column> columns, List<Column> gone, long nextColumn) {}

    /**
     * The columns of a table that is to have these. One with the id or the name of a column that is there is that column; what is
     * not named any more goes, with its values.
     *
     * @throws dev.pankou.api.ApiException 4000
     */
    static Changed of(List<Column> before, long nextColumn, List<EnteredColumn> wanted) {
        var kept = new ArrayList<Column>();
        var names = new HashSet<String>();
        var used = new HashSet<Integer>(before.stream().map(Column::slot).toList());
        var free = IntStream.rangeClosed(1, MOST).filter(slot -> !used.contains(slot)).iterator();
        var matches = new ArrayList<java.util.Optional<Column>>();
        for (var i = 0; i < wanted.size(); i++) {
            var one = wanted.get(i);
            var at = "columns[" + i + "]";
            if (!isName(one.name()) || ExpressionCompiler.isSystem(one.name())) {
                throw ApiError.field(
                        at + ".name",
                        "1 to 64 letters, digits and underscores, not a digit first, and no name that every row has"
                                + " (id, user_id, connector_id, created_at, updated_at)");
            }
            if (!names.add(DataTable.bare(one.name()))) {
                throw ApiError.field(at + ".name", "\"" + one.name() + "\" is there twice");
            }
            var same = same(before, one);
            if (one.id() != null && same.isEmpty()) {
                throw ApiError.field(at + ".id", "there is no column " + one.id());
            }
            if (same.filter(column -> column.type() != one.type()).isPresent()) {
                throw ApiError.field(at + ".type", "the type of a column stays; remove it and add another one");
            }
            matches.add(same);
        }
        Set<Long> stay = matches.stream().flatMap(java.util.Optional::stream).map(Column::id).collect(Collectors.toSet());
        if (stay.size() < matches.stream().filter(java.util.Optional::isPresent).count()) {
            throw ApiError.field("columns", "two of them are the same column");
        }
        var gone = before.stream().filter(column -> !stay.contains(column.id())).toList();
        var freed = gone.stream().map(Column::slot).iterator();
        var next = nextColumn;
        for (var i = 0; i < wanted.size(); i++) {
            var one = wanted.get(i);
            var same = matches.get(i);
            if (same.isPresent()) {
                var old = same.get();
                kept.add(new Column(old.id(), old.slot(), one.name(), old.type(), one.required(), one.description()));
            } else {
                int slot = free.hasNext() ? free.next() : freed.next();
                kept.add(new Column(next++, slot, one.name(), one.type(), one.required(), one.description()));
            }
        }
        return new Changed(kept, gone, next);
    }

    private static java.util.Optional<Column> same(List<Column> before, EnteredColumn wanted) {
        var id = wanted.id();
        return before.stream()
                .filter(column -> id != null ? column.id() == id : DataTable.bare(column.name()).equals(DataTable.bare(wanted.name())))
                .findFirst();
    }
}
