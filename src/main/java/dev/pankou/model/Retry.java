package dev.pankou.model;

import dev.pankou.egress.CancelSignal;
import dev.pankou.egress.EgressException;
import dev.pankou.model.ModelException.Kind;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries again what may succeed later, as patiently as {@link ModelTimeouts} say. */
final class Retry {
    private static final Logger LOG = LoggerFactory.getLogger(Retry.class);

    private final ModelTimeouts timeouts;

    Retry(ModelTimeouts timeouts) {
        this.timeouts = timeouts;
    }

    <T> T run(String model, CancelSignal cancel, Supplier<T> call) {
        for (var attempt = 1; ; attempt++) {
            try {
                return call.get();
            } catch (EgressException | ModelException failed) {
                var failure = failed instanceof EgressException broken ? OpenAiHttp.failure(broken) : (ModelException) failed;
                if (!failure.retryable() || attempt >= timeouts.attempts()) {
                    throw failure;
                }
                LOG.info("model call failed, trying again model={} kind={} attempt={}", model, failure.kind(), attempt);
                pause(failure, attempt, cancel);
            }
        }
    }

    /** As long as the server asked, else longer each time. */
    private void pause(ModelException failure, int attempt, CancelSignal cancel) {
        var asked = failure.retryAfter();
        var wait = asked != null ? asked : timeouts.firstWait().multipliedBy(1L << Math.min(attempt - 1, 10));
        try {
            if (cancel.await(wait.compareTo(timeouts.maxWait()) > 0 ? timeouts.maxWait() : wait)) {
                throw new ModelException(Kind.CANCELLED, false);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new ModelException(Kind.CANCELLED, false, null, stop);
        }
    }
}
