package dev.pankou.model;

import dev.pankou.egress.CancelSignal;
import dev.pankou.egress.Egress;
import dev.pankou.model.ModelException.Kind;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Picks the adapter of a model and tries again what failed before anything was answered: rate limits, server errors, failed
 * connections and silence. Keeps no state, so threads share it.
 */
public final class ModelGateway implements ModelClient {
    private static final Logger LOG = LoggerFactory.getLogger(ModelGateway.class);

    private final ModelTimeouts timeouts;
    private final Adapter openAiChat;
    private final Adapter openAiResponses;
    private final Adapter offline = (request, cancel) -> new OfflineModel(request, cancel).stream();

    public ModelGateway(Egress egress, ModelTimeouts timeouts, Clock clock) {
        this.timeouts = timeouts;
        openAiChat = new OpenAiChat(new OpenAiHttp(egress, timeouts));
        openAiResponses = new OpenAiResponses(new OpenAiHttp(egress, timeouts), clock);
    }

    @Override
    public ModelCall open(ModelRequest request) {
        return new Call(request, switch (request.model().kind()) {
            case OPENAI_CHAT -> openAiChat;
            case OPENAI_RESPONSES -> openAiResponses;
            case OFFLINE -> offline;
        });
    }

    private final class Call implements ModelCall {
        private final ModelRequest request;
        private final Adapter adapter;
        private final CancelSignal cancel = new CancelSignal();
        private @Nullable ModelStream stream;
        private boolean answered;
        private int attempt;

        private Call(ModelRequest request, Adapter adapter) {
            this.request = request;
            this.adapter = adapter;
        }

        @Override
        public @Nullable ModelEvent next() {
            while (true) {
                if (cancel.cancelled()) {
                    throw new ModelException(Kind.CANCELLED, false);
                }
                try {
                    var current = stream;
                    if (current == null) {
                        attempt++;
                        current = new SoundStream(adapter.open(request, cancel));
                        stream = current;
                    }
                    var event = current.next();
                    answered = true;
                    return event;
                } catch (ModelException failure) {
                    close();
                    if (cancel.cancelled()) {
                        throw new ModelException(Kind.CANCELLED, false);
                    }
                    if (answered || !failure.retryable() || attempt >= timeouts.attempts()) {
                        throw failure;
                    }
                    LOG.info(
                            "model call failed, trying again model={} kind={} attempt={}",
                            request.model().id(),
                            failure.kind(),
                            attempt);
                    pause(failure);
                }
            }
        }

        private void pause(ModelException failure) {
            var asked = failure.retryAfter();
            var wait = asked != null ? asked : timeouts.firstWait().multipliedBy(1L << Math.min(attempt - 1, 10));
            if (wait.compareTo(timeouts.maxWait()) > 0) {
                wait = timeouts.maxWait();
            }
            try {
                if (cancel.await(wait)) {
                    throw new ModelException(Kind.CANCELLED, false);
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new ModelException(Kind.CANCELLED, false, null, stop);
            }
        }

        @Override
        public boolean ready() {
            var current = stream;
            return current != null && current.ready();
        }

        @Override
        public void cancel() {
            cancel.cancel();
        }

        @Override
        public void close() {
            var current = stream;
            stream = null;
            if (current != null) {
                current.close();
            }
        }
    }
}
