package dev.pankou.parse.child;

import java.util.ArrayList;
import java.util.List;

/** Small work on texts. All of it is linear in their length. */
final class Texts {
    private Texts() {}

    /**
     * Without control characters, soft hyphens and marks of width zero; lines without blanks at their ends, at most one empty
     * line in a row, none at the ends.
     */
    static String clean(String text) {
        var clean = new StringBuilder(text.length());
        var breaks = 0;
        var blanks = 0;
        var lineStart = true;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '\n' || c == '\u2028' || c == '\u2029' || c == '\f' || c == '\u000B' || c == '\u0085'
                    || c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n')) {
                breaks++;
                blanks = 0;
                lineStart = true;
            } else if (c == ' ' || c == '\t' || c == '\u00A0' || c == '\u3000') {
                if (!lineStart || c != '\u3000') { // a full-width blank begins a Chinese paragraph
                    blanks++;
                }
            } else if (keep(text, i)) {
                if (!clean.isEmpty()) {
                    clean.repeat('\n', Math.min(breaks, 2));
                }
                if (breaks > 0 || clean.isEmpty()) {
                    clean.repeat(' ', Math.min(blanks, 32)); // of nested lists
                } else {
                    clean.repeat(' ', Math.min(blanks, 4));
                }
                breaks = 0;
                blanks = 0;
                lineStart = false;
                clean.append(c);
            }
        }
        return clean.toString();
    }

    private static boolean keep(String text, int at) {
        var c = text.charAt(at);
        if (c < ' ' || c >= 0x7F && c < 0xA0 || c == '\u00AD' || c == '\u200B' || c == '\uFEFF' || c >= '\uFFFE') {
            return false;
        }
        if (Character.isHighSurrogate(c)) {
            return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
        }
        return !Character.isLowSurrogate(c) || at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }

    /** On one line, single blanks, none at the ends. */
    static String line(String text) {
        var line = new StringBuilder(text.length());
        var blank = false;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (Character.isWhitespace(c) || c == '\u00A0' || c == '\u3000') {
                blank = true;
            } else if (keep(text, i)) {
                if (blank && !line.isEmpty()) {
                    line.append(' ');
                }
                blank = false;
                line.append(c);
            }
        }
        return line.toString();
    }

    /** The first characters, none of them a half. */
    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }

    /** Pieces of at most so many characters, parted at the end of a line, else of a sentence, else anywhere. */
    static List<String> split(String text, int most) {
        if (text.length() <= most) {
            return List.of(text);
        }
        List<String> parts = new ArrayList<>();
        var start = 0;
        while (text.length() - start > most) {
            var end = end(text, start, start + most);
            parts.add(text.substring(start, end));
            start = end;
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static int end(String text, int start, int most) {
        var line = text.lastIndexOf('\n', most - 1);
        if (line >= start + (most - start) / 2) {
            return line + 1;
        }
        for (var i = most; i > start + (most - start) / 2; i--) {
            if ("。！？；.!?".indexOf(text.charAt(i - 1)) >= 0) {
                return i;
            }
        }
        return Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    }

    /** The same of a Markdown table: each piece has its header again. */
    static List<String> splitTable(String table, int most) {
        if (table.length() <= most) {
            return List.of(table);
        }
        var lines = table.split("\n");
        var head = lines.length > 2 ? lines[0] + "\n" + lines[1] : "";
        if (head.length() > most / 2) {
            return split(table, most);
        }
        List<String> parts = new ArrayList<>();
        var part = new StringBuilder(head);
        for (var i = head.isEmpty() ? 0 : 2; i < lines.length; i++) {
            var line = cut(lines[i], most - head.length() - 1);
            if (part.length() + 1 + line.length() > most) {
                parts.add(part.toString());
                part.setLength(0);
                part.append(head);
            }
            part.append(part.isEmpty() ? "" : "\n").append(line);
        }
        parts.add(part.toString());
        return parts;
    }

    /** A Markdown table of these rows, the first of them its header; rows may be of different length. */
    static String table(List<List<String>> rows) {
        var columns = rows.stream().mapToInt(List::size).max().orElse(0);
        if (columns == 0 || rows.stream().allMatch(row -> row.stream().allMatch(String::isBlank))) {
            return "";
        }
        var text = new StringBuilder();
        for (var i = 0; i < rows.size(); i++) {
            appendRow(text, rows.get(i), columns);
            if (i == 0) {
                text.append("|").repeat(" --- |", columns).append('\n');
            }
        }
        return text.toString();
    }

    static void appendRow(StringBuilder text, List<String> row, int columns) {
        text.append('|');
        for (var i = 0; i < columns; i++) {
            var cell = i < row.size() ? line(row.get(i).replace("|", "\\|")) : "";
            text.append(' ').append(cell).append(cell.isEmpty() ? "|" : " |");
        }
        text.append('\n');
    }

    /** Characters that are written without blanks between words. */
    static boolean isCjk(int c) {
        return c >= 0x2E80 && c <= 0x9FFF && !(c >= 0x3130 && c <= 0x318F) || c >= 0xF900 && c <= 0xFAFF || c >= 0xFE30 && c <= 0xFE4F
                || c >= 0xFF00 && c <= 0xFFEF || c >= 0x20000 && c <= 0x3FFFF;
    }
}
