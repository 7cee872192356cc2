package dev.pankou.parse;

import java.util.ArrayList;
import java.util.List;

/** Cuts texts that are too long at the best places there are. */
final class Pieces {
    private static final String ENDS = "。！？；…!?;｡";
    private static final String CLOSING = "”’』」）】》\"')]";
    private static final String CLAUSES = "，、：,:—";

    private Pieces() {}

    /** Sentences with what stands between them, so that they join to the text again. */
    static List<String> sentences(String text) {
        List<String> sentences = new ArrayList<>();
        var start = 0;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c != '\n' && ENDS.indexOf(c) < 0 && !(c == '.' && endsSentence(text, i))) {
                continue;
            }
            var end = i + 1;
            while (end < text.length() && (ENDS.indexOf(text.charAt(end)) >= 0 || CLOSING.indexOf(text.charAt(end)) >= 0)) {
                end++;
            }
            while (end < text.length() && Character.isWhitespace(text.charAt(end))) {
                end++;
            }
            sentences.add(text.substring(start, end));
            start = end;
            i = end - 1;
        }
        if (start < text.length()) {
            sentences.add(text.substring(start));
        }
        return sentences;
    }

    /** No abbreviation or number: a blank follows, and then no small letter. */
    private static boolean endsSentence(String text, int at) {
        var next = at + 1;
        while (next < text.length() && CLOSING.indexOf(text.charAt(next)) >= 0) {
            next++;
        }
        if (next == text.length()) {
            return true;
        }
        if (!Character.isWhitespace(text.charAt(next))) {
            return false;
        }
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        return next == text.length() || !Character.isLowerCase(text.charAt(next));
    }

    /** Cuts where nothing better is left: after a clause or word in the second half of what fits, else anywhere. */
    static List<String> hard(String text, int maxTokens) {
        List<String> pieces = new ArrayList<>();
        var rest = text;
        while (Tokens.count(Tokens.start(rest, maxTokens * 16)) > maxTokens) {
            var end = Tokens.fitting(rest, maxTokens);
            var better = end;
            for (var i = end; i > end / 2; i--) {
                var before = rest.charAt(i - 1);
                if (CLAUSES.indexOf(before) >= 0 || Character.isWhitespace(before)) {
                    better = i;
                    break;
                }
            }
            pieces.add(rest.substring(0, better));
            rest = rest.substring(better);
        }
        pieces.add(rest);
        return pieces;
    }

    /** A Markdown table as several, each with its header. @return rows that are too long by themselves come as they are */
    static List<String> tables(String table, int maxTokens) {
        var lines = table.split("\n");
        if (lines.length < 4) {
            return List.of(table);
        }
        var head = lines[0] + "\n" + lines[1];
        var headTokens = Tokens.count(head);
        if (headTokens > maxTokens / 2) {
            return List.of(lines);
        }
        List<String> tables = new ArrayList<>();
        var part = new StringBuilder(head);
        var tokens = headTokens;
        for (var i = 2; i < lines.length; i++) {
            var more = Tokens.count(lines[i]) + 1;
            if (tokens + more > maxTokens && tokens > headTokens) {
                tables.add(part.toString());
                part = new StringBuilder(head);
                tokens = headTokens;
            }
            part.append('\n').append(lines[i]);
            tokens += more;
        }
        tables.add(part.toString());
        return tables;
    }
}
