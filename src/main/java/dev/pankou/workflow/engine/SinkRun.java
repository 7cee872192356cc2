package dev.pankou.workflow.engine;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

import dev.pankou.workflow.engine.Plan.Action;
import dev.pankou.workflow.node.NodeException;
import dev.pankou.workflow.node.Outcome;
import dev.pankou.workflow.value.Conversion;
import dev.pankou.workflow.value.Found;
import dev.pankou.workflow.value.ValueTemplate;
import dev.pankou.workflow.value.Values;

/**
 * Output and End (WORKFLOW 8.2, 8.13, 10). A streaming one walks its template from left to right: text goes out at once, a
 * stream is passed on as it comes, other values when they are there.
 */
final class SinkRun {
    private final NodeRun node;
    private final Action.Sink sink;
    private final Map<String, @Nullable Object> values;
    private final StringBuilder text = new StringBuilder();
    private final boolean shown;
    private final Emitter.@Nullable Source source;
    private int seq;
    private boolean finished;

    SinkRun(NodeRun node, Action.Sink sink) {
        this.node = node;
        this.sink = sink;
        this.values = new HashMap<>(node.inputs());
        var inSub = node.frame.place.depth() > 0;
        this.shown = node.execution.emitter != Emitter.NONE && !(sink.end() && inSub);
        this.source = shown || !sink.end() ? source() : null;
    }

    private Emitter.Source source() {
        var place = node.frame.place;
        return new Emitter.Source(
                node.node.id(),
                node.node.title(),
                node.node.typeName(),
                node.uuid(),
                sink.template() != null,
                sink.end(),
                place.loopIndex(),
                place.batchIndex(),
                place.subExecute());
    }

    Outcome work() {
        var template = sink.template();
        if (template == null) {
            emit(Values.json(node.inputs()), true);
            return Outcome.done(node.inputs());
        }
        if (sink.streaming()) {
            walk(template);
        } else {
            awaitAll();
            put(template.render(values, node.skipped()), true);
        }
        var output = new LinkedHashMap<String, @Nullable Object>();
        output.put("output", text.toString());
        return Outcome.done(output);
    }

    private void walk(ValueTemplate template) {
        var segments = template.segments();
        for (var i = 0; i < segments.size(); i++) {
            var last = i == segments.size() - 1;
            switch (segments.get(i)) {
                case ValueTemplate.Literal(var words) -> put(words, last);
                case ValueTemplate.Placeholder placeholder -> placeholder(placeholder, last);
            }
        }
        awaitAll();
        if (!finished) {
            emit("", true);
        }
    }

    private void placeholder(ValueTemplate.Placeholder placeholder, boolean last) {
        var waits = node.pending == null ? null : node.pending.get(placeholder.root());
        if (waits != null && !values.containsKey(placeholder.root())) {
            if (waits.text() != null && placeholder.isWhole()) {
                values.put(placeholder.root(), follow(waits.text(), last));
                return;
            }
            await(placeholder.root(), waits);
        }
        put(placeholder.text(values, node.skipped()), last);
    }

    /** Passes a stream on until it ends; the whole of it. */
    private String follow(TextStream stream, boolean last) {
        var from = 0;
        var whole = new StringBuilder();
        try {
            for (var piece = stream.after(from); piece != null; piece = stream.after(from)) {
                from += piece.length();
                whole.append(piece);
                put(piece, last && stream.endsAt(from));
            }
        } catch (InterruptedException stopped) {
            throw cut();
        }
        if (last && !finished) {
            emit("", true);
        }
        return whole.toString();
    }

    private void awaitAll() {
        if (node.pending != null) {
            for (var waits : node.pending.entrySet()) {
                await(waits.getKey(), waits.getValue());
            }
        }
    }

    /** Waits until the source is done and takes its value. */
    private void await(String name, Frame.Pending waits) {
        try {
            var outputs = waits.source().outputs().get();
            Found found = waits.operand().path().in(outputs);
            if (!values.containsKey(name)) {
                values.put(name, Conversion.convert(found.value(), waits.operand().type(), node.problems));
            }
        } catch (ExecutionException | CompletionException broken) {
            throw new TextStream.BrokenException();
        } catch (InterruptedException stopped) {
            throw cut();
        }
    }

    private static NodeException cut() {
        Thread.currentThread().interrupt();
        return new NodeException(NodeException.CANCELLED, "cancelled");
    }

    private void put(String piece, boolean last) {
        if (!piece.isEmpty()) {
            text.append(piece);
            emit(piece, last);
        } else if (last && !finished) {
            emit("", true);
        }
    }

    private void emit(String piece, boolean last) {
        finished = finished || last;
        if (sink.end() && node.frame.caller != null) {
            if (sink.streaming()) {
                node.frame.caller.subPiece(piece);
            }
            return;
        }
        if (shown && source != null) {
            node.execution.emitter.message(source, seq++, piece, last);
        }
    }
}
