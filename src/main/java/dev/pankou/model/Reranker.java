package dev.pankou.model;

import dev.pankou.egress.CancelSignal;
import dev.pankou.egress.Egress;
import dev.pankou.egress.EgressException;
import dev.pankou.json.Json;
import dev.pankou.model.ModelException.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Asks a model how well texts answer a question: {@code POST /rerank} as Jina, Cohere, vLLM and others have it. One try: a better order
 * is not worth waiting for. Threads share it.
 */
public final class Reranker {
    private static final Logger LOG = LoggerFactory.getLogger(Reranker.class);

    private final RerankSpec model;
    private final OpenAiHttp http;

    public Reranker(Egress egress, RerankSpec model) {
        this.model = model;
        http = new OpenAiHttp(
                egress, new ModelTimeouts(model.timeout(), model.timeout(), model.timeout(), 1, Duration.ZERO, Duration.ZERO));
    }

    /**
     * A score from 0 to 1 for each text, in the order of the texts. Scores that a server gives on another scale are put through the
     * logistic function. Empty when the model failed, which is logged: then the order stays as it was.
     */
    public Optional<double[]> rank(String query, List<String> texts) {
        if (texts.isEmpty()) {
            return Optional.of(new double[0]);
        }
        var body = Json.object().put("model", model.name()).put("query", query).put("top_n", texts.size()).put("return_documents", false);
        var documents = body.putArray("documents");
        texts.forEach(documents::add);
        try (var response = http.post(model.baseUrl(), model.apiKey(), "/rerank", body, new CancelSignal())) {
            return Optional.of(scores(Json.tree(new String(response.bytes(), StandardCharsets.UTF_8)), texts.size()));
        } catch (ModelException failed) {
            return failed(failed.kind());
        } catch (EgressException broken) {
            return failed(OpenAiHttp.failure(broken).kind());
        } catch (JacksonException unreadable) {
            return failed(Kind.MALFORMED);
        }
    }

    private Optional<double[]> failed(Kind kind) {
        LOG.warn("the rerank model failed, hits keep their order model={} kind={}", model.name(), kind);
        return Optional.empty();
    }

    private static double[] scores(JsonNode answer, int count) {
        var scores = new double[count];
        Arrays.fill(scores, Double.NaN);
        for (var result : answer.isArray() ? answer : answer.path(answer.has("results") ? "results" : "data")) {
            var at = result.path("index").asInt(-1);
            var score = result.path(result.has("relevance_score") ? "relevance_score" : "score").asDouble(Double.NaN);
            if (at < 0 || at >= count || !Double.isFinite(score)) {
                throw new ModelException(Kind.MALFORMED, false);
            }
            scores[at] = score;
        }
        if (Arrays.stream(scores).anyMatch(Double::isNaN)) {
            throw new ModelException(Kind.MALFORMED, false); // top_n asked for all of them
        }
        return Arrays.stream(scores).allMatch(score -> score >= 0 && score <= 1)
                ? scores
                : Arrays.stream(scores).map(score -> 1 / (1 + Math.exp(-score))).toArray();
    }
}
