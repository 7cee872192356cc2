package dev.pankou.model;

import org.jspecify.annotations.Nullable;

/**
 * How a model is asked; null leaves the choice to the model.
 *
 * @param maxTokens of the answer
 * @param caching keep the context at the provider ({@code store} and {@code cacheExpireSeconds} say how); only the
 *     responses interface knows it
 */
public record Sampling(
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Integer topK,
        @Nullable Double frequencyPenalty,
        @Nullable Double presencePenalty,
        @Nullable Integer maxTokens,
        ResponseFormat responseFormat,
        @Nullable Thinking thinking,
        boolean caching,
        boolean store,
        @Nullable Integer cacheExpireSeconds) {
    /** Everything as the model likes it, plain text. */
    public static final Sampling DEFAULT =
            new Sampling(null, null, null, null, null, null, ResponseFormat.TEXT, null, false, false, null);

    public enum ResponseFormat {
        TEXT,
        MARKDOWN,
        JSON
    }

    public enum Thinking {
        ENABLED,
        DISABLED,
        AUTO
    }
}
