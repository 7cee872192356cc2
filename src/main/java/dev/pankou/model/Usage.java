package dev.pankou.model;

/**
 * Tokens of one answer.
 *
 * @param cachedTokens part of the input that the provider had cached
 * @param reasoningTokens part of the output that was thinking
 * @param estimated true when the model told none and {@link TokenEstimate} guessed
 */
public record Usage(
        long inputTokens, long outputTokens, long cachedTokens, long reasoningTokens, boolean estimated) {
    public long totalTokens() {
        return inputTokens + outputTokens;
    }
}
