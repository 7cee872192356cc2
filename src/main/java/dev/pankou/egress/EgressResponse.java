package dev.pankou.egress;

import dev.pankou.egress.EgressException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * An answer whose head has arrived. One thread reads the body; any thread may cancel through the request's
 * {@link CancelSignal}. Closing it before the end aborts the connection.
 */
public final class EgressResponse implements AutoCloseable {
    private final Exchange exchange;
    private final Response head;
    private final EgressRequest request;
    private final InputStream body;
    private Duration idleTimeout;
    private boolean ended;

    EgressResponse(Exchange exchange, Response head, EgressRequest request) {
        this.exchange = exchange;
        this.head = head;
        this.request = request;
        this.idleTimeout = request.idleTimeout();
        this.body = new Body();
    }

    public int status() {
        return head.getStatus();
    }

    /** The first header of this name, in any case. */
    public @Nullable String header(String name) {
        return head.getHeaders().get(name);
    }

    /** All headers by lower-case name; of several with one name the last. */
    public Map<String, String> headers() {
        var all = new LinkedHashMap<String, String>();
        for (var field : head.getHeaders()) {
            all.put(field.getLowerCaseName(), field.getValue() == null ? "" : field.getValue());
        }
        return all;
    }

    /** The media type in lower case without parameters; empty when none was told. */
    public String mediaType() {
        var type = head.getHeaders().get("Content-Type");
        return type == null ? "" : type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    }

    /** Changes how long the next piece of the body may take. */
    public void idleTimeout(Duration timeout) {
        idleTimeout = timeout;
    }

    /** The body, gzip taken off. Reading throws {@link EgressException}, never more bytes than the request allows. */
    public InputStream body() {
        if (!"gzip".equalsIgnoreCase(header("Content-Encoding"))) {
            return body;
        }
        try {
            return new Capped(new GZIPInputStream(body));
        } catch (IOException broken) {
            throw new EgressException(Kind.CUT_OFF, "The answer's compression is broken.", broken);
        }
    }

    /** The whole body. */
    public byte[] bytes() {
        try {
            return body().readAllBytes();
        } catch (IOException broken) {
            throw new EgressException(Kind.CUT_OFF, "The answer's compression is broken.", broken);
        }
    }

    /** The body as server-sent events; one event may be {@code maxEventBytes} long. */
    public SseReader events(int maxEventBytes) {
        return new SseReader(body(), maxEventBytes);
    }

    @Override
    public void close() {
        exchange.close(ended);
    }

    private EgressException tooLarge() {
        var failure = new EgressException(
                Kind.TOO_LARGE, "The answer is larger than the " + request.maxBytes() + " bytes allowed.");
        exchange.fail(failure);
        return failure;
    }

    private final class Body extends InputStream {
        private Content.@Nullable Chunk chunk;
        private long total;

        @Override
        public int read() {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            var current = chunk;
            if (current == null) {
                current = ended ? null : exchange.read(idleTimeout);
                if (current == null) {
                    ended = true;
                    return -1;
                }
            }
            var copied = take(current, target, offset, length);
            // What is here already comes along: servers send each event as a chunk of its own.
            while (copied < length && chunk == null && !ended) {
                var more = exchange.poll();
                if (more == null) {
                    break;
                }
                copied += take(more, target, offset + copied, length - copied);
            }
            total += copied;
            if (total > request.maxBytes()) {
                throw tooLarge();
            }
            return copied;
        }

        private int take(Content.Chunk from, byte[] target, int offset, int length) {
            var copied = from.get(target, offset, length);
            if (from.hasRemaining()) {
                chunk = from;
            } else {
                chunk = null;
                ended |= from.isLast();
                from.release();
            }
            return copied;
        }

        @Override
        public void close() {
            EgressResponse.this.close();
        }
    }

    /** Counts what comes out of decompression, where a small body may become a huge one. */
    private final class Capped extends InputStream {
        private final InputStream inner;
        private long total;

        private Capped(InputStream inner) {
            this.inner = inner;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            var read = inner.read(target, offset, length);
            total += Math.max(read, 0);
            if (total > request.maxBytes()) {
                throw tooLarge();
            }
            return read;
        }
    }
}
