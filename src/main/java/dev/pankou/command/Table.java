package dev.pankou.command;

import java.io.PrintStream;
import java.util.List;

/** Columns for a terminal. */
final class Table {
    private Table() {}

    static void print(List<List<String>> rows, PrintStream out) {
        var widths = new int[rows.getFirst().size()];
        for (var row : rows) {
            for (var i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        for (var row : rows) {
            var line = new StringBuilder();
            for (var i = 0; i < widths.length; i++) {
                line.append(row.get(i)).repeat(" ", widths[i] - width(row.get(i)) + 2);
            }
            out.println(line.toString().stripTrailing());
        }
    }

    /** Columns of the terminal: East Asian characters take two. */
    static int width(String text) {
        return text.codePoints()
                .map(c -> c >= 0x1100
                                && (c <= 0x115f
                                        || (c >= 0x2e80 && c <= 0xa4cf)
                                        || (c >= 0xac00 && c <= 0xd7a3)
                                        || (c >= 0xf900 && c <= 0xfaff)
                                        || (c >= 0xfe30 && c <= 0xfe6f)
                                        || (c >= 0xff00 && c <= 0xff60)
                                        || (c >= 0xffe0 && c <= 0xffe6)
                                        || (c >= 0x1f300 && c <= 0x1faff)
                                        || (c >= 0x20000 && c <= 0x3fffd))
                        ? 2
                        : 1)
                .sum();
    }
}
