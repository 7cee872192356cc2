package dev.pankou.egress;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An outbound request.
 *
 * @param uri http or https, with a host
 * @param headers sent as they are; Host and Content-Length are ours
 * @param headTimeout from the start of a try to the head of its answer, including name look-up and connection
 * @param idleTimeout between two pieces of the body
 * @param totalTimeout from the start to the last byte, over all redirects
 * @param maxBytes of the body, counted after decompression
 * @param cancel aborts the connection at once, from any thread
 */
@SuppressWarnings("ArrayRecordComponent") // handed through to the socket, never compared
public record EgressRequest(
        String method,
        URI uri,
        Map<String, String> headers,
        byte @Nullable [] body,
        EgressTrust trust,
        Duration headTimeout,
        Duration idleTimeout,
        Duration totalTimeout,
        long maxBytes,
        CancelSignal cancel) {
    public EgressRequest {
        headers = Map.copyOf(headers);
    }

    /** A GET of a destination that a user chose: 10 s to the head, 10 s idle, 60 s and 20 MB in all. */
    public static EgressRequest get(URI uri) {
        var patience = Duration.ofSeconds(10);
        return new EgressRequest(
                "GET",
                uri,
                Map.of(),
                null,
                EgressTrust.PUBLIC,
                patience,
                patience,
                Duration.ofMinutes(1),
                20L << 20,
                new CancelSignal());
    }

    /** The method and URL only: headers and body may hold secrets. */
    @Override
    public String toString() {
        return method + " " + uri.getScheme() + "://" + uri.getHost();
    }
}
