package dev.pankou.model;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * An embedding model.
 *
 * @param baseUrl with or without a trailing slash or "/v1"
 * @param apiKey secret; never printed
 * @param name the model's name at its server
 * @param batch most texts in one request
 * @param concurrency requests for documents at once; one for a question never waits for them
 */
public record EmbeddingSpec(URI baseUrl, @Nullable String apiKey, String name, int batch, int concurrency) {
    public EmbeddingSpec {
        if (batch < 1 || concurrency < 1) {
            throw new IllegalArgumentException("batch and concurrency are at least 1: " + batch + ", " + concurrency);
        }
    }

    @Override
    public String toString() {
        return "EmbeddingSpec[" + name + "]";
    }
}
