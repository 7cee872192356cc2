package dev.pankou.testing;

import dev.pankou.json.Json;
import dev.pankou.testing.FakeModelReply.Step;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A scripted model server on loopback that speaks OpenAI chat completions and responses over real HTTP/1.1. Replies are
 * taken from a queue ({@link #reply}), then made by the default ({@link #byDefault}). Records requests and notices clients
 * that hang up in the middle of an answer. One virtual thread a connection, one more to notice its end.
 */
public final class FakeModel implements AutoCloseable {
    /** A request as it came. */
    public record Recorded(String method, String path, Map<String, String> headers, JsonNode body) {}

    private static final long PATIENCE_SECONDS = 20;

    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<Socket> used = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Queue<FakeModelReply> script = new ConcurrentLinkedQueue<>();
    private final List<Recorded> recorded = new CopyOnWriteArrayList<>();
    private final Semaphore arrived = new Semaphore(0);
    private final Semaphore cancelled = new Semaphore(0);
    private volatile boolean recording = true;
    private volatile Function<Recorded, FakeModelReply> byDefault =
            request -> FakeModelReply.answer().text("Hello", ", ", "世界 🌏").usage(7, 5);

    private FakeModel(ServerSocket listener) {
        this.listener = listener;
    }

    public static FakeModel start() {
        try {
            var model = new FakeModel(new ServerSocket(0, 4096, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().name("fake-model").start(model::accept);
            return model;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a model's base URL is set to; ends in /v1. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/v1");
    }

    /** Answers the next request that has no reply yet. */
    public FakeModel reply(FakeModelReply... replies) {
        script.addAll(List.of(replies));
        return this;
    }

    public FakeModel byDefault(Function<Recorded, FakeModelReply> reply) {
        byDefault = reply;
        return this;
    }

    /** For load: keeps no requests. */
    public FakeModel withoutRecording() {
        recording = false;
        return this;
    }

    public List<Recorded> requests() {
        return List.copyOf(recorded);
    }

    public Recorded lastRequest() {
        return recorded.getLast();
    }

    /** Connections that were ever opened. */
    public int connections() {
        return accepted.get();
    }

    /** Waits for one more request than were waited for before. */
    public void awaitRequest() {
        await(arrived, "no request arrived");
    }

    /** Waits until one more client hung up in the middle of its answer. */
    public void awaitCancelled() {
        await(cancelled, "no client hung up");
    }

    /** Closes the connections that had a request, as a server does when they are idle; not those that a client has only just opened. */
    public void hangUp() {
        used.forEach(FakeModel::closeQuietly);
    }

    private static void await(Semaphore what, String otherwise) {
        try {
            if (!what.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(otherwise + " within " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(otherwise, e);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                sockets.add(socket);
                accepted.incrementAndGet();
                Thread.ofVirtual().name("fake-model-connection").start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new PushbackInputStream(new BufferedInputStream(socket.getInputStream()), 1);
            var out = socket.getOutputStream();
            for (var request = read(in); request != null; request = read(in)) {
                if (recording) {
                    recorded.add(request);
                }
                used.add(socket);
                arrived.release();
                var scripted = script.poll();
                var answered = new boolean[1];
                var gone = new CountDownLatch(1);
                var watcher = Thread.ofVirtual().start(() -> {
                    try {
                        var next = in.read();
                        if (next >= 0) {
                            in.unread(next);
                            return;
                        }
                    } catch (IOException reset) {
                        // gone as well
                    }
                    synchronized (answered) {
                        if (!answered[0]) {
                            cancelled.release();
                        }
                    }
                    gone.countDown();
                });
                var keep = answer(request, scripted != null ? scripted : byDefault.apply(request), out, gone);
                synchronized (answered) {
                    answered[0] = true;
                }
                if (!keep) {
                    return;
                }
                watcher.join();
            }
        } catch (IOException hungUp) {
            // the watcher has counted it
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(socket);
            used.remove(socket);
        }
    }

    private static Recorded read(InputStream in) throws IOException {
        var first = line(in);
        if (first == null) {
            return null;
        }
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (var line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            var colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        var body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        var words = first.split(" ");
        return new Recorded(
                words[0], words[1], headers, body.length == 0 ? Json.object() : Json.mapper().readTree(body));
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (var c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** True when the connection may be used again. */
    private static boolean answer(Recorded request, FakeModelReply reply, OutputStream out, CountDownLatch gone)
            throws IOException, InterruptedException {
        var dialect = request.path().endsWith("/responses") ? new Responses(reply) : new Chat(reply);
        var head = new StringBuilder("HTTP/1.1 " + reply.status + " X\r\n");
        reply.headers.forEach(header -> head.append(header).append("\r\n"));
        if (reply.whole || !reply.body.isEmpty()) {
            var body = (reply.whole ? dialect.whole() : reply.body).getBytes(StandardCharsets.UTF_8);
            var type = reply.whole ? "application/json" : reply.contentType;
            head.append("Content-Type: " + type + "\r\nContent-Length: " + body.length + "\r\n\r\n");
            out.write(head.toString().getBytes(StandardCharsets.UTF_8));
            out.write(body);
            return true;
        }
        head.append("Content-Type: " + reply.contentType + "\r\nTransfer-Encoding: chunked\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.UTF_8));
        for (var step : reply.steps) {
            switch (step) {
                case Step.Gate gate -> {
                    while (gone.getCount() > 0 && !gate.gate().await(5, TimeUnit.MILLISECONDS)) {
                        // until the test opens it or the client is gone
                    }
                }
                case Step.Silence silence -> {
                    gone.await();
                    return false;
                }
                case Step.CutOff cutOff -> {
                    return false;
                }
                case Step.Raw raw -> chunk(out, raw.bytes());
                default -> chunk(out, dialect.event(step));
            }
        }
        if (reply.steps.stream().noneMatch(step -> step instanceof Step.Raw || step instanceof Step.MidStreamError)) {
            chunk(out, dialect.end());
        }
        out.write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        return true;
    }

    private static void chunk(OutputStream out, String text) throws IOException {
        chunk(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void chunk(OutputStream out, byte[] bytes) throws IOException {
        if (bytes.length == 0) {
            return;
        }
        var head = (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.UTF_8);
        var all = new byte[head.length + bytes.length + 2];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(bytes, 0, all, head.length, bytes.length);
        all[all.length - 2] = '\r';
        all[all.length - 1] = '\n';
        out.write(all);
    }

    private interface Dialect {
        String event(Step step);

        String end();

        String whole();
    }

    private static String reason(FakeModelReply reply) {
        if (!reply.finishReason.isEmpty()) {
            return reply.finishReason;
        }
        return reply.steps.stream().anyMatch(Step.Call.class::isInstance) ? "tool_calls" : "stop";
    }

    private record Chat(FakeModelReply reply) implements Dialect {
        private static ObjectNode chunk(ObjectNode delta, String reason) {
            var chunk = Json.object().put("id", "chatcmpl-1").put("object", "chat.completion.chunk");
            var choice = chunk.putArray("choices").addObject().put("index", 0);
            choice.set("delta", delta);
            if (reason == null) {
                choice.putNull("finish_reason");
            } else {
                choice.put("finish_reason", reason);
            }
            return chunk;
        }

        private static String sse(ObjectNode json) {
            return "data: " + json + "\n\n";
        }

        @Override
        public String event(Step step) {
            return switch (step) {
                case Step.Text text -> sse(chunk(Json.object().put("content", text.text()), null));
                case Step.Reasoning thought ->
                    sse(chunk(Json.object().put("reasoning_content", thought.text()), null));
                case Step.Call call -> {
                    var delta = Json.object();
                    put(delta.putArray("tool_calls").addObject().put("index", call.index()), call);
                    yield sse(chunk(delta, null));
                }
                case Step.MidStreamError error ->
                    "data: {\"error\":{\"message\":\"secret upstream text\",\"code\":\"" + error.code() + "\"}}\n\n";
                default -> "";
            };
        }

        private static void put(ObjectNode out, Step.Call call) {
            if (!call.id().isEmpty()) {
                out.put("id", call.id()).put("type", "function");
            }
            var function = out.putObject("function").put("arguments", call.arguments());
            if (!call.name().isEmpty()) {
                function.put("name", call.name());
            }
        }

        @Override
        public String end() {
            var end = new StringBuilder(sse(chunk(Json.object(), reason(reply))));
            for (var step : reply.steps) {
                if (step instanceof Step.Usage usage) {
                    var last = Json.object().put("id", "chatcmpl-1");
                    last.putArray("choices");
                    last.set("usage", usage(usage));
                    end.append(sse(last));
                }
            }
            return end.append("data: [DONE]\n\n").toString();
        }

        private static ObjectNode usage(Step.Usage usage) {
            var node = Json.object().put("prompt_tokens", usage.input()).put("completion_tokens", usage.output());
            node.putObject("prompt_tokens_details").put("cached_tokens", 1);
            node.putObject("completion_tokens_details").put("reasoning_tokens", 2);
            return node;
        }

        @Override
        public String whole() {
            var whole = Json.object().put("id", "chatcmpl-1");
            var choice = whole.putArray("choices").addObject().put("finish_reason", reason(reply));
            var message = choice.putObject("message").put("role", "assistant");
            var text = new StringBuilder();
            for (var step : reply.steps) {
                switch (step) {
                    case Step.Text piece -> text.append(piece.text());
                    case Step.Call call -> put(message.withArray("tool_calls").addObject(), call);
                    case Step.Usage usage -> whole.set("usage", usage(usage));
                    default -> {}
                }
            }
            message.put("content", text.toString());
            return whole.toString();
        }
    }

    private record Responses(FakeModelReply reply) implements Dialect {
        private static String sse(String type, ObjectNode json) {
            return "event: " + type + "\ndata: " + json.put("type", type) + "\n\n";
        }

        @Override
        public String event(Step step) {
            return switch (step) {
                case Step.Text text ->
                    sse("response.output_text.delta", Json.object().put("delta", text.text()));
                case Step.Reasoning thought ->
                    sse("response.reasoning_summary_text.delta", Json.object().put("delta", thought.text()));
                case Step.Call call -> {
                    var event = Json.object();
                    event.set("item", item(call));
                    yield sse("response.output_item.done", event);
                }
                case Step.MidStreamError error -> {
                    var event = Json.object();
                    event.putObject("response").putObject("error").put("code", error.code());
                    yield sse("response.failed", event);
                }
                default -> "";
            };
        }

        private static ObjectNode item(Step.Call call) {
            return Json.object()
                    .put("type", "function_call")
                    .put("call_id", call.id())
                    .put("name", call.name())
                    .put("arguments", call.arguments());
        }

        @Override
        public String end() {
            var event = Json.object();
            event.set("response", response());
            return sse("response.completed", event);
        }

        private ObjectNode response() {
            var response = Json.object().put("id", "resp_1").put("status", "completed");
            if (!reply.finishReason.isEmpty()) {
                response.putObject("incomplete_details").put("reason", reply.finishReason);
            }
            for (var step : reply.steps) {
                if (step instanceof Step.Usage usage) {
                    var node = response.putObject("usage");
                    node.put("input_tokens", usage.input()).put("output_tokens", usage.output());
                    node.putObject("input_tokens_details").put("cached_tokens", 1);
                    node.putObject("output_tokens_details").put("reasoning_tokens", 2);
                }
            }
            return response;
        }

        @Override
        public String whole() {
            var response = response();
            var output = response.putArray("output");
            var parts = output.addObject().put("type", "message").putArray("content");
            for (var step : reply.steps) {
                switch (step) {
                    case Step.Text text -> parts.addObject().put("type", "output_text").put("text", text.text());
                    case Step.Call call -> output.add(item(call));
                    default -> {}
                }
            }
            return response.toString();
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyBroken) {
            // closed is what we want
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException alreadyBroken) {
            // closed is what we want
        }
        sockets.forEach(FakeModel::closeQuietly);
    }
}
