package dev.pankou.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** The open body of a streamed answer. Each write is flushed and blocks until the bytes are with the operating system. */
public final class EventStream {
    private final Response response;
    private final EndPoint endPoint;

    EventStream(Request request, Response response) {
        this.response = response;
        this.endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    }

    /** Cuts the connection, from any thread: a write that waits for a client that does not read fails at once. */
    public void abort() {
        endPoint.close(new IOException("the client reads too slowly"));
    }

    /** @throws ClientGoneException when the client is away or has read nothing for the idle time-out */
    public void write(ByteBuffer bytes) {
        write(false, bytes);
    }

    /** Ends the body; what follows is the next request of the connection. */
    public void end() {
        write(true, ByteBuffer.allocate(0));
    }

    private void write(boolean last, ByteBuffer bytes) {
        try {
            Content.Sink.write(response, last, bytes);
        } catch (IOException gone) {
            throw new ClientGoneException(gone);
        }
    }
}
