package dev.pankou.model;

import dev.pankou.egress.CancelSignal;
import dev.pankou.egress.Egress;
import dev.pankou.egress.EgressException;
import dev.pankou.egress.EgressRequest;
import dev.pankou.egress.EgressResponse;
import dev.pankou.egress.EgressTrust;
import dev.pankou.egress.SseReader;
import dev.pankou.json.Json;
import dev.pankou.model.ModelException.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What the OpenAI-like interfaces share: addresses, headers and what failures mean. */
final class OpenAiHttp {
    /** One event may hold a whole tool call or a whole answer. */
    static final int MAX_EVENT_BYTES = 8 << 20;

    /** How long we wait for the end of the body after the end of the answer, to keep the connection. */
    private static final Duration DRAIN = Duration.ofMillis(50);

    private static final long MAX_ANSWER_BYTES = 256L << 20;
    private static final int MAX_ERROR_BYTES = 32 << 10;
    private static final List<String> TOO_LONG = List.of(
            "context_length_exceeded",
            "maximum context length",
            "context window",
            "context length",
            "too many tokens",
            "input is too long",
            "prompt is too long",
            "string_above_max_length");

    private final Egress egress;
    private final ModelTimeouts timeouts;

    OpenAiHttp(Egress egress, ModelTimeouts timeouts) {
        this.egress = egress;
        this.timeouts = timeouts;
    }

    /**
     * Posts and waits for a good head.
     *
     * @throws ModelException for every failure and every status but 200
     */
    EgressResponse post(ModelSpec model, String path, ObjectNode body, CancelSignal cancel) {
        return post(Objects.requireNonNull(model.baseUrl()), model.apiKey(), path, body, cancel);
    }

    /** The same for what is no chat model. */
    EgressResponse post(URI base, @Nullable String key, String path, ObjectNode body, CancelSignal cancel) {
        var headers = new HashMap<String, String>();
        headers.put("Content-Type", "application/json");
        headers.put("Accept", "text/event-stream, application/json");
        if (key != null && !key.isBlank()) {
            headers.put("Authorization", "Bearer " + key);
        }
        var request = new EgressRequest(
                "POST",
                address(base, path),
                headers,
                Json.bytes(body),
                EgressTrust.CONFIGURED,
                timeouts.firstEvent(),
                timeouts.firstEvent(),
                timeouts.total(),
                MAX_ANSWER_BYTES,
                cancel);
        try {
            var response = egress.send(request);
            if (response.status() == 200) {
                return response;
            }
            try (response) {
                throw refusal(
                        response.status(), start(response), retryAfter(response.header("Retry-After")));
            }
        } catch (EgressException failure) {
            throw failure(failure);
        }
    }

    /** The stream has begun: from now on the shorter patience between two pieces holds. */
    void begun(EgressResponse response) {
        response.idleTimeout(timeouts.idle());
    }

    /** Reads to the end of the body, where it is near, so that the connection can be kept. */
    static void drain(EgressResponse response, SseReader events) {
        try {
            response.idleTimeout(DRAIN);
            while (events.next()) {
                // nothing that follows the end of the answer matters
            }
        } catch (EgressException unfinished) {
            // then the connection is not kept
        }
    }

    /** {@code base} may end with or without a slash, a version ("/v1") or the path itself. */
    static URI address(URI base, String path) {
        var text = base.toString();
        while (text.endsWith("/")) {
            text = text.substring(0, text.length() - 1);
        }
        if (text.endsWith(path)) {
            return URI.create(text);
        }
        var versioned = Arrays.stream(Objects.requireNonNullElse(base.getPath(), "").split("/", -1))
                .anyMatch(segment -> segment.matches("v[0-9]+[a-z0-9]*"));
        return URI.create(text + (versioned ? "" : "/v1") + path);
    }

    static ModelException failure(EgressException failure) {
        return switch (failure.kind()) {
            case REFUSED, TOO_LARGE -> new ModelException(Kind.REFUSED, false, null, failure);
            case UNREACHABLE -> new ModelException(Kind.UNAVAILABLE, true, null, failure);
            case TIMEOUT -> new ModelException(Kind.TIMEOUT, true, null, failure);
            case CUT_OFF -> new ModelException(Kind.CUT_OFF, true, null, failure);
            case CANCELLED -> new ModelException(Kind.CANCELLED, false, null, failure);
        };
    }

    /** What an error status, or an error object in a stream (status 0), means; {@code text} is read but never shown. */
    static ModelException refusal(int status, String text, @Nullable Duration retryAfter) {
        var lower = text.toLowerCase(Locale.ROOT);
        if (status < 500 && TOO_LONG.stream().anyMatch(lower::contains)) {
            return new ModelException(Kind.CONTEXT_TOO_LONG, false);
        }
        if (status == 429 || (status == 0 && lower.contains("rate_limit"))) {
            return new ModelException(Kind.RATE_LIMITED, !lower.contains("insufficient_quota"), retryAfter, null);
        }
        if (status >= 500 || status == 408 || status == 0) {
            return new ModelException(Kind.UNAVAILABLE, status != 501, retryAfter, null);
        }
        return new ModelException(Kind.REFUSED, false);
    }

    private static @Nullable Duration retryAfter(@Nullable String header) {
        if (header == null || !header.strip().matches("[0-9]{1,6}")) {
            return null; // a date: our own back-off will do
        }
        return Duration.ofSeconds(Long.parseLong(header.strip()));
    }

    private static String start(EgressResponse response) {
        try {
            return new String(response.body().readNBytes(MAX_ERROR_BYTES), StandardCharsets.UTF_8);
        } catch (EgressException | IOException unreadable) {
            return ""; // the status alone says enough
        }
    }
}
