package dev.pankou.testing;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** A client on a bare socket, for what well-behaved clients never do. */
public final class RawHttp implements Closeable {
    private final Socket socket;
    private final InputStream in;
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();

    private RawHttp(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        socket.setSoTimeout(30_000);
    }

    public static RawHttp connect(Pankou pankou) throws IOException {
        return new RawHttp(new Socket(pankou.address().getHost(), pankou.address().getPort()));
    }

    /** With a small window, so that the server soon cannot write any more. */
    public static RawHttp connectNarrow(Pankou pankou) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new java.net.InetSocketAddress(pankou.address().getHost(), pankou.address().getPort()));
        return new RawHttp(socket);
    }

    public RawHttp send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        return this;
    }

    /** A whole request with a JSON body. */
    public RawHttp post(String path, String token, String headers, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8).length;
        return send("POST " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token
                + "\r\nContent-Type: application/json\r\n" + headers + "Content-Length: " + bytes + "\r\n\r\n" + body);
    }

    /** Reads until what came so far is as wanted, or the connection ends; everything read so far. */
    public String readUntil(Predicate<String> enough) throws IOException {
        var text = read.toString(StandardCharsets.UTF_8);
        while (!enough.test(text)) {
            var buffer = new byte[8192];
            var n = in.read(buffer);
            if (n < 0) {
                return text;
            }
            read.write(buffer, 0, n);
            text = read.toString(StandardCharsets.UTF_8);
        }
        return text;
    }

    /** Reads to the end of the connection. */
    public String readAll() throws IOException {
        return readUntil(text -> false);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
