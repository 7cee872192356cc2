package dev.pankou.egress;

import dev.pankou.egress.EgressException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.transport.internal.HttpConnectionOverHTTP;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.jspecify.annotations.Nullable;

/**
 * One try of one request. The caller's thread sends, waits and reads (it reads the socket itself); Jetty's selector and
 * cancelling threads only write the volatile fields and wake it.
 */
final class Exchange {
    private final EgressRequest request;
    private final long deadline;
    private final Request wire;
    private final Runnable onCancel = () -> fail(new EgressException(Kind.CANCELLED, "The request was cancelled."));
    private final Runnable wake = Invocable.from(InvocationType.NON_BLOCKING, this::wake);

    /** Compared with Jetty's own stamp on a connection, hence the system's clock. */
    private final long startedMillis = System.currentTimeMillis();

    private volatile @Nullable Thread waiter;
    private volatile boolean ready;
    private volatile @Nullable EgressException failure;
    private volatile @Nullable Response head;
    private volatile Content.@Nullable Source source;
    private volatile boolean done;

    Exchange(HttpClient client, EgressRequest request, long deadline) {
        this.request = request;
        this.deadline = deadline;
        wire = client.newRequest(request.uri())
                .method(request.method())
                .tag(request.trust())
                .idleTimeout(0, TimeUnit.MILLISECONDS) // the waiting caller keeps the time
                .headers(headers -> {
                    request.headers().forEach(headers::put);
                    if (!headers.contains(HttpHeader.USER_AGENT)) {
                        headers.put(HttpHeader.USER_AGENT, "Pankou");
                    }
                    if (request.trust() != EgressTrust.CONFIGURED && !headers.contains(HttpHeader.ACCEPT_ENCODING)) {
                        headers.put(HttpHeader.ACCEPT_ENCODING, "gzip");
                    }
                })
                .onRequestSuccess(this::failIfClosed)
                .onResponseContentSource((response, content) -> {
                    head = response;
                    source = content;
                    wake();
                });
        var body = request.body();
        if (body != null) {
            var type = wire.getHeaders().get(HttpHeader.CONTENT_TYPE);
            wire.body(new BytesRequestContent(type == null ? "application/octet-stream" : type, body));
        }
    }

    /**
     * Jetty gives out a connection that is just being closed because its peer closed it; what is sent then is neither failed nor answered.
     * No answer closes a connection before this is called.
     */
    private void failIfClosed(Request sent) {
        if (head == null && sent.getConnection() instanceof HttpConnectionOverHTTP connection && connection.isClosed()) {
            sent.abort(new EOFException("the peer closed the connection before the request was sent"));
        }
    }

    EgressResponse send() {
        request.cancel().onCancel(onCancel);
        try {
            if (failure == null) {
                wire.send(result -> {
                    head = result.getResponse();
                    done = true;
                    if (result.getFailure() != null && source == null && failure == null) {
                        failure = beforeHead(result.getFailure());
                    }
                    wake();
                });
            }
            await(request.headTimeout(), "The address did not answer in time.");
            var response = head;
            if (response == null) {
                throw new IllegalStateException("an answer without a head");
            }
            return new EgressResponse(this, response, request);
        } catch (EgressException failed) {
            request.cancel().forget(onCancel);
            throw failed;
        }
    }

    /**
     * True when a kept connection turned out closed before one byte of an answer came. Kept is also one that was opened for an
     * earlier request which then found another.
     */
    boolean wasStale(EgressException failed) {
        return failed.kind() == Kind.UNREACHABLE
                && failed.getCause() instanceof IOException
                && wire.getConnection() instanceof HttpConnectionOverHTTP connection
                && (connection.getMessagesIn() > 0 || connection.getCreatedTimeStamp() <= startedMillis)
                && !request.cancel().cancelled();
    }

    /** The next piece of the body, to be released by the caller; null at the end. */
    Content.@Nullable Chunk read(Duration patience) {
        var content = source;
        if (content == null) {
            return null; // an answer without a body
        }
        while (true) {
            throwFailure();
            var chunk = content.read();
            if (chunk == null) {
                ready = false;
                content.demand(wake);
                await(patience, "The answer fell silent.");
            } else if (Content.Chunk.isFailure(chunk)) {
                throwFailure();
                throw inBody(chunk.getFailure());
            } else if (chunk.hasRemaining()) {
                return chunk;
            } else {
                chunk.release();
                if (chunk.isLast()) {
                    return null;
                }
            }
        }
    }

    /** A piece of the body that is here already, to be released by the caller; null when there is none without waiting. */
    Content.@Nullable Chunk poll() {
        var content = source;
        if (content == null || failure != null) {
            return null;
        }
        var chunk = content.read();
        if (chunk == null || Content.Chunk.isFailure(chunk)) {
            return null; // a failure stays and shows at the next read
        }
        return chunk;
    }

    /** Ends the exchange; what has not been read yet is thrown away with its connection. */
    void close(boolean readToTheEnd) {
        request.cancel().forget(onCancel);
        if (!readToTheEnd && !done) {
            fail(new EgressException(Kind.CANCELLED, "The answer was closed."));
        }
    }

    void fail(EgressException why) {
        if (failure == null) {
            failure = why;
        }
        wire.abort(why);
        wake();
    }

    private void wake() {
        ready = true;
        LockSupport.unpark(waiter);
    }

    private void await(Duration patience, String sentence) {
        var until = Math.min(System.nanoTime() + patience.toNanos(), deadline);
        waiter = Thread.currentThread();
        while (!ready && failure == null) {
            var left = until - System.nanoTime();
            if (left <= 0) {
                fail(new EgressException(Kind.TIMEOUT, sentence));
            } else if (Thread.currentThread().isInterrupted()) {
                fail(new EgressException(Kind.CANCELLED, "The request was interrupted."));
            } else {
                LockSupport.parkNanos(this, left);
            }
        }
        throwFailure();
    }

    private void throwFailure() {
        var why = failure;
        if (why != null) {
            throw why;
        }
    }

    private static EgressException beforeHead(Throwable cause) {
        if (cause instanceof EgressException known) {
            return known;
        }
        if (cause instanceof TimeoutException || cause instanceof SocketTimeoutException) {
            return new EgressException(Kind.TIMEOUT, "The address did not answer in time.", cause);
        }
        if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
            return new EgressException(Kind.UNREACHABLE, "The host name is not known.", cause);
        }
        if (cause instanceof SSLException) {
            return new EgressException(Kind.UNREACHABLE, "No secure connection could be made.", cause);
        }
        return new EgressException(Kind.UNREACHABLE, "The address could not be reached.", cause);
    }

    private static EgressException inBody(Throwable cause) {
        if (cause instanceof EgressException known) {
            return known;
        }
        if (cause instanceof TimeoutException) {
            return new EgressException(Kind.TIMEOUT, "The answer fell silent.", cause);
        }
        return new EgressException(Kind.CUT_OFF, "The answer ended in the middle.", cause);
    }
}
