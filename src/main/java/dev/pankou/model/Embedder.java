package dev.pankou.model;

import dev.pankou.egress.CancelSignal;
import dev.pankou.egress.Egress;
import dev.pankou.json.Json;
import dev.pankou.model.ModelException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Makes vectors of texts with an OpenAI-compatible embedding model: in batches, several at once, each tried again while the model
 * is busy or away. A server that takes fewer texts at once than configured is found out by its refusal. Threads share it.
 */
public final class Embedder {
    /** Of one request, by {@link TokenEstimate}: what small servers take. One text alone may have more. */
    private static final int BATCH_TOKENS = 16_000;

    private final EmbeddingSpec model;
    private final OpenAiHttp http;
    private final Retry retry;
    private final Semaphore requests;
    /** Most texts in a request; falls when the server refuses that many and takes fewer. */
    private final AtomicInteger batch;

    public Embedder(Egress egress, EmbeddingSpec model, ModelTimeouts timeouts) {
        this.model = model;
        http = new OpenAiHttp(egress, timeouts);
        retry = new Retry(timeouts);
        requests = new Semaphore(model.concurrency());
        batch = new AtomicInteger(model.batch());
    }

    /** The model's name: vectors of different names are not comparable. */
    public String model() {
        return model.name();
    }

    /** The vector of a question. Never waits for documents that are under way. */
    public float[] embed(String question) {
        return embedded(List.of(question), new CancelSignal()).getFirst();
    }

    /** As {@link #embed(List, CancelSignal)}, not to be cancelled. */
    public List<float[]> embed(List<String> texts) {
        return embed(texts, new CancelSignal());
    }

    /**
     * The vectors of texts, in their order, all of one dimension and of length 1.
     *
     * @throws ModelException when the model failed for good, answered with something else or the call was cancelled
     */
    public List<float[]> embed(List<String> texts, CancelSignal cancel) {
        var vectors = new ArrayList<float[]>(texts.size());
        var parts = new ArrayList<Future<List<float[]>>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var part : batches(texts)) {
                parts.add(threads.submit(permitted(part, cancel)));
            }
            try {
                for (var part : parts) {
                    vectors.addAll(part.get());
                }
            } catch (ExecutionException failed) {
                parts.forEach(part -> part.cancel(true));
                throw failed.getCause() instanceof ModelException known ? known : new IllegalStateException(failed.getCause());
            } catch (InterruptedException stop) {
                parts.forEach(part -> part.cancel(true));
                Thread.currentThread().interrupt();
                throw new ModelException(Kind.CANCELLED, false, null, stop);
            }
        }
        sameDimension(vectors);
        return vectors;
    }

    private Callable<List<float[]>> permitted(List<String> part, CancelSignal cancel) {
        return () -> {
            requests.acquire();
            try {
                return embedded(part, cancel);
            } finally {
                requests.release();
            }
        };
    }

    private List<List<String>> batches(List<String> texts) {
        var batches = new ArrayList<List<String>>();
        var most = batch.get();
        var from = 0;
        var tokens = 0L;
        for (var i = 0; i < texts.size(); i++) {
            var more = TokenEstimate.of(texts.get(i));
            if (i > from && (i - from >= most || tokens + more > BATCH_TOKENS)) {
                batches.add(texts.subList(from, i));
                from = i;
                tokens = 0;
            }
            tokens += more;
        }
        if (from < texts.size()) {
            batches.add(texts.subList(from, texts.size()));
        }
        return batches;
    }

    private List<float[]> embedded(List<String> texts, CancelSignal cancel) {
        try {
            return retry.run(model.name(), cancel, () -> ask(texts, cancel));
        } catch (ModelException refused) {
            if (texts.size() == 1 || refused.kind() != Kind.REFUSED && refused.kind() != Kind.CONTEXT_TOO_LONG) {
                throw refused;
            }
            var half = (texts.size() + 1) / 2;
            var vectors = new ArrayList<>(embedded(texts.subList(0, half), cancel));
            vectors.addAll(embedded(texts.subList(half, texts.size()), cancel));
            batch.accumulateAndGet(half, Math::min); // all of it was taken in parts: it was not a text but their number
            return vectors;
        }
    }

    private List<float[]> ask(List<String> texts, CancelSignal cancel) {
        var body = Json.object().put("model", model.name()).put("encoding_format", "float");
        var input = body.putArray("input");
        texts.forEach(text -> input.add(text.isBlank() ? "." : text)); // servers refuse an empty one
        try (var response = http.post(model.baseUrl(), model.apiKey(), "/embeddings", body, cancel)) {
            return vectors(Json.tree(new String(response.bytes(), StandardCharsets.UTF_8)), texts.size());
        } catch (JacksonException unreadable) {
            throw new ModelException(Kind.MALFORMED, true, null, unreadable);
        }
    }

    private static List<float[]> vectors(JsonNode answer, int count) {
        var vectors = new float[count][];
        var data = answer.path("data");
        for (var i = 0; i < data.size(); i++) {
            var entry = data.get(i);
            var at = entry.path("index").asInt(i);
            if (at < 0 || at >= count || vectors[at] != null) {
                throw new ModelException(Kind.MALFORMED, false);
            }
            vectors[at] = unit(entry.path("embedding"));
        }
        var complete = new ArrayList<float[]>(count);
        for (var vector : vectors) {
            if (vector == null) {
                throw new ModelException(Kind.MALFORMED, false);
            }
            complete.add(vector);
        }
        return complete;
    }

    private static float[] unit(JsonNode numbers) {
        var vector = new float[numbers.size()];
        var square = 0.0;
        for (var i = 0; i < vector.length; i++) {
            var value = numbers.get(i).asDouble(Double.NaN);
            vector[i] = (float) value;
            square += value * value;
        }
        if (!(square > 0) || Double.isInfinite(square)) {
            throw new ModelException(Kind.MALFORMED, false); // empty, all zero, or not numbers
        }
        var length = Math.sqrt(square);
        for (var i = 0; i < vector.length; i++) {
            vector[i] = (float) (vector[i] / length);
        }
        return vector;
    }

    private static void sameDimension(List<float[]> vectors) {
        if (vectors.stream().mapToInt(vector -> vector.length).distinct().count() > 1) {
            throw new ModelException(Kind.MALFORMED, false);
        }
    }
}
