package dev.pankou.testing;

import dev.pankou.egress.Egress;
import dev.pankou.testing.FakeWeb.Asked;
import dev.pankou.testing.FakeWeb.Said;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A piece of network: names that lead where the test says, a web server at {@link #OUTSIDE}, and on the same port of this
 * machine's usual addresses a trap, which counts who comes and would tell {@link #SECRET}.
 */
public final class FakeNet implements Egress.Resolver, AutoCloseable {
    /** Stands for every public address; a server is to allow it. */
    public static final String OUTSIDE = "127.0.0.2";

    public static final String SECRET = "内部机密-s3cret-of-the-inside";

    private static final int MOST_TRIES = 50;

    private final Map<String, Name> names = new ConcurrentHashMap<>();
    private final Map<String, Function<Asked, @Nullable Said>> redirects = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicInteger trapped = new AtomicInteger();
    private final List<ServerSocket> traps = new ArrayList<>();
    private final int port;
    private final FakeWeb web;

    /**
     * Where a name leads at a look-up, of which this is the number.
     *
     * @param last after so many requests in all its connection is closed; -1: after each
     */
    private record Name(IntFunction<List<String>> leads, AtomicInteger asked, int last) {}

    private FakeNet(ServerSocket trap, FakeWeb web) {
        this.web = web;
        port = trap.getLocalPort();
        traps.add(trap);
        try {
            traps.add(new ServerSocket(port, 50, InetAddress.ofLiteral("::1")));
        } catch (IOException noIpv6) {
            // then nobody can be led there
        }
        traps.forEach(one -> Thread.ofVirtual().start(() -> spring(one)));
        web.first(this::redirected);
    }

    public static FakeNet start() {
        for (var tried = 1; ; tried++) {
            try {
                var trap = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
                try {
                    return new FakeNet(trap, FakeWeb.start(new InetSocketAddress(OUTSIDE, trap.getLocalPort())));
                } catch (UncheckedIOException taken) {
                    trap.close();
                    if (tried == MOST_TRIES) {
                        throw taken;
                    }
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    private void spring(ServerSocket trap) {
        while (!trap.isClosed()) {
            try (var caught = trap.accept()) {
                trapped.incrementAndGet();
                var body = SECRET.getBytes(StandardCharsets.UTF_8);
                var head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\nContent-Length: "
                        + body.length + "\r\n\r\n";
                caught.getInputStream().read(new byte[65_536]);
                caught.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                caught.getOutputStream().write(body);
            } catch (IOException closed) {
                // by either side
            }
        }
    }

    /** A new name that leads outside. */
    public String name() {
        var name = "host-" + numbers.incrementAndGet() + ".test";
        point(name, List.of(OUTSIDE));
        return name;
    }

    /** From now on a name leads here: an answer a look-up, each of one or more addresses; the last one stays. */
    @SafeVarargs
    public final void point(String name, List<String>... answers) {
        names.put(name, new Name(number -> answers[Math.min(number, answers.length - 1)], new AtomicInteger(), -1));
    }

    /**
     * From now on a name leads outside at its first look-up and then to these addresses, and its connection is kept for so many
     * requests; 0: it leads there at once. A client that opens a connection in reserve is led there sooner.
     */
    public void pointAfter(String name, int visits, List<String> addresses) {
        names.put(name, new Name(
                number -> number < visits && number == 0 ? List.of(OUTSIDE) : addresses, new AtomicInteger(), visits(name) + visits));
    }

    /** Look-ups of a name since it was pointed somewhere. */
    public int lookUps(String name) {
        var known = names.get(name);
        return known == null ? 0 : known.asked().get();
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        var name = names.get(host);
        if (name != null) {
            return name.leads().apply(name.asked().getAndIncrement()).stream().map(FakeNet::address).toArray(InetAddress[]::new);
        }
        if (host.endsWith(".test") || host.endsWith(".test.")) {
            throw new UnknownHostException(host);
        }
        return InetAddress.getAllByName(host); // a literal
    }

    /** A mapped address stays one of 16 bytes, as a resolver of the system may give it. */
    private static InetAddress address(String literal) {
        try {
            var plain = InetAddress.ofLiteral(literal);
            if (literal.indexOf(':') < 0 || plain.getAddress().length == 16) {
                return plain;
            }
            var mapped = new byte[16];
            mapped[10] = -1;
            mapped[11] = -1;
            System.arraycopy(plain.getAddress(), 0, mapped, 12, 4);
            return Inet6Address.getByAddress(null, mapped, -1);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** The web server outside. */
    public FakeWeb web() {
        return web;
    }

    /**
     * An answer of the web server. After it the connection is closed, so that the next request looks its name up again; but not
     * before as many requests came as {@link #pointAfter} says.
     */
    public FakeNet answers(String path, Function<Asked, Said> answer) {
        web.on(path, asked -> ended(asked, answer.apply(asked)));
        return this;
    }

    private Said ended(Asked asked, Said said) {
        var name = names.get(name(asked));
        var goesOn = name != null && name.last() >= 0 ? visits(name(asked)) < name.last() : said.headers().containsKey("Connection");
        return goesOn ? said : said.with("Connection", "close");
    }

    private static String name(Asked asked) {
        return asked.headers().getOrDefault("host", "").replaceFirst(":[0-9]+$", "");
    }

    /** From now on such requests for this name are sent elsewhere. */
    public void redirect(String name, Predicate<Asked> which, Said redirect) {
        redirects.put(name, asked -> which.test(asked) ? ended(asked, redirect) : null);
    }

    private @Nullable Said redirected(Asked asked) {
        return redirects.getOrDefault(name(asked), other -> null).apply(asked);
    }

    /** Requests that came to the web server under this name. */
    public int visits(String name) {
        return (int) web.asked().stream()
                .filter(asked -> name(asked).equals(name))
                .count();
    }

    /** {@code http://host:port}. */
    public String origin(String host) {
        return "http://" + host + ":" + port;
    }

    /** Connections that reached this machine's own addresses since this was last asked. */
    public int trapped() {
        return trapped.getAndSet(0);
    }

    @Override
    public void close() {
        web.close();
        for (var trap : traps) {
            try {
                trap.close();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
