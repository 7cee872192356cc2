package dev.pankou.api;

import dev.pankou.http.Exchange;
import dev.pankou.http.StaticFiles;
import dev.pankou.json.Json;
import java.util.List;
import java.util.Set;

/**
 * The OpenAPI document at {@code /openapi.json} and a page at {@code /docs/api} that shows it and sends trial calls. The page
 * is Swagger UI from our own class path: it comes as a Maven dependency without others, reads OpenAPI 3.1 and runs under a
 * policy without eval. It writes style attributes, so that this page alone allows inline styles. Threads share it.
 */
public final class ApiDocs {
    private static final String VIEWER = "/META-INF/resources/webjars/swagger-ui/5.34.1/";
    private static final Set<String> VIEWER_FILES = Set.of("swagger-ui-bundle.js", "swagger-ui.css", "favicon-32x32.png");
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:;"
                    + " connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private final StaticFiles page = new StaticFiles("/docs-viewer/");
    private final StaticFiles viewer = new StaticFiles(VIEWER);
    private final StaticFiles.Content document;

    /** @param operations the whole table */
    public ApiDocs(List<Operation<?, ?>> operations) {
        var version = ApiDocs.class.getPackage().getImplementationVersion();
        var made = OpenApiDocument.of(operations, version == null ? "dev" : version);
        document = StaticFiles.Content.of("application/json; charset=utf-8", Json.bytes(made));
    }

    /** Answers a GET of the document, the page or one of its files; false when the path is another. */
    public boolean answer(Exchange exchange) {
        var path = exchange.path();
        if (path.equals("/openapi.json")) {
            exchange.setHeader("X-Content-Type-Options", "nosniff");
            document.answer(exchange, StaticFiles.REVALIDATE);
            return true;
        }
        if (!path.equals("/docs/api") && !path.startsWith("/docs/api/")) {
            return false;
        }
        var name = path.equals("/docs/api") || path.equals("/docs/api/") ? "index.html" : path.substring("/docs/api/".length());
        var file = (VIEWER_FILES.contains(name) ? viewer : page).find(name);
        if (file.isEmpty()) {
            return false;
        }
        exchange.setHeader("Content-Security-Policy", POLICY);
        exchange.setHeader("X-Frame-Options", "DENY");
        exchange.setHeader("X-Content-Type-Options", "nosniff");
        exchange.setHeader("Referrer-Policy", "no-referrer");
        file.get().answer(exchange, StaticFiles.REVALIDATE);
        return true;
    }
}
