package dev.pankou.survive;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** An address outside that workflows call: slow, and counting what was done to it. Close it. */
final class Effects implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final Random random;
    private final int mostMillis;

    private Effects(HttpServer server, long seed, int mostMillis) {
        this.server = server;
        this.random = new Random(seed);
        this.mostMillis = mostMillis;
    }

    /** Answers after up to that time. */
    static Effects start(long seed, int mostMillis) throws IOException {
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 200);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        var effects = new Effects(server, seed, mostMillis);
        server.createContext("/", effects::answer);
        server.start();
        return effects;
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        if (exchange.getRequestMethod().equals("POST")) {
            counts.merge(path, 1, Integer::sum);
        }
        int millis;
        synchronized (random) {
            millis = random.nextInt(mostMillis);
        }
        LockSupport.parkNanos(millis * 1_000_000L);
        var body = ("saw " + path).getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException gone) {
            // whoever asked was killed
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How often something was posted to each path. */
    Map<String, Integer> counts() {
        return counts;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
