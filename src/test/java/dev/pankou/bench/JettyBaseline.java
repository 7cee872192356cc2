package dev.pankou.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * What a bare Jetty handler can do: each request is answered with {@code DELTAS} events of {@code BYTES} bytes, each written and
 * flushed by itself by the request's virtual thread. Arguments: port, deltas, bytes.
 */
final class JettyBaseline extends Handler.Abstract {
    private final int deltas;
    private final byte[] frame;

    private JettyBaseline(int deltas, int frameBytes) {
        super(InvocationType.BLOCKING);
        this.deltas = deltas;
        var lead = "event:conversation.message.delta\ndata:";
        frame = (lead + "x".repeat(Math.max(1, frameBytes - lead.length() - 2)) + "\n\n").getBytes(StandardCharsets.US_ASCII);
    }

    public static void main(String[] arguments) throws Exception {
        var threads = new QueuedThreadPool(16, 4);
        threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        var server = new Server(threads);
        var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory());
        connector.setHost("127.0.0.1");
        connector.setPort(Integer.parseInt(arguments[0]));
        server.addConnector(connector);
        server.setHandler(new JettyBaseline(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2])));
        server.start();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Content.Source.consumeAll(request);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
        if (!request.getMethod().equals("POST")) {
            response.write(true, ByteBuffer.wrap(frame), callback);
            return true;
        }
        for (var i = 0; i < deltas; i++) {
            Content.Sink.write(response, false, ByteBuffer.wrap(frame));
        }
        response.write(true, ByteBuffer.allocate(0), callback);
        return true;
    }
}
