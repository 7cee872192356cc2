package dev.pankou.plugin.tool;

import dev.pankou.egress.CancelSignal;
import dev.pankou.egress.Egress;
import dev.pankou.egress.EgressException;
import dev.pankou.egress.EgressRequest;
import dev.pankou.egress.EgressResponse;
import dev.pankou.egress.EgressTrust;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How tools reach the web: public addresses only, bounded in size and time, tried again only where that is safe. Redirects are
 * followed here, hop by hop, so that credentials stay with their origin. Threads share it.
 */
public final class Web {
    private static final int MOST_REDIRECTS = 5;
    private static final int TRIES = 3;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> OVERLOADED = Set.of(429, 502, 503, 504);

    private final Egress egress;
    private final Duration timeout;
    private final long maxBytes;

    /**
     * @param timeout of a whole call, all tries and redirects together
     * @param maxBytes of an answer
     */
    public Web(Egress egress, Duration timeout, long maxBytes) {
        this.egress = egress;
        this.timeout = timeout;
        this.maxBytes = maxBytes;
    }

    /**
     * A request.
     *
     * @param safe may be sent again when no good answer came
     */
    @SuppressWarnings("ArrayRecordComponent") // handed through to the socket, never compared
    public record Ask(
            String method,
            URI address,
            Map<String, String> headers,
            byte @Nullable [] body,
            Attached attached,
            boolean safe) {
        public Ask {
            headers = Map.copyOf(headers);
        }

        /** Neither headers nor body: they may hold secrets. */
        @Override
        public String toString() {
            return method + " " + Attached.origin(address);
        }
    }

    /** A whole answer; its text is free of the credentials that were sent. */
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    public record Answer(int status, String mediaType, Charset charset, byte[] bytes, Attached attached) {
        public String text() {
            return attached.scrub(new String(bytes, charset));
        }

        public boolean ok() {
            return status >= 200 && status < 300;
        }
    }

    public Duration timeout() {
        return timeout;
    }

    public long maxBytes() {
        return maxBytes;
    }

    /** Sends and reads the whole answer, whatever its status. @throws ToolException when there is none */
    public Answer send(Ask ask, CancelSignal cancel) {
        var deadline = System.nanoTime() + timeout.toNanos();
        for (var tried = 1; ; tried++) {
            var last = !ask.safe() || tried == TRIES;
            try {
                var answer = once(ask, deadline, cancel);
                if (last || !OVERLOADED.contains(answer.status()) || !pause(deadline, cancel)) {
                    return answer;
                }
            } catch (EgressException failed) {
                var again = failed.kind() == EgressException.Kind.UNREACHABLE || failed.kind() == EgressException.Kind.CUT_OFF;
                if (last || !again || !pause(deadline, cancel)) {
                    throw ToolException.of(failed);
                }
            }
        }
    }

    /** False when there is no time for another try. */
    private static boolean pause(long deadline, CancelSignal cancel) {
        if (System.nanoTime() + PAUSE.toNanos() >= deadline) {
            return false;
        }
        try {
            return !cancel.await(PAUSE);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Answer once(Ask ask, long deadline, CancelSignal cancel) {
        try (var response = open(ask, deadline, cancel)) {
            return new Answer(response.status(), response.mediaType(), charset(response), response.bytes(), ask.attached());
        }
    }

    /**
     * Sends and waits for the head of the answer; the caller reads the body and closes it.
     *
     * @param deadline in {@link System#nanoTime}
     * @throws EgressException when there is no answer
     */
    public EgressResponse open(Ask ask, long deadline, CancelSignal cancel) {
        var hop = ask;
        for (var redirects = 0; ; redirects++) {
            var left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
            var response = egress.send(new EgressRequest(
                    hop.method(), address(hop), headers(hop), hop.body(), EgressTrust.PUBLIC_DIRECT, left, left, left, maxBytes,
                    cancel));
            var location = REDIRECTS.contains(response.status()) ? response.header("Location") : null;
            if (location == null) {
                return response;
            }
            response.close();
            if (redirects == MOST_REDIRECTS) {
                throw new ToolException(ToolException.REMOTE, "The tool's server redirects too often.");
            }
            hop = redirected(hop, response.status(), location);
        }
    }

    private static Ask redirected(Ask ask, int status, String location) {
        URI target;
        try {
            target = ask.address().resolve(location);
        } catch (IllegalArgumentException noAddress) {
            throw new ToolException(ToolException.REMOTE, "The tool's server redirects to something that is no address.");
        }
        var reads = ask.method().equals("GET") || ask.method().equals("HEAD");
        var same = Attached.origin(target).equals(Attached.origin(ask.address()));
        if (!same && !reads) {
            // what a person sends is meant for the server they chose
            throw new ToolException(ToolException.REMOTE, "The tool's server redirects a request with content elsewhere.");
        }
        var keep = reads || status >= 307;
        return new Ask(
                keep ? ask.method() : "GET", target, same ? ask.headers() : Map.of("Accept", "*/*"), keep ? ask.body() : null,
                ask.attached(), ask.safe());
    }

    private static URI address(Ask ask) {
        if (ask.attached().query().isEmpty() || !ask.attached().belongTo(ask.address())) {
            return ask.address();
        }
        return withQuery(ask.address(), ask.attached().query());
    }

    /** The address with these parameters after its own. */
    public static URI withQuery(URI address, Map<String, String> query) {
        var text = new StringBuilder(address.toString());
        var fragment = text.indexOf("#");
        if (fragment >= 0) {
            text.setLength(fragment);
        }
        query.forEach((name, value) -> text.append(text.indexOf("?") < 0 ? '?' : '&')
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return URI.create(text.toString());
    }

    private static Map<String, String> headers(Ask ask) {
        if (!ask.attached().belongTo(ask.address())) {
            return ask.headers();
        }
        var all = new LinkedHashMap<>(ask.headers());
        all.putAll(ask.attached().headers());
        return all;
    }

    private static Charset charset(EgressResponse response) {
        var type = response.header("Content-Type");
        var at = type == null ? -1 : type.toLowerCase(Locale.ROOT).indexOf("charset=");
        if (type == null || at < 0) {
            return StandardCharsets.UTF_8;
        }
        var name = type.substring(at + "charset=".length()).replaceFirst(";.*", "").strip().replace("\"", "");
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException unknown) {
            return StandardCharsets.UTF_8;
        }
    }

    /**
     * An http or https address with a host and without a user name.
     *
     * @return null when {@code text} is none
     */
    public static @Nullable URI parse(String text) {
        try {
            var uri = URI.create(text.strip());
            var web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null && uri.getRawUserInfo() == null ? uri : null;
        } catch (IllegalArgumentException noAddress) {
            return null;
        }
    }
}
