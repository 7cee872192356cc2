package dev.pankou.workflow.engine;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

import dev.pankou.model.ContentPart;
import dev.pankou.model.FinishReason;
import dev.pankou.model.ModelCall;
import dev.pankou.model.ModelClient;
import dev.pankou.model.ModelEvent;
import dev.pankou.model.ModelMessage;
import dev.pankou.model.ModelRequest;
import dev.pankou.model.Usage;
import dev.pankou.workflow.node.NodeException;

/** A model that says what it was told, in brackets and in pieces that take their time; told by a system prompt to fail, it fails. */
final class EchoModel implements ModelClient {
    static String answer(String prompt) {
        return "<" + prompt + ">";
    }

    @Override
    public ModelCall open(ModelRequest request) {
        return new Echo(request);
    }

    private static final class Echo implements ModelCall {
        private final Queue<ModelEvent> events = new ArrayDeque<>();
        private final boolean fails;
        private volatile boolean cancelled;

        Echo(ModelRequest request) {
            fails = request.messages().getFirst() instanceof ModelMessage.System;
            var prompt = new StringBuilder();
            if (request.messages().getLast() instanceof ModelMessage.User(List<ContentPart> parts)) {
                parts.forEach(part -> prompt.append(part instanceof ContentPart.Text(var text) ? text : "?"));
            }
            var text = answer(prompt.toString());
            for (var from = 0; from < text.length(); ) {
                var end = text.offsetByCodePoints(from, 1);
                end = Math.min(text.length(), end + ThreadLocalRandom.current().nextInt(8));
                if (end < text.length() && Character.isLowSurrogate(text.charAt(end))) {
                    end++;
                }
                events.add(new ModelEvent.Text(text.substring(from, end)));
                from = end;
            }
            events.add(new ModelEvent.Finished(FinishReason.STOP, new Usage(1, 1, 0, 0, false), null));
        }

        @Override
        public @Nullable ModelEvent next() {
            LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(300_000));
            if (fails || cancelled) {
                throw new NodeException(NodeException.EXECUTION, "the model fails as it was told to");
            }
            return events.poll();
        }

        @Override
        public boolean ready() {
            return ThreadLocalRandom.current().nextBoolean();
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public void close() {}
    }
}
