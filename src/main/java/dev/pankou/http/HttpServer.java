package dev.pankou.http;

import java.io.IOException;
import java.net.BindException;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listening server: HTTP/1.1 and h2c on one port, a virtual thread a request. */
public final class HttpServer {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final int HEADER_BYTES = 16 * 1024;
    private static final int ACCEPT_QUEUE = 4096;

    private final HttpConfig config;
    private final Server server;
    private final ServerConnector connector;

    /**
     * @param handler answers every request
     * @param refusal makes the body of an answer that HTTP itself gives (status, sentence): bad request line, header too long
     */
    public HttpServer(HttpConfig config, HttpHandler handler, BiFunction<Integer, String, Refusal> refusal) {
        this.config = config;
        var threads = new QueuedThreadPool(Math.max(16, Runtime.getRuntime().availableProcessors() * 4), 4);
        threads.setName("http");
        threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server = new Server(threads);
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setResponseHeaderSize(HEADER_BYTES);
        http.setOutputBufferSize(8 * 1024);
        http.setInputBufferSize(4 * 1024);
        // A copy for h2c: its factory raises the input buffer of what it is given to 16 KB, and each open stream holds one.
        connector = new ServerConnector(
                server,
                1,
                1,
                new HttpConnectionFactory(http),
                new HTTP2CServerConnectionFactory(new HttpConfiguration(http)));
        connector.setHost(config.host());
        connector.setPort(config.port());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.setIdleTimeout(config.idleTimeout().toMillis());
        server.addConnector(connector);
        server.setHandler(new Bridge(handler));
        server.setErrorHandler((request, response, callback) -> refuse(request, response, callback, refusal));
    }

    /** What HTTP's own refusals answer. */
    public record Refusal(String logid, String contentType, byte[] body) {}

    /** @throws PortTakenException when somebody listens there already */
    public void start() {
        try {
            server.start();
        } catch (Exception failed) {
            stopQuietly();
            for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
                if (cause instanceof BindException) {
                    throw new PortTakenException(config.host(), config.port());
                }
            }
            throw new IllegalStateException("the HTTP server did not start", failed);
        }
    }

    /** The port that is listened on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Takes no new connections any more; open ones go on. */
    public void stopAccepting() {
        connector.shutdown();
    }

    /** Closes everything at once. */
    public void stop() {
        stopQuietly();
    }

    private void stopQuietly() {
        try {
            server.stop();
        } catch (Exception failed) {
            LOG.warn("The HTTP server did not stop cleanly", failed);
        }
    }

    private static boolean refuse(
            Request request, Response response, Callback callback, BiFunction<Integer, String, Refusal> refusal) {
        var status = response.getStatus();
        var sentence = switch (status) {
            case 414 -> "the request URI is too long";
            case 431 -> "the request headers are longer than " + HEADER_BYTES + " bytes";
            case 408 -> "the request did not arrive in time";
            case 505 -> "the HTTP version is not supported";
            default -> status >= 500 ? "internal error" : "the request is not valid HTTP";
        };
        var answer = refusal.apply(status, sentence);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
        response.getHeaders().put("x-tt-logid", answer.logid());
        response.write(true, java.nio.ByteBuffer.wrap(answer.body()), callback);
        return true;
    }

    private final class Bridge extends Handler.Abstract {
        private final HttpHandler handler;

        Bridge(HttpHandler handler) {
            super(InvocationType.BLOCKING);
            this.handler = handler;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws IOException {
            var exchange = new Exchange(request, response, callback, config.bodyTimeout(), config.temporary());
            handler.handle(exchange);
            exchange.finish();
            return true;
        }
    }

}
