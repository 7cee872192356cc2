package dev.pankou.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Clients that send one request again and again over kept connections. */
final class Load {
    /** Answers may have any number of events. */
    static final int ANY = -1;

    private static final int BUFFER = 64 * 1024;

    private final InetSocketAddress server;
    private final byte[] request;
    private final int expectedEvents;

    /** @param expectedEvents events of every whole answer; another number fails the run */
    Load(InetSocketAddress server, byte[] request, int expectedEvents) {
        this.server = server;
        this.request = request;
        this.expectedEvents = expectedEvents;
    }

    static byte[] post(String target, String token, String json) {
        var body = json.getBytes(StandardCharsets.UTF_8);
        var head = "POST " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n";
        var bytes = Arrays.copyOf(head.getBytes(StandardCharsets.UTF_8), head.length() + body.length);
        System.arraycopy(body, 0, bytes, head.length(), body.length);
        return bytes;
    }

    /** One client, one request after the other. */
    final class Sequence implements AutoCloseable {
        private final SocketChannel channel = connect(server);
        private final AnswerReader reader = new AnswerReader();
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        private final byte[] bytes = new byte[BUFFER];
        private final ByteBuffer out = ByteBuffer.allocateDirect(request.length).put(request);

        Sequence() throws IOException {}

        /** Nanoseconds until the first byte, the third event and the last but three came in the turn of {@link #turn}. */
        private final long[] stages = new long[3];

        long stage(int index) {
            return stages[index];
        }

        /** Nanoseconds from the request's first byte to the answer's last one. */
        long turn() throws IOException {
            Arrays.fill(stages, 0);
            var start = System.nanoTime();
            out.flip();
            while (out.hasRemaining()) {
                channel.write(out);
            }
            while (true) {
                buffer.clear();
                var count = channel.read(buffer);
                if (count < 0) {
                    throw new IllegalStateException("the server closed the connection");
                }
                buffer.get(0, bytes, 0, count);
                var ended = reader.take(bytes, count);
                var now = System.nanoTime() - start;
                note(0, 0, now);
                note(1, 3, now);
                note(2, expectedEvents - 4, now);
                if (ended) {
                    check(reader);
                    return now;
                }
            }
        }

        private void note(int stage, int events, long nanos) {
            if (stages[stage] == 0 && reader.events() >= events) {
                stages[stage] = nanos;
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    Sequence sequence() throws IOException {
        return new Sequence();
    }

    /** What many clients got in the measured time. */
    record Rate(long answers, long events, long bytes, long nanos, long p50Micros, long p99Micros) {
        double answersPerSecond() {
            return answers * 1e9 / nanos;
        }

        double eventsPerSecond() {
            return events * 1e9 / nanos;
        }
    }

    /** So many clients at once, for {@code warmUp} and then for {@code measured}, on one thread. */
    Rate parallel(int clients, Duration warmUp, Duration measured) throws IOException {
        try (var selector = Selector.open()) {
            for (var i = 0; i < clients; i++) {
                open(selector).send();
            }
            var warm = System.nanoTime() + warmUp.toNanos();
            while (System.nanoTime() < warm) {
                selector.select(key -> ((Client) key.attachment()).receive(null), 100);
            }
            var tally = new Tally();
            var start = System.nanoTime();
            while (System.nanoTime() - start < measured.toNanos()) {
                selector.select(key -> ((Client) key.attachment()).receive(tally), 100);
            }
            var nanos = System.nanoTime() - start;
            for (var key : selector.keys()) {
                key.channel().close();
            }
            var sorted = Arrays.copyOf(tally.latencies, (int) Math.min(tally.answers, tally.latencies.length));
            Arrays.sort(sorted);
            return new Rate(
                    tally.answers, tally.events, tally.bytes, nanos, at(sorted, 0.5) / 1000, at(sorted, 0.99) / 1000);
        }
    }

    /** Opens so many streams, {@code window} at a time, each until {@code events} events have come, and keeps them open. */
    AutoCloseable hold(int streams, int window, int events) throws IOException {
        var selector = Selector.open();
        var opened = 0;
        var waiting = new int[1];
        while (opened < streams || waiting[0] > 0) {
            while (opened < streams && waiting[0] < window) {
                open(selector).send();
                opened++;
                waiting[0]++;
            }
            var begun = selector.select(
                    key -> {
                        var client = (Client) key.attachment();
                        client.receive(null);
                        if (client.reader.events() == events) {
                            key.interestOps(0);
                            waiting[0]--;
                        }
                    },
                    30_000);
            if (begun == 0) {
                throw new IllegalStateException(waiting[0] + " of " + opened + " streams did not begin within 30 s");
            }
        }
        return () -> {
            for (var key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        };
    }

    static long at(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1L, Math.round(share * (sorted.length - 1)))];
    }

    private void check(AnswerReader reader) {
        if (expectedEvents != ANY && reader.events() != expectedEvents) {
            throw new IllegalStateException("an answer had " + reader.events() + " events instead of " + expectedEvents);
        }
    }

    private static SocketChannel connect(InetSocketAddress server) throws IOException {
        var channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return channel;
    }

    private Client open(Selector selector) throws IOException {
        var channel = connect(server);
        channel.configureBlocking(false);
        var client = new Client(channel);
        channel.register(selector, SelectionKey.OP_READ, client);
        return client;
    }

    private static final class Tally {
        private final long[] latencies = new long[1 << 20];
        private long answers;
        private long events;
        private long bytes;
    }

    private final ByteBuffer shared = ByteBuffer.allocateDirect(BUFFER);
    private final byte[] sharedBytes = new byte[BUFFER];

    private final class Client {
        private final SocketChannel channel;
        private final AnswerReader reader = new AnswerReader();
        private long sentAt;
        private int seen;

        private Client(SocketChannel channel) {
            this.channel = channel;
        }

        void send() throws IOException {
            sentAt = System.nanoTime();
            seen = 0;
            if (channel.write(ByteBuffer.wrap(request)) != request.length) {
                throw new IllegalStateException("a request did not fit into the socket's buffer");
            }
        }

        void receive(@Nullable Tally tally) {
            try {
                shared.clear();
                var count = channel.read(shared);
                if (count < 0) {
                    throw new IllegalStateException("the server closed a connection");
                }
                shared.get(0, sharedBytes, 0, count);
                var ended = reader.take(sharedBytes, count);
                if (tally != null) {
                    tally.bytes += count;
                    tally.events += reader.events() - seen;
                }
                seen = reader.events();
                if (ended) {
                    check(reader);
                    if (tally != null) {
                        tally.latencies[(int) (tally.answers++ & (tally.latencies.length - 1))] = System.nanoTime() - sentAt;
                    }
                    send();
                }
            } catch (IOException broken) {
                throw new IllegalStateException("a connection broke", broken);
            }
        }
    }
}
