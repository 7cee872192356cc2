package dev.pankou.console;

import dev.pankou.api.Api;
import dev.pankou.api.ApiDocs;
import dev.pankou.http.Exchange;
import dev.pankou.http.HttpHandler;
import dev.pankou.id.Ids;
import dev.pankou.trace.Metrics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything on the port: the API, and beside it health, metrics, the API reference and the console. Those outside the API
 * take GET and HEAD without a token and tell nothing of any user. Threads share it.
 */
public final class Site implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Site.class);
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final String JSON_TYPE = "application/json; charset=utf-8";

    private final Api api;
    private volatile @Nullable ApiDocs docs;
    private final ConsoleFiles console;
    private final Map<String, HttpHandler> fixed;

    /** @param ready whether work can be done, asked by {@code /readyz} */
    public Site(Api api, Ids ids, Metrics metrics, BooleanSupplier ready) {
        this(api, ids, metrics, ready, "/console/");
    }

    Site(Api api, Ids ids, Metrics metrics, BooleanSupplier ready, String consoleFolder) {
        this.api = api;
        this.console = new ConsoleFiles(consoleFolder, ids);
        this.fixed = Map.of(
                "/healthz", exchange -> plain(exchange, 200, JSON_TYPE, "{\"status\":\"ok\"}"),
                "/readyz", exchange -> ready(exchange, ready.getAsBoolean()),
                "/metrics", exchange -> plain(exchange, 200, Metrics.CONTENT_TYPE, metrics.text()));
    }

    @Override
    public void handle(Exchange exchange) {
        if (!READING.contains(exchange.method()) || api.owns(exchange.path())) {
            api.handle(exchange);
            return;
        }
        try {
            if (!outside(exchange)) {
                api.handle(exchange);
            }
        } catch (RuntimeException defect) {
            LOG.error("A page failed", defect);
            if (!exchange.answered()) {
                plain(exchange, 500, "text/plain; charset=utf-8", "internal error");
            }
        }
    }

    private boolean outside(Exchange exchange) {
        var page = fixed.get(exchange.path());
        if (page != null) {
            page.handle(exchange);
            return true;
        }
        return docs().answer(exchange) || (!exchange.path().startsWith("/docs/") && console.answer(exchange));
    }

    /** Made when somebody asks: describing every operation would take a good part of the start. */
    private ApiDocs docs() {
        var made = docs;
        if (made == null) {
            made = new ApiDocs(api.operations());
            docs = made;
        }
        return made;
    }

    private static void ready(Exchange exchange, boolean ready) {
        plain(exchange, ready ? 200 : 503, JSON_TYPE, ready ? "{\"status\":\"ok\"}" : "{\"status\":\"the store does not answer\"}");
    }

    private static void plain(Exchange exchange, int status, String type, String text) {
        exchange.setHeader("Cache-Control", "no-store");
        exchange.setHeader("X-Content-Type-Options", "nosniff");
        exchange.answer(status, type, text.getBytes(StandardCharsets.UTF_8));
    }
}
