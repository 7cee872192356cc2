package dev.pankou.egress;

import dev.pankou.egress.EgressException.Kind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.DuplexConnectionPool;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.jspecify.annotations.Nullable;

/**
 * The outbound HTTP client: blocking, for virtual threads, with streamed answers. Connections are kept and reused per
 * origin and {@link EgressTrust}; a waiting stream costs its caller's virtual thread and nothing else. Knows no proxy,
 * cookie or stored credential. Safe for use by many threads.
 */
public final class Egress implements AutoCloseable {
    private static final int MAX_REDIRECTS = 5;
    /** A kept connection that the peer closed meanwhile fails a request that was never answered; this often we go on. */
    private static final int MAX_STALE = 5;

    private static final int MAX_CONNECTIONS = 20_000;
    private static final int BUFFER_BYTES = 4096;

    /** Headers that follow a redirect to another origin; each of the others may be a credential. */
    private static final Set<String> FOR_STRANGERS =
            Set.of("accept", "accept-encoding", "accept-language", "content-type", "user-agent");

    /** Name look-up. */
    @FunctionalInterface
    public interface Resolver {
        /** What the machine itself would look up. */
        Resolver SYSTEM = InetAddress::getAllByName;

        /** All addresses of a name or literal. @throws UnknownHostException when there is none */
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private final CompletableFuture<HttpClient> started = new CompletableFuture<>();
    private final AtomicBoolean begun = new AtomicBoolean();
    private final Supplier<HttpClient> starting;

    /** Nothing is started before the first call or {@link #warm}: keys and certificates take as long as opening the store. */
    public Egress(EgressPolicy policy) {
        this(policy, Resolver.SYSTEM);
    }

    /** As {@link #Egress(EgressPolicy)}, with a look-up of names of one's own. */
    public Egress(EgressPolicy policy, Resolver resolver) {
        this(policy, resolver, new SslContextFactory.Client());
    }

    Egress(EgressPolicy policy, Resolver resolver, SslContextFactory.Client tls) {
        starting = () -> start(policy, resolver, tls);
    }

    /** Begins to start the client, on a thread of its own. The first call does so too and waits for it. */
    public void warm() {
        if (begun.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("egress-start").start(() -> {
                try {
                    started.complete(starting.get());
                } catch (RuntimeException | Error failed) {
                    started.completeExceptionally(failed);
                }
            });
        }
    }

    private static HttpClient start(EgressPolicy policy, Resolver resolver, SslContextFactory.Client tls) {
        var threads = new QueuedThreadPool(16, 2);
        threads.setName("egress");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        var connector = new ClientConnector();
        connector.setSelectors(1);
        connector.setTCPNoDelay(true);
        var transport = new HttpClientTransportOverHTTP(connector);
        transport.setInvocationType(InvocationType.NON_BLOCKING); // our callbacks only wake the caller
        transport.setConnectionPoolFactory(origin -> new DuplexConnectionPool(origin, MAX_CONNECTIONS));
        var client = new HttpClient(transport);
        client.setName("egress");
        client.setExecutor(threads);
        client.setScheduler(new ScheduledExecutorScheduler("egress-timer", true));
        client.setSslContextFactory(tls);
        client.setSocketAddressResolver((host, port, context, promise) ->
                threads.execute(() -> resolve(policy, resolver, host, port, context, promise)));
        client.setFollowRedirects(false);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        client.setUserAgentField(null);
        client.setConnectTimeout(5000);
        client.setIdleTimeout(60_000);
        client.setDestinationIdleTimeout(60_000);
        client.setMaxConnectionsPerDestination(MAX_CONNECTIONS);
        client.setMaxRequestsQueuedPerDestination(MAX_CONNECTIONS);
        client.setRequestBufferSize(BUFFER_BYTES);
        client.setResponseBufferSize(BUFFER_BYTES);
        client.setMaxResponseHeadersSize(16 << 10);
        try {
            client.start();
        } catch (Exception e) { // Jetty's signature
            throw new IllegalStateException("the outbound client did not start", e);
        }
        client.getProtocolHandlers().clear();
        client.getContentDecoderFactories().clear();
        return client;
    }

    private static void resolve(
            EgressPolicy policy,
            Resolver resolver,
            String host,
            int port,
            Map<String, Object> context,
            Promise<List<InetSocketAddress>> promise) {
        List<InetSocketAddress> checked;
        try {
            var name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            var trust = context.get(Destination.CONTEXT_KEY) instanceof Destination destination
                            && destination.getOrigin().getTag() == EgressTrust.CONFIGURED
                    ? EgressTrust.CONFIGURED
                    : EgressTrust.PUBLIC;
            var addresses = Arrays.asList(resolver.resolve(name));
            policy.check(name, port, trust, addresses);
            checked = addresses.stream()
                    .map(address -> new InetSocketAddress(address, port))
                    .toList();
        } catch (UnknownHostException | RuntimeException failure) {
            promise.failed(failure);
            return;
        }
        promise.succeeded(checked);
    }

    /**
     * Sends and waits for the head of the answer; the body is read as a stream. The caller closes the answer.
     *
     * @throws EgressException whatever goes wrong; an HTTP error status is an answer, not an exception
     */
    public EgressResponse send(EgressRequest request) {
        var deadline = System.nanoTime() + request.totalTimeout().toNanos();
        var hop = request;
        for (var redirects = 0; ; redirects++) {
            var response = answer(hop, deadline);
            var target = request.trust() == EgressTrust.PUBLIC ? redirect(hop, response) : null;
            if (target == null) {
                return response;
            }
            response.close();
            if (redirects == MAX_REDIRECTS) {
                throw new EgressException(Kind.REFUSED, "The address redirects too often.");
            }
            hop = target;
        }
    }

    private EgressResponse answer(EgressRequest request, long deadline) {
        checkUri(request.uri());
        warm();
        for (var stale = 0; ; stale++) {
            var exchange = new Exchange(started.join(), request, deadline);
            try {
                return exchange.send();
            } catch (EgressException failure) {
                if (stale == MAX_STALE || !exchange.wasStale(failure)) {
                    throw failure;
                }
            }
        }
    }

    private static void checkUri(URI uri) {
        var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new EgressException(Kind.REFUSED, "Only http and https addresses can be reached.");
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null) {
            throw new EgressException(Kind.REFUSED, "The address needs a host and must not carry a user name.");
        }
    }

    /** The request that a redirect asks for, or null when the answer is none. */
    private static @Nullable EgressRequest redirect(
            EgressRequest request, EgressResponse response) {
        var status = response.status();
        var location = response.header("Location");
        if (location == null || !Set.of(301, 302, 303, 307, 308).contains(status)) {
            return null;
        }
        URI target;
        try {
            target = request.uri().resolve(new URI(location));
        } catch (URISyntaxException bad) {
            response.close();
            throw new EgressException(Kind.REFUSED, "The address redirects to something that is no address.", bad);
        }
        checkUriOrClose(target, response);
        var headers = new HashMap<>(request.headers());
        if (!origin(target).equals(origin(request.uri()))) {
            headers.keySet().removeIf(name -> !FOR_STRANGERS.contains(name.toLowerCase(Locale.ROOT)));
        }
        var keep = status >= 307 || request.method().equals("GET") || request.method().equals("HEAD");
        return new EgressRequest(
                keep ? request.method() : "GET",
                target,
                headers,
                keep ? request.body() : null,
                request.trust(),
                request.headTimeout(),
                request.idleTimeout(),
                request.totalTimeout(),
                request.maxBytes(),
                request.cancel());
    }

    private static void checkUriOrClose(URI target, EgressResponse response) {
        try {
            checkUri(target);
        } catch (EgressException refused) {
            response.close();
            throw refused;
        }
    }

    private static String origin(URI uri) {
        return (uri.getScheme() + "://" + uri.getHost() + ":" + uri.getPort()).toLowerCase(Locale.ROOT);
    }

    /** Aborts what is under way and ends the threads. */
    @Override
    public void close() {
        if (begun.compareAndSet(false, true)) {
            started.completeExceptionally(new IllegalStateException("the outbound client is closed"));
        }
        if (started.isCompletedExceptionally()) {
            return;
        }
        try {
            started.join().stop();
        } catch (Exception e) { // Jetty's signature
            throw new IllegalStateException("the outbound client did not stop", e);
        }
    }
}
