package dev.pankou.knowledge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** A scripted site on loopback. Close it. */
final class Pages implements AutoCloseable {
    private record Page(int status, String type, byte[] body, String location) {}

    private final HttpServer server;
    private final Map<String, Page> pages = new ConcurrentHashMap<>();

    private Pages(HttpServer server) {
        this.server = server;
    }

    static Pages start() {
        try {
            var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 50);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            var pages = new Pages(server);
            server.createContext("/", pages::answer);
            server.start();
            return pages;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            var page = pages.getOrDefault(exchange.getRequestURI().getPath(), new Page(404, "text/plain", new byte[] {'?'}, ""));
            exchange.getResponseHeaders().set("Content-Type", page.type());
            if (!page.location().isEmpty()) {
                exchange.getResponseHeaders().set("Location", page.location());
            }
            exchange.sendResponseHeaders(page.status(), page.body().length);
            exchange.getResponseBody().write(page.body());
        }
    }

    Pages page(String path, String type, String body) {
        pages.put(path, new Page(200, type, body.getBytes(StandardCharsets.UTF_8), ""));
        return this;
    }

    Pages redirect(String path, String location) {
        pages.put(path, new Page(302, "text/plain", new byte[] {'-'}, location));
        return this;
    }

    Pages gone(String path) {
        pages.remove(path);
        return this;
    }

    String url(String path) {
        return "http://" + host() + path;
    }

    /** With its port, for egress-allow. */
    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
