package dev.pankou.retrieval;

import dev.pankou.id.Id;
import java.util.EnumMap;
import java.util.Map;

/**
 * A chunk that was found.
 *
 * @param score 0 to 1, what min_score is compared with: the score of its route, in a hybrid search the best of both. Hybrid hits are
 *     ordered by {@link Route#FUSED}, so their scores need not fall.
 * @param routes how it was found, with its place there
 */
public record Hit(Id chunk, Id document, Id dataset, double score, Map<Route, RouteScore> routes) {
    public Hit {
        routes = Map.copyOf(routes);
    }

    /** This hit with one more route and, as its score, the score there. */
    public Hit on(Route route, RouteScore place) {
        var more = new EnumMap<Route, RouteScore>(Route.class);
        more.putAll(routes);
        more.put(route, place);
        return new Hit(chunk, document, dataset, place.score(), more);
    }
}
