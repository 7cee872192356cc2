package dev.pankou.retrieval;

/**
 * Where a hit stood on one route.
 *
 * @param rank from 1
 * @param score 0 to 1, see {@link Route}
 */
public record RouteScore(int rank, double score) {}
