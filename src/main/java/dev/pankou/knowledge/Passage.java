package dev.pankou.knowledge;

import dev.pankou.id.Id;
import dev.pankou.retrieval.Route;
import dev.pankou.retrieval.RouteScore;
import java.util.List;
import java.util.Map;

/**
 * A slice that was recalled.
 *
 * @param content of an image its caption
 * @param score 0 to 1, what min_score is compared with
 * @param routes how it was found, with its place there
 * @param headings above it, from the outermost
 * @param page from 1; 0: the document has none
 * @param url of a web page, or of an image's file; "" otherwise
 */
public record Passage(
        Id dataset,
        Id document,
        Id slice,
        String documentName,
        String content,
        double score,
        Map<Route, RouteScore> routes,
        List<String> headings,
        int page,
        String url) {
    public Passage {
        routes = Map.copyOf(routes);
        headings = List.copyOf(headings);
    }
}
