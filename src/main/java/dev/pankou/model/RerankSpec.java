package dev.pankou.model;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A rerank model.
 *
 * @param baseUrl with or without a trailing slash or "/v1"
 * @param apiKey secret; never printed
 * @param name the model's name at its server
 * @param timeout for the whole answer
 */
public record RerankSpec(URI baseUrl, @Nullable String apiKey, String name, Duration timeout) {
    @Override
    public String toString() {
        return "RerankSpec[" + name + "]";
    }
}
