package dev.pankou.knowledge;

/**
 * How much there may be.
 *
 * @param datasets of a workspace
 * @param documents of a base
 * @param slices of a document
 * @param documentBytes of a document
 * @param concurrency documents that this node reads at a time
 */
public record KnowledgeLimits(int datasets, int documents, int slices, long documentBytes, int concurrency) {}
