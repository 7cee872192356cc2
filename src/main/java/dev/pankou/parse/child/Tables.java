package dev.pankou.parse.child;

import dev.pankou.parse.Block.Kind;
import dev.pankou.parse.ParseException;
import dev.pankou.parse.child.Output.Cell;
import dev.pankou.parse.wire.Frame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** What is made of table files: text, a list of their sheets, or the rows of one. */
final class Tables {
    private static final int BLOCK_CHARACTERS = Frame.MOST_CHARACTERS / 2;

    /** Rows looked at to find how many columns a table has that its header does not name. */
    private static final int EARLY_ROWS = 100;

    private Tables() {}

    /** A file with sheets. */
    interface Workbook extends AutoCloseable {
        List<String> sheets() throws IOException;

        void read(int sheet, Rows rows) throws IOException;

        @Override
        void close() throws IOException;
    }

    interface Rows {
        /**
         * @param index from 0, grows
         * @param cells from the first column on; {@link Cell#EMPTY} where there is none
         * @return whether more is wanted
         */
        boolean row(int index, List<Cell> cells);
    }

    static void text(Workbook workbook, Output out) throws IOException {
        var names = workbook.sheets();
        for (var i = 0; i < names.size(); i++) {
            var text = new TableText(names.get(i), out);
            workbook.read(i, text);
            text.flush();
        }
    }

    /** Blocks of rows, each with the first row of the sheet as its header. */
    private static final class TableText implements Rows {
        private final String name;
        private final Output out;
        private final StringBuilder text = new StringBuilder();
        private String header = "";
        private int columns;
        private boolean rows;
        private boolean parted;
        private boolean begun;
        private List<String> caption = List.of();

        private TableText(String name, Output out) {
            this.name = name;
            this.out = out;
        }

        @Override
        public boolean row(int index, List<Cell> cells) {
            var values = cells.stream().map(TableText::shown).toList();
            if (values.stream().allMatch(String::isEmpty)) {
                return true;
            }
            if (header.isEmpty()) {
                if (!begun && values.size() == 1) {
                    begun = true;
                    out.heading(1, name, 0);
                    caption = values;
                    return true;
                }
                begin(values);
                return true;
            }
            row(values);
            return true;
        }

        /** A first row of one value is a caption when the next has more. */
        private void begin(List<String> values) {
            if (!begun) {
                out.heading(1, name, 0);
                begun = true;
            }
            var alone = values.size() == 1 && !caption.isEmpty();
            if (!alone) {
                caption.forEach(value -> out.paragraph(value, 0));
            }
            var first = alone ? caption : values;
            columns = first.size();
            header = Texts.table(List.of(first));
            text.append(header);
            if (alone) {
                row(values);
            }
        }

        private void row(List<String> values) {
            rows = true;
            Texts.appendRow(text, values, Math.max(columns, values.size()));
            if (text.length() > BLOCK_CHARACTERS) {
                out.block(Kind.TABLE, text.toString(), 0);
                text.setLength(0);
                text.append(header);
                rows = false;
                parted = true;
            }
        }

        private static String shown(Cell cell) {
            return cell.text().endsWith(" 00:00:00") ? cell.text().substring(0, cell.text().length() - 9) : cell.text();
        }

        private void flush() {
            if (header.isEmpty()) {
                caption.forEach(value -> out.paragraph(value, 0));
            } else if (rows || !parted) {
                out.block(Kind.TABLE, text.toString(), 0);
            }
        }
    }

    static void sheets(Workbook workbook, Output out) throws IOException {
        var names = workbook.sheets();
        if (names.size() > Frame.MOST_SHEETS) {
            throw new ParseException(ParseException.Kind.TOO_LARGE, "The file has more than " + Frame.MOST_SHEETS + " sheets");
        }
        for (var i = 0; i < names.size(); i++) {
            List<List<Cell>> first = new ArrayList<>();
            var size = new int[2];
            workbook.read(i, (index, cells) -> {
                var filled = cells.stream().anyMatch(cell -> !cell.text().isBlank());
                size[0] += filled ? 1 : 0;
                size[1] = filled ? Math.max(size[1], cells.size()) : size[1];
                while (first.size() < Math.min(index, Frame.PREVIEW_ROWS)) {
                    first.add(List.of());
                }
                if (index < Frame.PREVIEW_ROWS) {
                    first.add(cells);
                }
                return true;
            });
            out.sheet(names.get(i), size[0], size[1]);
            first.forEach(out::row);
        }
    }

    static void rows(Workbook workbook, Request.Range range, Output out) throws IOException {
        var names = workbook.sheets();
        if (range.sheet() < 0 || range.sheet() >= names.size()) {
            throw new ParseException(ParseException.Kind.EMPTY, "The file has no sheet " + (range.sheet() + 1));
        }
        out.title(names.get(range.sheet()));
        var columns = new ColumnNames(out);
        List<List<Cell>> early = new ArrayList<>(); // rows before the number of columns is known, which the longest of them says
        var count = new int[1];
        workbook.read(range.sheet(), (index, cells) -> {
            if (index == range.headerRow()) {
                columns.take(cells);
            }
            if (index < range.firstRow() || index <= range.headerRow() || cells.stream().allMatch(cell -> cell.text().isBlank())) {
                return true;
            }
            if (++count[0] > range.maxRows()) {
                throw new ParseException(ParseException.Kind.TOO_LARGE, "The sheet has more than " + range.maxRows() + " rows");
            }
            if (early.size() < EARLY_ROWS && !columns.told()) {
                early.add(cells);
                return true;
            }
            columns.tell(early);
            columns.row(cells);
            return true;
        });
        columns.tell(early);
    }

    /** Names of columns, and rows cut to them. */
    private static final class ColumnNames {
        private final Output out;
        private final List<String> names = new ArrayList<>();
        private boolean told;

        private ColumnNames(Output out) {
            this.out = out;
        }

        private void take(List<Cell> header) {
            header.forEach(cell -> names.add(Texts.cut(Texts.line(cell.text()), 200)));
            while (!names.isEmpty() && names.getLast().isEmpty()) {
                names.removeLast();
            }
        }

        private boolean told() {
            return told;
        }

        private void tell(List<List<Cell>> early) {
            if (told) {
                return;
            }
            told = true;
            var columns = Math.max(names.size(), early.stream().mapToInt(ColumnNames::filled).max().orElse(0));
            var used = new HashSet<String>();
            List<String> unique = new ArrayList<>();
            for (var i = 0; i < columns; i++) {
                var name = i < names.size() && !names.get(i).isEmpty() ? names.get(i) : "column_" + (i + 1);
                var next = name;
                for (var copy = 2; !used.add(next); copy++) {
                    next = name + "_" + copy;
                }
                unique.add(next);
            }
            names.clear();
            names.addAll(unique);
            out.header(names);
            early.forEach(this::row);
        }

        private static int filled(List<Cell> cells) {
            var count = cells.size();
            while (count > 0 && cells.get(count - 1).text().isBlank()) {
                count--;
            }
            return count;
        }

        private void row(List<Cell> cells) {
            var filled = cells.subList(0, Math.min(filled(cells), names.size()));
            if (!filled.isEmpty()) {
                out.row(filled);
            }
        }
    }
}
