package dev.pankou.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An OpenAI-compatible model that answers every chat completion with the same script at once: bytes made beforehand, one thread,
 * no parsing beyond the length of the request.
 */
final class ModelServer implements AutoCloseable {
    private static final String DELTA = "data: {\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
            + "\"model\":\"scripted\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"一段 piece of text \"},"
            + "\"finish_reason\":null}]}\n\n";
    private static final String STOP = "data: {\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
            + "\"model\":\"scripted\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":100,\"total_tokens\":120}}\n\n";
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    private final ServerSocketChannel listening;
    private final Selector selector;
    private volatile Script script = Script.answer(1, 1);
    private volatile boolean closed;

    private ModelServer() throws IOException {
        selector = Selector.open();
        listening = ServerSocketChannel.open();
        listening.bind(new InetSocketAddress("127.0.0.1", 0), 4096);
        listening.configureBlocking(false);
        listening.register(selector, SelectionKey.OP_ACCEPT);
        Thread.ofPlatform().daemon().name("model").start(this::serve);
    }

    static ModelServer start() throws IOException {
        return new ModelServer();
    }

    /** Each piece is one write. */
    private record Script(List<ByteBuffer> pieces) {
        /** A whole answer of so many deltas, {@code perWrite} of them with one write. */
        static Script answer(int deltas, int perWrite) {
            var pieces = new ArrayList<ByteBuffer>();
            pieces.add(direct(HEAD));
            for (var done = 0; done < deltas; done += perWrite) {
                pieces.add(direct(chunk(DELTA).repeat(Math.min(perWrite, deltas - done))));
            }
            pieces.add(direct(chunk(STOP) + chunk("data: [DONE]\n\n") + "0\r\n\r\n"));
            return new Script(pieces);
        }

        /** One delta, then silence. */
        static Script silence() {
            return new Script(List.of(direct(HEAD), direct(chunk(DELTA))));
        }

        private static String chunk(String text) {
            return Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n";
        }

        private static ByteBuffer direct(String text) {
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        }
    }

    /** Later requests get so many deltas, {@code perWrite} of them with one write. */
    void answer(int deltas, int perWrite) {
        script = Script.answer(deltas, perWrite);
    }

    /** Later requests get one delta and then nothing. */
    void fallSilent() {
        script = Script.silence();
    }

    URI baseUrl() throws IOException {
        return URI.create("http://127.0.0.1:" + address().getPort() + "/v1");
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) listening.getLocalAddress();
    }

    private void serve() {
        try {
            while (!closed) {
                selector.select(this::handle);
            }
            for (var key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException broken) {
            throw new IllegalStateException("the model server broke", broken);
        }
    }

    private void handle(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                var accepted = listening.accept();
                while (accepted != null) {
                    accepted.configureBlocking(false);
                    accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
                    accepted.register(selector, SelectionKey.OP_READ, new Connection());
                    accepted = listening.accept();
                }
            } else {
                ((Connection) key.attachment()).progress(key, (SocketChannel) key.channel(), script);
            }
        } catch (IOException gone) {
            key.cancel();
            try {
                key.channel().close();
            } catch (IOException alreadyGone) {
                // nothing is left to do
            }
        }
    }

    private static final class Connection {
        private ByteBuffer in = ByteBuffer.allocate(8 * 1024);
        private List<ByteBuffer> pieces = List.of();
        private int next;
        private ByteBuffer piece = ByteBuffer.allocate(0);

        void progress(SelectionKey key, SocketChannel channel, Script script) throws IOException {
            if (key.isReadable()) {
                if (channel.read(in) < 0) {
                    throw new IOException("closed by the client");
                }
                if (!requestIsWhole()) {
                    return;
                }
                in.clear();
                pieces = script.pieces();
                next = 0;
            }
            while (piece.hasRemaining() || next < pieces.size()) {
                if (!piece.hasRemaining()) {
                    piece = pieces.get(next++).duplicate();
                }
                channel.write(piece);
                if (piece.hasRemaining()) {
                    key.interestOps(SelectionKey.OP_WRITE);
                    return;
                }
            }
            key.interestOps(SelectionKey.OP_READ);
        }

        private boolean requestIsWhole() {
            var text = new String(in.array(), 0, in.position(), StandardCharsets.ISO_8859_1);
            var body = text.indexOf("\r\n\r\n") + 4;
            if (body < 4) {
                return false;
            }
            var at = text.substring(0, body).toLowerCase(Locale.ROOT).indexOf("content-length:");
            if (at < 0) {
                return true;
            }
            var length = Integer.parseInt(text.substring(at + 15, text.indexOf('\r', at)).strip());
            if (body + length > in.capacity()) {
                in = ByteBuffer.allocate(body + length).put(in.flip());
            }
            return in.position() >= body + length;
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }
}
