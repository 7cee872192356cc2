package dev.pankou.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the operation of a method and path: a tree of segments in which fixed ones come before parameters. Immutable once built. */
final class Router {
    private final Node root = new Node();

    Router(List<Operation<?, ?>> operations) {
        for (var operation : operations) {
            var node = root;
            for (var segment : segments(operation.path())) {
                if (segment.startsWith("{")) {
                    if (node.parameter == null) {
                        node.parameter = new Node();
                    }
                    node = node.parameter;
                } else {
                    node = node.fixed.computeIfAbsent(segment, key -> new Node());
                }
            }
            for (var method : operation.methods()) {
                if (node.operations.put(method, operation) != null) {
                    throw new IllegalStateException(method + " " + operation.path() + " is declared twice");
                }
            }
        }
    }

    /** What lies at a path. {@code operations} is by method. */
    record Match(Map<String, Operation<?, ?>> operations, List<String> values) {
        /** The path parameters of this operation, by name. */
        Map<String, String> parameters(Operation<?, ?> operation) {
            var found = new HashMap<String, String>();
            var next = 0;
            for (var segment : segments(operation.path())) {
                if (segment.startsWith("{")) {
                    found.put(segment.substring(1, segment.length() - 1), values.get(next++));
                }
            }
            return found;
        }
    }

    @Nullable Match match(String path) {
        var values = new ArrayList<String>();
        var node = find(root, segments(path), 0, values);
        return node == null ? null : new Match(node.operations, values);
    }

    private static @Nullable Node find(Node node, List<String> segments, int index, List<String> values) {
        if (index == segments.size()) {
            return node.operations.isEmpty() ? null : node;
        }
        var segment = segments.get(index);
        var fixed = node.fixed.get(segment);
        if (fixed != null) {
            var found = find(fixed, segments, index + 1, values);
            if (found != null) {
                return found;
            }
        }
        if (node.parameter != null && !segment.isEmpty()) {
            values.add(segment);
            var found = find(node.parameter, segments, index + 1, values);
            if (found != null) {
                return found;
            }
            values.removeLast();
        }
        return null;
    }

    private static List<String> segments(String path) {
        var found = new ArrayList<String>();
        var start = 1;
        while (start <= path.length()) {
            var end = path.indexOf('/', start);
            if (end < 0) {
                end = path.length();
            }
            found.add(path.substring(start, end));
            start = end + 1;
        }
        if (found.size() > 1 && found.getLast().isEmpty()) {
            found.removeLast();
        }
        return found;
    }

    private static final class Node {
        private final Map<String, Node> fixed = new HashMap<>();
        private @Nullable Node parameter;
        private final Map<String, Operation<?, ?>> operations = new HashMap<>();
    }
}
