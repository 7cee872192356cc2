package dev.pankou.workflow.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A text with {@code {{name}}}, {@code {{a.b}}} and {@code {{list[0].x}}}, compiled once. Rendered in one pass: what is put in
 * is never looked at again. White space inside a placeholder's ends is ignored; what is no path is literal text. Of more than
 * two braces in a row the inner two count, so {@code {{{a}}}} is the value of {@code a} in braces.
 */
public final class ValueTemplate {
    /** A rendered text may be as long as all values of a run together, in characters. */
    static final int MAX_LENGTH = 20 * 1024 * 1024;

    private final List<Segment> segments;

    private ValueTemplate(List<Segment> segments) {
        this.segments = List.copyOf(segments);
    }

    /** A piece of a template. A stream sends literals at once and placeholders when their value is there. */
    public sealed interface Segment {}

    /** Text that is printed as it is. */
    public record Literal(String text) implements Segment {}

    /**
     * Where a value is put in.
     *
     * @param source the placeholder as it was written, with braces: printed where nothing is found
     * @param root the variable's name
     */
    public record Placeholder(String source, String root, List<Step> steps) implements Segment {
        public Placeholder {
            steps = List.copyOf(steps);
        }

        /** Whether it stands for the variable as a whole, so that a stream of that variable may be forwarded. */
        public boolean isWhole() {
            return steps.isEmpty();
        }

        /** The text to print. @throws ValueException for an index beyond a list's end or into null */
        public String text(Map<String, @Nullable Object> values, Set<String> skipped) {
            return print(values, skipped, null);
        }

        private String print(Map<String, @Nullable Object> values, Set<String> skipped, @Nullable String separator) {
            if (skipped.contains(root)) {
                return "";
            }
            if (!values.containsKey(root)) {
                return source;
            }
            var found = find(values.get(root));
            if (!found.present()) {
                return source;
            }
            return separator != null && found.value() instanceof List<?> list
                    ? joined(list, separator)
                    : Values.text(found.value());
        }

        private static String joined(List<?> list, String separator) {
            var out = new StringBuilder();
            var first = true;
            for (var element : list) {
                append(out, first ? "" : separator);
                append(out, Values.text(element));
                first = false;
            }
            return out.toString();
        }

        /** What the steps lead to, beginning at the variable's value. @throws ValueException as {@link #text} */
        public Found find(@Nullable Object value) {
            var here = value;
            for (var at = 0; at < steps.size(); at++) {
                switch (steps.get(at)) {
                    case Key(var name) -> {
                        if (!(here instanceof Map<?, ?> map) || !map.containsKey(name)) {
                            return Found.ABSENT;
                        }
                        here = map.get(name);
                    }
                    case Index(var index) -> {
                        if (here == null) {
                            throw new ValueException(
                                    ValueException.INDEX_INTO_NULL, "index " + index + " into " + upTo(at) + ", which is null");
                        }
                        if (!(here instanceof List<?> list)) {
                            return Found.ABSENT;
                        }
                        if (index >= list.size()) {
                            throw new ValueException(
                                    ValueException.INDEX_OUT_OF_RANGE,
                                    "array index out of bounds: array " + upTo(at) + ", index " + index + ", length "
                                            + list.size());
                        }
                        here = list.get((int) index);
                    }
                }
            }
            return Found.of(here);
        }

        private String upTo(int end) {
            return root + steps.subList(0, end).stream().map(Step::toString).collect(Collectors.joining());
        }
    }

    /** One step into a value. */
    public sealed interface Step {}

    public record Key(String name) implements Step {
        @Override
        public String toString() {
            return "." + name;
        }
    }

    public record Index(long index) implements Step {
        @Override
        public String toString() {
            return "[" + index + "]";
        }
    }

    /** Every text is a template. */
    public static ValueTemplate parse(String text) {
        return parse(text, false);
    }

    /**
     * A template of an HTTP node: there {@code global_variable_app["key"]} is a path too, with the root {@code
     * global_variable_app}; a node's output has the root {@code block_output_<nodeId>}.
     */
    public static ValueTemplate parseHttp(String text) {
        return parse(text, true);
    }

    private static ValueTemplate parse(String text, boolean quotedKeys) {
        var segments = new ArrayList<Segment>();
        var literalStart = 0;
        var open = text.indexOf("{{");
        while (open >= 0) {
            while (open + 2 < text.length() && text.charAt(open + 2) == '{') {
                open++;
            }
            var close = nextBrace(text, open + 2);
            if (!text.startsWith("}}", close)) {
                open = text.indexOf("{{", close);
                continue;
            }
            var end = close + 2;
            var placeholder = placeholder(text.substring(open, end), quotedKeys);
            if (placeholder != null) {
                if (literalStart < open) {
                    segments.add(new Literal(text.substring(literalStart, open)));
                }
                segments.add(placeholder);
                literalStart = end;
            }
            open = text.indexOf("{{", end);
        }
        if (literalStart < text.length()) {
            segments.add(new Literal(text.substring(literalStart)));
        }
        return new ValueTemplate(segments);
    }

    private static int nextBrace(String text, int from) {
        var at = from;
        while (at < text.length() && text.charAt(at) != '{' && text.charAt(at) != '}') {
            at++;
        }
        return at;
    }

    private static @Nullable Placeholder placeholder(String source, boolean quotedKeys) {
        var path = source.substring(2, source.length() - 2).strip();
        var steps = new ArrayList<Step>();
        String root = null;
        var at = 0;
        while (true) {
            var end = at;
            while (end < path.length() && ".[]".indexOf(path.charAt(end)) < 0) {
                end++;
            }
            if (end == at) {
                return null; // no name where one has to be
            }
            var name = path.substring(at, end);
            if (root == null) {
                root = name;
            } else {
                steps.add(new Key(name));
            }
            while (end < path.length() && path.charAt(end) == '[') {
                var close = quotedKeys && path.startsWith("\"", end + 1)
                        ? path.indexOf("\"]", end + 2) + 1
                        : path.indexOf(']', end);
                var step = close <= 0 ? null : bracket(path.substring(end + 1, close), quotedKeys);
                if (step == null) {
                    return null;
                }
                steps.add(step);
                end = close + 1;
            }
            if (end == path.length()) {
                return new Placeholder(source, root, steps);
            }
            if (path.charAt(end) != '.') {
                return null;
            }
            at = end + 1;
        }
    }

    private static @Nullable Step bracket(String inside, boolean quotedKeys) {
        if (quotedKeys && inside.length() > 2 && inside.startsWith("\"") && inside.endsWith("\"")) {
            return new Key(inside.substring(1, inside.length() - 1));
        }
        if (inside.isEmpty() || inside.length() > 18 || !inside.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        return new Index(Long.parseLong(inside));
    }

    /** All pieces in order. */
    public List<Segment> segments() {
        return segments;
    }

    /** Whether nothing has to be put in. */
    public boolean isLiteral() {
        return segments.stream().allMatch(Literal.class::isInstance);
    }

    /** The variables it names, each once. */
    public Set<String> roots() {
        return segments.stream()
                .map(segment -> segment instanceof Placeholder placeholder ? placeholder.root() : null)
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** With all values there and nothing skipped. @throws ValueException as the other {@code render} */
    public String render(Map<String, @Nullable Object> values) {
        return render(values, Set.of());
    }

    /**
     * The text. A root in {@code skipped} prints "", null prints "", what is not found prints its placeholder.
     *
     * @param skipped variables whose source node was skipped
     * @throws ValueException INDEX_OUT_OF_RANGE, INDEX_INTO_NULL; EXECUTION when the text is longer than 20 Mi characters
     */
    public String render(Map<String, @Nullable Object> values, Set<String> skipped) {
        return print(values, skipped, null);
    }

    /** As {@code render}, and a list is joined: null elements as "", objects and lists as JSON (text node, concat). */
    public String renderJoining(Map<String, @Nullable Object> values, Set<String> skipped, String separator) {
        return print(values, skipped, separator);
    }

    private String print(Map<String, @Nullable Object> values, Set<String> skipped, @Nullable String separator) {
        var out = new StringBuilder();
        for (var segment : segments) {
            append(
                    out,
                    switch (segment) {
                        case Literal(var text) -> text;
                        case Placeholder placeholder -> placeholder.print(values, skipped, separator);
                    });
        }
        return out.toString();
    }

    private static void append(StringBuilder out, String text) {
        if (out.length() + text.length() > MAX_LENGTH) {
            throw new ValueException(
                    ValueException.EXECUTION, "a rendered text is longer than " + MAX_LENGTH + " characters");
        }
        out.append(text);
    }
}
