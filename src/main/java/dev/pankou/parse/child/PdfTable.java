package dev.pankou.parse.child;

import dev.pankou.parse.child.PdfLines.Segment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds the columns of lines that look like a table: strips of the page where no segment crosses. */
final class PdfTable {
    private PdfTable() {}

    /** Empty when the segments make no columns. */
    static List<List<String>> cells(List<List<Segment>> rows) {
        var all = rows.stream().flatMap(List::stream).sorted(Comparator.comparingDouble(each -> each.left)).toList();
        List<double[]> columns = new ArrayList<>();
        for (var segment : all) {
            var last = columns.isEmpty() ? null : columns.getLast();
            if (last == null || segment.left > last[1] + 0.2 * segment.size) {
                columns.add(new double[] {segment.left, segment.right});
            } else {
                last[1] = Math.max(last[1], segment.right);
            }
        }
        if (columns.size() < 2) {
            return List.of();
        }
        List<List<String>> cells = new ArrayList<>();
        for (var row : rows) {
            List<String> line = new ArrayList<>();
            for (var column : columns) {
                var text = new StringBuilder();
                for (var segment : row) {
                    if (segment.left >= column[0] - 0.01 && segment.left <= column[1]) {
                        text.append(text.isEmpty() ? "" : " ").append(segment.text().strip());
                    }
                }
                line.add(text.toString());
            }
            if (line.getFirst().isEmpty() && row.size() == 1 && !cells.isEmpty()) {
                continueCells(cells.getLast(), line);
            } else {
                cells.add(line);
            }
        }
        return cells;
    }

    private static void continueCells(List<String> above, List<String> line) {
        for (var i = 0; i < line.size(); i++) {
            if (!line.get(i).isEmpty()) {
                var before = above.get(i);
                var cjk = !before.isEmpty() && Texts.isCjk(before.codePointBefore(before.length())) && Texts.isCjk(line.get(i).codePointAt(0));
                above.set(i, before.isEmpty() || cjk ? before + line.get(i) : before + " " + line.get(i));
            }
        }
    }
}
