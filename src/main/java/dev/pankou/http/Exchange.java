package dev.pankou.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** One request and its answer. Used by the one thread that handles it, and then by the one that writes its stream. */
public final class Exchange {
    private static final int SMALLEST_GZIP = 1024;
    private static final int SKIPPED_BODY = 1 << 20;
    private static final int FIRST_BUFFER = 16 * 1024;
    /** What is read of a body after it was refused, so that a client that sends first and reads then sees the answer. */
    private static final long LINGER_BYTES = 64L << 20;

    private static final Duration LINGER = Duration.ofSeconds(5);

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final Duration bodyTimeout;
    private final Path temporary;
    private @Nullable Map<String, String> query;
    private final List<Runnable> atEnd = new ArrayList<>();
    /** Somebody began to read the body. */
    private boolean bodyTaken;
    /** Nothing of the body is left, or nothing of it will come. */
    private boolean bodyOver;

    private boolean answered;
    private boolean streams;
    private int status;

    Exchange(Request request, Response response, Callback callback, Duration bodyTimeout, Path temporary) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.bodyTimeout = bodyTimeout;
        this.temporary = temporary;
    }

    public String method() {
        return request.getMethod();
    }

    /** The decoded path, such as {@code /v1/bots/751}. */
    public String path() {
        var path = request.getHttpURI().getDecodedPath();
        return path == null ? "/" : path;
    }

    /** A header of the request, or null. Names compare without case. */
    public @Nullable String header(String name) {
        return request.getHeaders().get(name);
    }

    /** A cookie of the request, or null. */
    public @Nullable String cookie(String name) {
        for (var cookie : Request.getCookies(request)) {
            if (cookie.getName().equals(name)) {
                return cookie.getValue();
            }
        }
        return null;
    }

    /** Query parameters; one that is sent more than once has its values joined with commas. */
    public Map<String, String> query() {
        if (query == null) {
            query = parseQuery(request.getHttpURI().getQuery());
        }
        return query;
    }

    /** The address of the client's end of the connection. */
    public String remoteAddress() {
        return Request.getRemoteAddr(request);
    }

    public boolean secure() {
        return request.isSecure();
    }

    private static Map<String, String> parseQuery(@Nullable String text) {
        var found = new LinkedHashMap<String, String>();
        if (text == null || text.isEmpty()) {
            return found;
        }
        for (var pair : text.split("&")) {
            var equals = pair.indexOf('=');
            var name = decode(equals < 0 ? pair : pair.substring(0, equals));
            var value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            found.merge(name, value, (first, second) -> first + "," + second);
        }
        return found;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new HttpException(400, "the query string has a malformed % escape");
        }
    }

    /**
     * The whole body, unpacked if it came with {@code Content-Encoding: gzip}.
     *
     * @param limitBytes the longest body, counted after unpacking; a longer one is refused without reading it all
     * @throws HttpException 413, 408 (too slow), 415 (unknown encoding), 400 (broken gzip, cut off)
     */
    public byte[] body(long limitBytes) {
        if (request.getLength() > limitBytes) {
            throw tooLarge(limitBytes);
        }
        var raw = read(limitBytes);
        var encoding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
        if (encoding == null || encoding.equalsIgnoreCase("identity")) {
            return raw;
        }
        if (!encoding.equalsIgnoreCase("gzip")) {
            throw new HttpException(415, "Content-Encoding must be gzip or absent");
        }
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(raw))) {
            var bytes = unpacked.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, limitBytes + 1));
            if (bytes.length > limitBytes) {
                throw tooLarge(limitBytes);
            }
            return bytes;
        } catch (IOException broken) {
            throw new HttpException(400, "the body is not valid gzip");
        }
    }

    private byte[] read(long limitBytes) {
        bodyTaken = true;
        var deadline = System.nanoTime() + bodyTimeout.toNanos();
        var in = Content.Source.asInputStream(request);
        var known = request.getLength();
        // A length is a claim: memory is taken as the bytes come.
        var buffer = new byte[(int) Math.min(known >= 0 ? known + 1 : FIRST_BUFFER, FIRST_BUFFER)];
        var count = 0;
        try {
            while (true) {
                if (count == buffer.length) {
                    buffer = Arrays.copyOf(buffer, (int) Math.min(buffer.length * 2L, limitBytes + 1));
                }
                var n = in.read(buffer, count, buffer.length - count);
                if (n < 0) {
                    bodyOver = true;
                    break;
                }
                count += n;
                if (count > limitBytes) {
                    throw tooLarge(limitBytes);
                }
                if (System.nanoTime() > deadline) {
                    bodyOver = true;
                    throw tooSlow();
                }
            }
        } catch (IOException failed) {
            bodyOver = true;
            throw failed.getCause() instanceof TimeoutException
                    ? tooSlow()
                    : new HttpException(400, "the body was cut off");
        }
        return count == buffer.length ? buffer : Arrays.copyOf(buffer, count);
    }

    private static HttpException tooLarge(long limitBytes) {
        return new HttpException(413, "the body is longer than the " + limitBytes + " bytes allowed here");
    }

    private static HttpException tooSlow() {
        return new HttpException(408, "the body did not arrive in time");
    }

    /**
     * The parts of a multipart/form-data body, in order. Their files vanish when the exchange ends.
     *
     * @throws HttpException 413, 408 or 400
     */
    public List<Part> parts(long limitBytes, int mostParts) {
        var type = header("Content-Type");
        var boundary = type == null ? null : MultiPart.extractBoundary(type);
        if (boundary == null) {
            throw new HttpException(400, "Content-Type must be multipart/form-data with a boundary");
        }
        if (request.getLength() > limitBytes) {
            throw tooLarge(limitBytes);
        }
        bodyTaken = true;
        var parser = new MultiPartFormData.Parser(boundary);
        parser.setFilesDirectory(temporary);
        parser.setUseFilesForPartsWithoutFileName(true);
        parser.setMaxMemoryFileSize(0);
        parser.setMaxFileSize(limitBytes);
        parser.setMaxLength(limitBytes);
        parser.setMaxParts(mostParts);
        try {
            var parts = parser.parse(request).get();
            bodyOver = true;
            atEnd.add(parts::close);
            var found = new ArrayList<Part>();
            for (var part : parts) {
                var file = Path.of(temporary.toString(), "part-" + System.nanoTime() + "-" + found.size());
                part.writeTo(file);
                atEnd.add(() -> file.toFile().delete());
                var name = part.getName();
                found.add(new Part(name == null ? "" : name, part.getFileName(), file, part.getLength()));
            }
            return found;
        } catch (ExecutionException failed) {
            throw multipartFailure(failed.getCause(), limitBytes);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new HttpException(503, "the server is stopping");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static RuntimeException multipartFailure(@Nullable Throwable cause, long limitBytes) {
        if (cause instanceof TimeoutException) {
            return tooSlow();
        }
        var message = cause == null ? "" : String.valueOf(cause.getMessage());
        if (message.contains("max length exceeded") || message.contains("max file size") || message.contains("maximum")) {
            return tooLarge(limitBytes);
        }
        return new HttpException(400, "the multipart body is malformed or was cut off");
    }

    /** Sets a header of the answer; to be called before the answer begins. */
    public void setHeader(String name, String value) {
        response.getHeaders().put(name, value);
    }

    /** Adds a header that may come more than once, such as Set-Cookie. */
    public void addHeader(String name, String value) {
        response.getHeaders().add(name, value);
    }

    /** Answers with a whole body, packed with gzip when the client takes that and it is worth it. */
    public void answer(int status, String contentType, byte[] body) {
        skipShortBody();
        answered = true;
        this.status = status;
        response.setStatus(status);
        var headers = response.getHeaders();
        headers.put(HttpHeader.CONTENT_TYPE, contentType);
        var bytes = body;
        if (body.length >= SMALLEST_GZIP && compressible(contentType) && !headers.contains(HttpHeader.CONTENT_ENCODING)) {
            headers.add(HttpHeader.VARY, "Accept-Encoding");
            if (takesGzip()) {
                bytes = gzip(body);
                headers.put(HttpHeader.CONTENT_ENCODING, "gzip");
            }
        }
        headers.put(HttpHeader.CONTENT_LENGTH, bytes.length);
        var content = method().equals("HEAD") ? ByteBuffer.allocate(0) : ByteBuffer.wrap(bytes);
        if (bodyOver) {
            response.write(true, content, Callback.from(callback, this::end));
            return;
        }
        try {
            Content.Sink.write(response, true, content);
        } catch (IOException gone) {
            streamEnded(gone);
            return;
        }
        linger();
        streamEnded(null);
    }

    /**
     * A body that nobody read makes Jetty drop the connection, sometimes without saying so; the client's next call on it then
     * fails. So a short one is read first, and a long one is announced as the connection's end.
     */
    private void skipShortBody() {
        var length = request.getLength();
        var http1 = request.getConnectionMetaData().getHttpVersion().getVersion() < 20;
        var chunked = request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
        if (length == 0 || (length < 0 && http1 && !chunked)) {
            bodyOver = true;
        }
        if (!bodyOver && !bodyTaken && !chunked && length <= SKIPPED_BODY) {
            try {
                read(SKIPPED_BODY);
            } catch (HttpException gone) {
                closeAfterwards();
            }
        }
        if (!bodyOver) {
            closeAfterwards();
        }
    }

    /** Reads on for a while after the answer: closing at once would reset the connection and take the answer with it. */
    private void linger() {
        if (request.getLength() > LINGER_BYTES || request.getHeaders().contains(HttpHeader.EXPECT)) {
            return;
        }
        var deadline = System.nanoTime() + LINGER.toNanos();
        var in = Content.Source.asInputStream(request);
        var buffer = new byte[FIRST_BUFFER];
        try {
            for (long count = 0; count < LINGER_BYTES && System.nanoTime() < deadline; ) {
                var n = in.read(buffer);
                if (n < 0) {
                    return;
                }
                count += n;
            }
        } catch (IOException gone) {
            // the client closed, as it should
        }
    }

    /** Whether the client takes gzip. */
    public boolean takesGzip() {
        var accepted = request.getHeaders().get(HttpHeader.ACCEPT_ENCODING);
        return accepted != null && accepted.contains("gzip") && !accepted.contains("gzip;q=0");
    }

    private static boolean compressible(String contentType) {
        return contentType.startsWith("application/json")
                || contentType.startsWith("text/")
                || contentType.startsWith("image/svg");
    }

    private static byte[] gzip(byte[] body) {
        var out = new ByteArrayOutputStream(body.length / 3 + 64);
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(body);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    /**
     * Begins a streamed answer. The caller, or the one thread it hands the stream to, ends it with {@link EventStream#end}
     * and {@link #streamEnded} and must not answer otherwise.
     */
    public EventStream stream(String contentType) {
        answered = true;
        streams = true;
        status = 200;
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        return new EventStream(request, response);
    }

    /** Whether the answer is a stream, which may outlive the handler. */
    public boolean streams() {
        return streams;
    }

    /** Whether an answer was begun. */
    public boolean answered() {
        return answered;
    }

    /** The answer's status, 0 before it began. */
    public int status() {
        return status;
    }

    /** Closes the connection after this answer: the rest of a body that nobody reads is on it. */
    public void closeAfterwards() {
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }

    void finish() {
        if (!answered) {
            callback.failed(new IllegalStateException("no answer was given to " + method() + " " + path()));
            end();
        }
    }

    /** Completes an exchange whose streamed body has ended or broken. */
    public void streamEnded(@Nullable Throwable failure) {
        end();
        if (failure == null) {
            callback.succeeded();
        } else {
            callback.failed(failure);
        }
    }

    private void end() {
        for (var task : atEnd) {
            task.run();
        }
        atEnd.clear();
    }
}
