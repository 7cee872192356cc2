package dev.pankou.parse.child;

import dev.pankou.parse.ParseException;
import dev.pankou.parse.child.Output.Cell;
import dev.pankou.parse.wire.Frame;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Comma-separated values, also with semicolons, tabs or bars; quotes as in RFC 4180, line breaks inside them too. */
final class Csv implements Tables.Workbook {
    private static final String SEPARATORS = ",\t;|";
    private static final int SAMPLE = 64 << 10;

    private final Path file;
    private final String charset;
    private final Output out;

    Csv(Path file, String charset, Output out) {
        this.file = file;
        this.charset = charset;
        this.out = out;
    }

    @Override
    public List<String> sheets() {
        return List.of("");
    }

    @Override
    public void read(int sheet, Tables.Rows rows) throws IOException {
        try (var in = Charsets.open(file, charset, out)) {
            in.mark(SAMPLE);
            var sample = new char[SAMPLE - 1];
            var length = Math.max(0, in.read(sample));
            in.reset();
            new Reading(in, separator(new String(sample, 0, length)), rows).run();
        }
    }

    /** The one that parts the first lines most evenly. */
    private static char separator(String sample) {
        var best = ',';
        var most = 0.0;
        for (var i = 0; i < SEPARATORS.length(); i++) {
            var separator = SEPARATORS.charAt(i);
            var counts = sample.lines().limit(20).filter(line -> !line.isBlank()).mapToLong(line -> outsideQuotes(line, separator)).toArray();
            var same = 0;
            for (var count : counts) {
                same += counts.length > 0 && count == counts[0] ? 1 : 0;
            }
            var score = counts.length == 0 || counts[0] == 0 ? 0 : (double) same / counts.length + Math.min(counts[0], 50) / 100.0;
            if (score > most) {
                most = score;
                best = separator;
            }
        }
        return best;
    }

    private static long outsideQuotes(String line, char separator) {
        var count = 0L;
        var quoted = false;
        for (var i = 0; i < line.length(); i++) {
            quoted ^= line.charAt(i) == '"';
            count += !quoted && line.charAt(i) == separator ? 1 : 0;
        }
        return count;
    }

    private static final class Reading {
        private final BufferedReader in;
        private final char separator;
        private final Tables.Rows rows;
        private final StringBuilder value = new StringBuilder();
        private List<Cell> row = new ArrayList<>();
        private int index;

        private Reading(BufferedReader in, char separator, Tables.Rows rows) {
            this.in = in;
            this.separator = separator;
            this.rows = rows;
        }

        private void run() throws IOException {
            var quoted = false;
            var wasQuoted = false;
            for (int c; (c = in.read()) >= 0; ) {
                if (quoted) {
                    if (c != '"') {
                        append(c);
                    } else if (peek() == '"') {
                        append(in.read());
                    } else {
                        quoted = false;
                    }
                } else if (c == '"' && value.isEmpty() && !wasQuoted) {
                    quoted = true;
                    wasQuoted = true;
                } else if (c == separator) {
                    cell(wasQuoted);
                    wasQuoted = false;
                } else if (c == '\n' || c == '\r') {
                    if (c == '\r' && peek() == '\n') {
                        in.read();
                    }
                    cell(wasQuoted);
                    wasQuoted = false;
                    if (!rows.row(index++, row)) {
                        return;
                    }
                    row = new ArrayList<>();
                } else {
                    append(c);
                }
            }
            if (!value.isEmpty() || !row.isEmpty()) {
                cell(wasQuoted);
                rows.row(index, row);
            }
        }

        private int peek() throws IOException {
            in.mark(1);
            var next = in.read();
            in.reset();
            return next;
        }

        private void append(int c) {
            if (value.length() < Frame.MOST_CELL) {
                value.append((char) c);
            }
        }

        private void cell(boolean quoted) {
            if (row.size() == Frame.MOST_COLUMNS) {
                throw new ParseException(
                        ParseException.Kind.TOO_LARGE, "The table has more than " + Frame.MOST_COLUMNS + " columns");
            }
            row.add(quoted ? Cell.text(value.toString().strip()) : Values.guess(value.toString()));
            value.setLength(0);
        }
    }

    @Override
    public void close() {
        // holds nothing
    }
}
