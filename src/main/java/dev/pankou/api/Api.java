package dev.pankou.api;

import dev.pankou.access.Caller;
import dev.pankou.access.Permission;
import dev.pankou.http.ClientGoneException;
import dev.pankou.http.Exchange;
import dev.pankou.http.HttpException;
import dev.pankou.http.HttpHandler;
import dev.pankou.http.HttpServer;
import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.store.StoreUnavailable;
import dev.pankou.trace.LogId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;

/**
 * Answers calls of declared operations: log id, route, caller, permission, limits, request record, handler, envelope. The
 * one place that turns exceptions into answers. Threads share it.
 */
public final class Api implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Api.class);
    private static final String JSON_TYPE = "application/json; charset=utf-8";
    private static final String EVENTS_TYPE = "text/event-stream; charset=utf-8";
    private static final Caller NOBODY = new Caller(new Id(0), null, false, Set.of(), Set.of());
    private static final ObjectReader TREE =
            Json.mapper().reader().with(StreamReadFeature.STRICT_DUPLICATE_DETECTION).forType(JsonNode.class);

    private final Limits limits;
    private final List<Operation<?, ?>> operations;
    private final Router router;
    private final Authenticator authenticator;
    private final LogId logIds;
    private final RateLimiter rates;
    private final ApiMetrics metrics;
    private final Set<String> origins;
    private final ExecutorService streams =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("stream").factory());
    private final AtomicBoolean stopping = new AtomicBoolean();

    /** Longest bodies in bytes, the plan of the rate limits, origins whose pages may call from a browser. */
    public record Limits(long bodyBytes, long workflowBodyBytes, String plan, List<String> corsOrigins) {}

    public Api(
            Limits limits,
            List<Operation<?, ?>> operations,
            Authenticator authenticator,
            LogId logIds,
            Clock clock,
            ApiMetrics metrics) {
        this.limits = limits;
        this.operations = List.copyOf(operations);
        this.router = new Router(operations);
        this.authenticator = authenticator;
        this.logIds = logIds;
        this.rates = new RateLimiter(clock, limits.plan());
        this.metrics = metrics;
        this.origins = Set.copyOf(limits.corsOrigins());
    }

    /** The table. */
    public List<Operation<?, ?>> operations() {
        return operations;
    }

    /** From now on new calls are refused with 503. */
    public void refuseNewCalls() {
        stopping.set(true);
    }

    /** Lets the streams whose work has ended be written to their ends; clients that do not read in time are left behind. */
    public void awaitStreams(Duration most) {
        streams.shutdown();
        try {
            if (!streams.awaitTermination(most.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Some clients did not read the ends of their streams");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a path belongs to a declared operation or lies where only operations can be. */
    public boolean owns(String path) {
        return path.startsWith("/v1/")
                || path.startsWith("/v3/")
                || path.startsWith("/open_api/")
                || path.startsWith("/api/")
                || path.startsWith("/pankou/")
                || router.match(path) != null;
    }

    @Override
    public void handle(Exchange exchange) {
        var logid = logIds.next();
        ScopedValue.where(LogId.CURRENT, logid).run(() -> answer(exchange, logid));
    }

    private void answer(Exchange exchange, String logid) {
        var began = System.nanoTime();
        var name = "none";
        exchange.setHeader("x-tt-logid", logid);
        exchange.setHeader("X-Content-Type-Options", "nosniff");
        exchange.setHeader("Cache-Control", "no-store");
        exchange.setHeader("Referrer-Policy", "no-referrer");
        exchange.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
        try {
            if (cors(exchange)) {
                return;
            }
            var match = router.match(exchange.path());
            if (match == null) {
                throw ApiError.UNKNOWN_PATH.with(exchange.path());
            }
            var operation = match.operations().get(exchange.method());
            if (operation == null) {
                var allowed = String.join(", ", match.operations().keySet().stream().sorted().toList());
                exchange.setHeader("Allow", allowed);
                throw ApiError.METHOD_NOT_ALLOWED.with(exchange.method(), exchange.path(), allowed);
            }
            name = operation.id();
            if (stopping.get()) {
                exchange.closeAfterwards();
                throw ApiError.UNAVAILABLE.with("the server is stopping");
            }
            call(operation, match.parameters(operation), exchange, logid, began);
        } catch (ApiException refused) {
            if (refused.error() == ApiError.RATE_LIMITED || refused.error() == ApiError.OVERLOADED) {
                exchange.setHeader("Retry-After", "1");
            }
            var failure = new Failure(refused.code(), refused.text(), refused.debugUrl(), new Detail(logid));
            fail(exchange, refused.status(), failure);
        } catch (HttpException refused) {
            exchange.closeAfterwards();
            fail(exchange, logid, refused.status(), ApiError.HTTP_REFUSED.code(), refused.getMessage());
        } catch (StoreUnavailable down) {
            LOG.error("The store refused work: {}", down.getMessage());
            fail(exchange, logid, 503, ApiError.UNAVAILABLE.code(), "the store is not available; try again later");
        } catch (ClientGoneException gone) {
            LOG.debug("The client went away");
        } catch (RuntimeException | Error defect) {
            LOG.error("An operation failed operation={}", name, defect);
            fail(exchange, logid, ApiError.INTERNAL.status(), ApiError.INTERNAL.code(), "internal error");
        } finally {
            if (!exchange.streams()) {
                metrics.called(name, exchange.status(), System.nanoTime() - began);
            }
        }
    }

    private <Q, R> void call(Operation<Q, R> operation, Map<String, String> path, Exchange exchange, String logid, long began) {
        var caller = NOBODY;
        if (!(operation.guard() instanceof Operation.Guard.Open)) {
            caller = authenticator.authenticate(exchange);
            if (operation.guard() instanceof Operation.Guard.Points(var points) && !caller.permissions().containsAll(points)) {
                var held = caller;
                var missing = points.stream().filter(point -> !held.has(point)).map(Permission::point).sorted()
                        .collect(Collectors.joining(", "));
                throw ApiError.NO_PERMISSION.with("operation", operation.id(), missing);
            }
            rates.take(operation.rate(), caller.user());
        }
        var read = operation.body() != Operation.Body.MULTIPART && operation.body() != Operation.Body.RAW; // those the handler reads
        var body = read ? body(operation, exchange) : null;
        @SuppressWarnings("unchecked") // the binder was made for this class
        var request = (Q) Binder.of(operation.request()).bind(exchange.method(), path, exchange.query(), body);
        var result = operation.handler().handle(new Call(caller, exchange, logid), request);
        if (!exchange.answered()) {
            reply(operation, result, exchange, logid, began);
        }
    }

    private @Nullable JsonNode body(Operation<?, ?> operation, Exchange exchange) {
        var form = operation.body() == Operation.Body.WORKFLOW_FORM;
        var large = form || operation.body() == Operation.Body.WORKFLOW_JSON;
        if (form && FormBody.is(exchange)) {
            return FormBody.read(exchange, limits.workflowBodyBytes());
        }
        var bytes = exchange.body(large ? limits.workflowBodyBytes() : limits.bodyBytes());
        if (bytes.length == 0) {
            return null;
        }
        if (exchange.method().equals("GET")) {
            return null;
        }
        var type = exchange.header("Content-Type");
        if (type != null && !type.isBlank() && !type.toLowerCase(java.util.Locale.ROOT).contains("json")) {
            throw ApiError.HTTP_REFUSED.as(415, "Content-Type must be application/json, not " + type);
        }
        try {
            JsonNode tree = TREE.readValue(bytes);
            if (tree == null || tree.isNull() || tree.isMissingNode()) {
                return null;
            }
            if (!tree.isObject()) {
                throw ApiError.INVALID_REQUEST.with("the body must be a JSON object");
            }
            return tree;
        } catch (JacksonException malformed) {
            var at = malformed.getLocation();
            var place = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw ApiError.INVALID_REQUEST.with("the body is not valid JSON" + place + ": " + reason(malformed));
        }
    }

    /** What the parser says, without what only its programmers understand. */
    private static String reason(JacksonException malformed) {
        return malformed.getOriginalMessage().replaceAll(" \\(start marker at .*|, from `[^`]*`", "");
    }

    private void reply(Operation<?, ?> operation, Object result, Exchange exchange, String logid, long began) {
        switch (result) {
            case Reply.Events(var source) -> stream(operation, source, exchange, logid, began);
            case Reply.Data(var data) -> success(exchange, logid, operation.shape(), data);
            default -> success(exchange, logid, operation.shape(), result);
        }
    }

    /**
     * Writes a stream on a thread of its own. The connection's thread would keep its deep stack and its input buffer for as
     * long as the stream is open, half of what an open stream costs.
     */
    private void stream(Operation<?, ?> operation, EventSource source, Exchange exchange, String logid, long began) {
        exchange.setHeader("X-Accel-Buffering", "no");
        var out = exchange.stream(EVENTS_TYPE);
        Runnable writing = () -> ScopedValue.where(LogId.CURRENT, logid).run(() -> {
            try {
                source.writeTo(out);
                out.end();
                exchange.streamEnded(null);
            } catch (RuntimeException | Error broken) {
                exchange.streamEnded(broken);
                if (broken instanceof ClientGoneException) {
                    LOG.debug("The client went away");
                } else {
                    LOG.error("A stream failed operation={}", operation.id(), broken);
                }
            } finally {
                metrics.called(operation.id(), exchange.status(), System.nanoTime() - began);
            }
        });
        try {
            streams.execute(writing);
        } catch (RejectedExecutionException stopping) {
            writing.run(); // a call from before the server began to stop
        }
    }

    /** The success envelope. */
    private record Envelope(int code, String msg, Object data, Detail detail) {}

    /** The success envelope without a payload. */
    private record Bare(int code, String msg, Detail detail) {}

    private record Failure(int code, String msg, @Nullable String debugUrl, Detail detail) {}

    private record Detail(String logid) {}

    private static void success(Exchange exchange, String logid, Operation.Shape shape, Object result) {
        var detail = new Detail(logid);
        var body = switch (shape) {
            case DONE -> Json.bytes(new Bare(0, "", detail));
            case DATA, EVENTS -> Json.bytes(new Envelope(0, "", result, detail));
            case FLAT -> {
                var tree = Json.object();
                tree.put("code", 0).put("msg", "");
                tree.setAll((tools.jackson.databind.node.ObjectNode) Json.mapper().<JsonNode>valueToTree(result));
                tree.putObject("detail").put("logid", logid);
                yield Json.bytes(tree);
            }
        };
        exchange.answer(200, JSON_TYPE, body);
    }

    private static void fail(Exchange exchange, String logid, int status, int code, @Nullable String text) {
        fail(exchange, status, new Failure(code, text == null ? "" : text, null, new Detail(logid)));
    }

    private static void fail(Exchange exchange, int status, Failure failure) {
        if (!exchange.answered()) {
            exchange.answer(status, JSON_TYPE, Json.bytes(failure));
        }
    }

    /** The envelope for requests that HTTP itself refuses. */
    public HttpServer.Refusal refusal(int status, String sentence) {
        var logid = logIds.next();
        var code = status >= 500 && status != 505 ? ApiError.INTERNAL.code() : ApiError.HTTP_REFUSED.code();
        return new HttpServer.Refusal(logid, JSON_TYPE, Json.bytes(new Bare(code, sentence, new Detail(logid))));
    }

    /** Adds CORS headers for allowed origins; true when the request was a preflight and is answered. */
    private boolean cors(Exchange exchange) {
        var origin = exchange.header("Origin");
        if (origin == null) {
            return false;
        }
        exchange.addHeader("Vary", "Origin");
        if (!origins.contains(origin)) {
            return false;
        }
        exchange.setHeader("Access-Control-Allow-Origin", origin);
        exchange.setHeader("Access-Control-Expose-Headers", "x-tt-logid, retry-after");
        if (!exchange.method().equals("OPTIONS") || exchange.header("Access-Control-Request-Method") == null) {
            return false;
        }
        exchange.setHeader("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE");
        exchange.setHeader(
                "Access-Control-Allow-Headers",
                "authorization, content-type, agw-js-conv, x-coze-client-user-agent, pankou-stream-ids, last-event-id");
        exchange.setHeader("Access-Control-Max-Age", "600");
        exchange.answer(204, "text/plain", new byte[0]);
        return true;
    }
}
