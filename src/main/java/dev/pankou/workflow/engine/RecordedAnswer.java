package dev.pankou.workflow.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

import dev.pankou.model.ModelCall;
import dev.pankou.model.ModelEvent;
import dev.pankou.model.ModelException;
import dev.pankou.model.ModelRequest;
import dev.pankou.model.TokenEstimate;
import dev.pankou.model.ToolCall;

/** A model's answer on its way to a node: counted, taped, and cut off when the node is. */
final class RecordedAnswer implements ModelCall {
    private final NodeRun node;
    private final ModelRequest request;
    private final ModelCall call;
    private final Cancellation.Hook hook;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final TapedPieces pieces = new TapedPieces();
    private List<ToolCall> wanted = List.of();
    private boolean finished;

    RecordedAnswer(NodeRun node, ModelRequest request, ModelCall call) {
        this.node = node;
        this.request = request;
        this.call = call;
        this.hook = node.cancellation().on(call::cancel);
    }

    @Override
    public @Nullable ModelEvent next() {
        ModelEvent event;
        try {
            event = call.next();
        } catch (ModelException failed) {
            node.cancellation().check();
            throw failed;
        }
        switch (event) {
            case ModelEvent.Text(var piece) -> {
                text.append(piece);
                pieces.add(piece.length(), true);
            }
            case ModelEvent.Reasoning(var piece) -> {
                reasoning.append(piece);
                pieces.add(piece.length(), false);
            }
            case ModelEvent.ToolCalls(var calls) -> wanted = calls;
            case ModelEvent.Finished done -> {
                finished = true;
                node.used(done.usage().inputTokens(), done.usage().outputTokens());
                tape(done.usage().inputTokens(), done.usage().outputTokens());
            }
            case null -> {}
        }
        return event;
    }

    private void tape(long input, long output) {
        var taped = new LinkedHashMap<String, @Nullable Object>();
        taped.put("kind", "model");
        taped.put("text", text.toString());
        if (!reasoning.isEmpty()) {
            taped.put("reasoning", reasoning.toString());
        }
        var cuts = pieces.cuts();
        if (cuts != null) {
            taped.put("cuts", cuts);
        }
        if (!wanted.isEmpty()) {
            var calls = new ArrayList<Map<String, @Nullable Object>>();
            for (var wish : wanted) {
                calls.add(Map.of("id", wish.id(), "name", wish.name(), "arguments", wish.arguments()));
            }
            taped.put("calls", calls);
        }
        taped.put("in", input);
        taped.put("out", output);
        node.taped(taped);
    }

    @Override
    public boolean ready() {
        var more = call.ready();
        if (!more) {
            pieces.cut(); // what is here is shown now
        }
        return more;
    }

    @Override
    public void cancel() {
        call.cancel();
    }

    @Override
    public void close() {
        hook.close();
        call.close();
        if (!finished && (!text.isEmpty() || !reasoning.isEmpty())) {
            node.used(TokenEstimate.of(request), TokenEstimate.of(text) + TokenEstimate.of(reasoning));
        }
    }
}
