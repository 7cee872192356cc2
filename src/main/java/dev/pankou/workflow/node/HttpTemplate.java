package dev.pankou.workflow.node;

import dev.pankou.workflow.canvas.Fault.Code;
import dev.pankou.workflow.value.Path;
import dev.pankou.workflow.value.Type;
import dev.pankou.workflow.value.ValueTemplate;
import dev.pankou.workflow.value.ValueTemplate.Index;
import dev.pankou.workflow.value.ValueTemplate.Key;
import dev.pankou.workflow.value.ValueTemplate.Placeholder;
import dev.pankou.workflow.value.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A text of an HTTP node. It names its sources itself: {@code {{block_output_<nodeId>.path}}}, {@code
 * {{global_variable_app["key"]}}} and its kin (WORKFLOW 5, 8.45). Values are put in as they are, without any escaping.
 */
record HttpTemplate(List<Piece> pieces) {
    private static final String BLOCK_OUTPUT = "block_output_";

    HttpTemplate {
        pieces = List.copyOf(pieces);
    }

    private sealed interface Piece {}

    private record Text(String text) implements Piece {}

    /** @param strict whether the placeholder itself is printed where its path leads nowhere; a variable then is empty */
    private record Value(Operand source, Placeholder placeholder, boolean strict) implements Piece {
        String text(NodeCall call) {
            if (call.isSkipped(source)) {
                return "";
            }
            var root = call.take(source);
            if (!root.present()) {
                return strict ? placeholder.source() : "";
            }
            if (strict) {
                return placeholder.text(Collections.singletonMap(placeholder.root(), root.value()), Set.of());
            }
            return Values.text(placeholder.find(root.value()).value());
        }
    }

    /** @param field where it stands, for the message when it names a node that is not there */
    static HttpTemplate of(NodeScope scope, String text, String field) {
        var pieces = new ArrayList<Piece>();
        for (var segment : ValueTemplate.parseHttp(text).segments()) {
            pieces.add(
                    switch (segment) {
                        case ValueTemplate.Literal literal -> new Text(literal.text());
                        case Placeholder placeholder -> piece(scope, placeholder, field);
                    });
        }
        return new HttpTemplate(pieces);
    }

    private static Piece piece(NodeScope scope, Placeholder placeholder, String field) {
        if (placeholder.root().startsWith(BLOCK_OUTPUT)) {
            var id = placeholder.root().substring(BLOCK_OUTPUT.length());
            var source = scope.output(id);
            if (source == null) {
                throw Setting.wrong(Code.REF_NODE_MISSING, scope.node(), field, field, id);
            }
            return new Value(source, placeholder, true);
        }
        var variables = variables(placeholder.root());
        if (variables == null || placeholder.isWhole() || !(placeholder.steps().getFirst() instanceof Key(var key))) {
            return new Text(placeholder.source());
        }
        var inside = placeholder.steps().subList(1, placeholder.steps().size());
        Type type = Type.Scalar.STRING;
        if (!inside.isEmpty()) { // read as what the path goes into
            type = inside.getFirst() instanceof Index ? new Type.ListType(null) : Type.ObjectType.FREE_FORM;
        }
        return new Value(
                new Operand.Variable(type, variables, new Path(List.of(key))),
                new Placeholder(placeholder.source(), placeholder.root(), inside),
                false);
    }

    private static Operand.@Nullable Scope variables(String root) {
        return switch (root) {
            case "global_variable_app" -> Operand.Scope.APP;
            case "global_variable_user" -> Operand.Scope.USER;
            case "global_variable_system" -> Operand.Scope.SYSTEM;
            default -> null;
        };
    }

    /** @throws dev.pankou.workflow.value.ValueException for an index beyond a list's end or into null */
    String text(NodeCall call) {
        var text = new StringBuilder();
        for (var piece : pieces) {
            text.append(
                    switch (piece) {
                        case Text literal -> literal.text();
                        case Value value -> value.text(call);
                    });
            if (text.length() > HttpBody.MOST_BYTES) {
                throw new NodeException(NodeException.EXECUTION, "a text of the request is longer than 20 MB");
            }
        }
        return text.toString();
    }
}
