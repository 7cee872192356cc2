package dev.pankou.expression;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text with holes, the subset of Jinja2 that Coze's {@code custom_variables} need: <code>{{ name }}</code> with string and
 * number literals and the filters upper, lower, trim, default, length, title, capitalize and replace;
 * <code>{% if %} {% elif %} {% else %} {% endif %}</code> with ==, !=, in, not, and, or and parentheses; comments
 * <code>{# #}</code>; <code>{% raw %}</code>; whitespace control with "-".
 *
 * <p>Prompts hold other braces too, so nothing is an error: what is no valid tag, or has no partner, stays as text. Values are
 * strings and are never read again as template. Reading and rendering take time in proportion to text and output. Immutable,
 * so threads share it.
 */
public final class Template {
    /** Longest tag in characters; comments may be longer. */
    private static final int MAX_TAG = 1000;

    private static final Pattern RAW_END = Pattern.compile("\\{%(-?)\\s{0,9}endraw\\s{0,9}(-?)%}");
    private static final Pattern IF = Pattern.compile("(if|elif)\\b(.*)", Pattern.DOTALL);

    private final List<Node> nodes;

    private Template(List<Node> nodes) {
        this.nodes = nodes;
    }

    private sealed interface Node {
        record Literal(String text) implements Node {}

        record Value(Expression expression, String written) implements Node {}

        record Choice(List<Branch> branches) implements Node {}
    }

    /** One arm of an if; without condition it is the else. */
    private record Branch(@Nullable Expression condition, List<Node> nodes) {}

    /** A tag as it stands in the text, or the text between tags. */
    private record Piece(Kind kind, String written, String inner, boolean trimsBefore, boolean trimsAfter) {
        enum Kind {
            TEXT,
            VALUE,
            STATEMENT,
            COMMENT
        }
    }

    /** Reads a template; there is no text that cannot be read. */
    public static Template parse(String text) {
        return new Template(nodes(pieces(text)));
    }

    /**
     * Puts the values in.
     *
     * @throws TemplateException when the result would be longer than {@code maxLength} characters
     */
    public String render(Map<String, String> values, Undefined undefined, int maxLength) {
        var out = new Output(maxLength);
        render(nodes, values, undefined, out);
        return out.text.toString();
    }

    private static void render(List<Node> nodes, Map<String, String> values, Undefined undefined, Output out) {
        for (var node : nodes) {
            switch (node) {
                case Node.Literal literal -> out.add(literal.text());
                case Node.Value value -> {
                    var keep = undefined == Undefined.KEEP
                            && value.expression() instanceof Expression.Variable variable
                            && !values.containsKey(variable.name());
                    out.add(keep ? value.written() : value.expression().text(values, out.maxLength));
                }
                case Node.Choice choice -> {
                    for (var branch : choice.branches()) {
                        if (branch.condition() == null || branch.condition().holds(values, out.maxLength)) {
                            render(branch.nodes(), values, undefined, out);
                            break;
                        }
                    }
                }
            }
        }
    }

    private static final class Output {
        private final StringBuilder text = new StringBuilder();
        private final int maxLength;

        private Output(int maxLength) {
            this.maxLength = maxLength;
        }

        private void add(String more) {
            if (text.length() + more.length() > maxLength) {
                throw new TemplateException("the text would be longer than " + maxLength + " characters");
            }
            text.append(more);
        }
    }

    /** Cuts the text at its tags. A tag has a longest length, so that starts without an end cost linear time. */
    private static List<Piece> pieces(String text) {
        var pieces = new ArrayList<Piece>();
        var comments = true; // until a comment is found that nobody closed
        var raws = true; // until one is found that nobody closed
        var from = 0;
        var at = text.indexOf('{');
        while (at >= 0 && at + 1 < text.length()) {
            var kind = "{%#".indexOf(text.charAt(at + 1));
            var close = kind < 0 || (kind == 2 && !comments) ? -1 : close(text, at, kind);
            if (close < 0) {
                comments &= kind != 2;
                at = text.indexOf('{', at + 1);
                continue;
            }
            if (at > from) {
                pieces.add(plain(text.substring(from, at)));
            }
            var piece = tag(text.substring(at, close), kind);
            from = close;
            if (raws && piece.inner().equals("raw") && piece.kind() == Piece.Kind.STATEMENT) {
                from = raw(text, close, piece, pieces);
                raws = from > close;
            } else {
                pieces.add(piece);
            }
            at = text.indexOf('{', from);
        }
        if (from < text.length()) {
            pieces.add(plain(text.substring(from)));
        }
        return pieces;
    }

    /** Where the tag that starts at {@code at} ends, or -1. An end inside quotes does not count. */
    private static int close(String text, int at, int kind) {
        if (kind == 2) {
            var end = text.indexOf("#}", at + 2);
            return end < 0 ? -1 : end + 2;
        }
        var end = kind == 0 ? '}' : '%';
        var last = Math.min(text.length() - 1, at + MAX_TAG);
        var quote = 0;
        for (var i = at + 2; i < last; i++) {
            var c = text.charAt(i);
            if (quote != 0) {
                if (c == '\\') {
                    i++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == end && text.charAt(i + 1) == '}') {
                return i + 2;
            } else if (c == '{') {
                return -1; // no tag of ours has a brace inside
            }
        }
        return -1;
    }

    private static Piece plain(String text) {
        return new Piece(Piece.Kind.TEXT, text, text, false, false);
    }

    private static Piece tag(String written, int kind) {
        var inner = written.substring(2, written.length() - 2);
        var before = inner.startsWith("-");
        var after = inner.length() > 1 && inner.endsWith("-");
        inner = inner.substring(before ? 1 : 0, inner.length() - (after ? 1 : 0)).strip();
        return new Piece(Piece.Kind.values()[kind + 1], written, inner, before, after);
    }

    /** Adds what stands between raw and endraw as text; without endraw the tag itself is text. */
    private static int raw(String text, int from, Piece tag, List<Piece> pieces) {
        var end = RAW_END.matcher(text);
        if (!end.find(from)) {
            pieces.add(plain(tag.written()));
            return from;
        }
        pieces.add(new Piece(Piece.Kind.COMMENT, "", "", tag.trimsBefore(), tag.trimsAfter()));
        pieces.add(plain(text.substring(from, end.start())));
        pieces.add(new Piece(
                Piece.Kind.COMMENT, "", "", !end.group(1).isEmpty(), !end.group(2).isEmpty()));
        return end.end();
    }

    /** An if that is still open: its branches so far and, in case it is never closed, its tags as text. */
    private static final class Open {
        private final List<Branch> branches = new ArrayList<>();
        private final List<Node> asText = new ArrayList<>();
        private @Nullable Expression condition;
        private List<Node> nodes = new ArrayList<>();
        private boolean inElse;

        private Open(@Nullable Expression condition, String written) {
            this.condition = condition;
            asText.add(new Node.Literal(written));
        }

        private void next(@Nullable Expression following, String written) {
            branches.add(new Branch(condition, nodes));
            asText.addAll(nodes);
            asText.add(new Node.Literal(written));
            condition = following;
            inElse = following == null;
            nodes = new ArrayList<>();
        }
    }

    private static List<Node> nodes(List<Piece> pieces) {
        var top = new ArrayList<Node>();
        Deque<Open> open = new ArrayDeque<>();
        for (var i = 0; i < pieces.size(); i++) {
            var piece = pieces.get(i);
            var into = open.isEmpty() ? top : open.peek().nodes;
            switch (piece.kind()) {
                case TEXT -> into.add(new Node.Literal(trimmed(pieces, i)));
                case COMMENT -> {}
                case VALUE -> {
                    var expression = Expression.parse(piece.inner());
                    into.add(
                            expression == null
                                    ? new Node.Literal(piece.written())
                                    : new Node.Value(expression, piece.written()));
                }
                case STATEMENT -> {
                    if (!statement(piece, open, top)) {
                        into.add(new Node.Literal(piece.written()));
                    }
                }
            }
        }
        while (!open.isEmpty()) { // an if that nobody closed is text
            var left = open.pop();
            var into = open.isEmpty() ? top : open.peek().nodes;
            into.addAll(left.asText);
            into.addAll(left.nodes);
        }
        return top;
    }

    private static String trimmed(List<Piece> pieces, int at) {
        var text = pieces.get(at).written();
        if (at > 0 && pieces.get(at - 1).trimsAfter()) {
            text = text.stripLeading();
        }
        return at + 1 < pieces.size() && pieces.get(at + 1).trimsBefore() ? text.stripTrailing() : text;
    }

    /** False when the statement is none of ours or stands where it must not. */
    private static boolean statement(Piece piece, Deque<Open> open, List<Node> top) {
        var inner = piece.inner();
        var matcher = IF.matcher(inner);
        if (matcher.matches()) {
            var condition = Expression.parse(matcher.group(2).strip());
            if (condition == null) {
                return false;
            }
            if (matcher.group(1).equals("if")) {
                if (open.size() == Expression.MAX_DEPTH) {
                    return false;
                }
                open.push(new Open(condition, piece.written()));
                return true;
            }
            if (open.isEmpty() || open.peek().inElse) {
                return false;
            }
            open.peek().next(condition, piece.written());
            return true;
        }
        if (open.isEmpty()) {
            return false;
        }
        if (inner.equals("else") && !open.peek().inElse) {
            open.peek().next(null, piece.written());
            return true;
        }
        if (inner.equals("endif")) {
            var closed = open.pop();
            closed.branches.add(new Branch(closed.condition, closed.nodes));
            (open.isEmpty() ? top : open.peek().nodes).add(new Node.Choice(closed.branches));
            return true;
        }
        return false;
    }
}
