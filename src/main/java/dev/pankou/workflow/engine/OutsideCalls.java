package dev.pankou.workflow.engine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

import dev.pankou.egress.CancelSignal;
import dev.pankou.egress.EgressException;
import dev.pankou.egress.EgressRequest;
import dev.pankou.egress.EgressTrust;
import dev.pankou.model.ContentPart;
import dev.pankou.model.ModelCall;
import dev.pankou.model.ModelMessage;
import dev.pankou.model.ModelRequest;
import dev.pankou.model.ModelSpec;
import dev.pankou.workflow.canvas.NodeType;
import dev.pankou.workflow.node.NodeException;
import dev.pankou.workflow.node.Operand;
import dev.pankou.workflow.node.Outside;
import dev.pankou.workflow.node.TableAsk;
import dev.pankou.workflow.node.ToolInfo;
import dev.pankou.workflow.node.ToolName;
import dev.pankou.workflow.node.ToolReply;

/** The world as one execution of a node sees it: cancelled with it, counted, taped, or answered from a tape. */
final class OutsideCalls implements Outside {
    private static final long MOST_BYTES = 20L << 20;
    private static final Duration HEAD = Duration.ofSeconds(60);

    private final World world;
    private final NodeRun node;
    private final World.@Nullable Tape tape;
    private int made;

    OutsideCalls(World world, NodeRun node, World.@Nullable Tape tape) {
        this.world = world;
        this.node = node;
        this.tape = tape;
    }

    /** The answer of an earlier run; null when calls really go out. */
    private @Nullable Map<String, @Nullable Object> replayed(String kind) {
        var n = made++;
        var held = node.memo == null ? List.<Map<String, @Nullable Object>>of() : node.memo.held;
        if (n < held.size()) { // it had got that far when something inside of it asked
            var earlier = held.get(n);
            node.taped(earlier);
            return earlier;
        }
        if (tape == null) {
            return null;
        }
        var call = tape.call(node.key, n);
        if (call == null || !kind.equals(call.get("kind"))) {
            throw NodeException.fatal(
                    NodeException.OPERATION,
                    "the tape has no " + kind + " call number " + (n + 1) + " of node \"" + node.name() + "\"");
        }
        node.taped(call);
        return call;
    }

    @Override
    public ModelSpec model(String type, String name) {
        return world.catalog().find(type, name);
    }

    @Override
    public ModelCall ask(ModelRequest request) {
        node.cancellation().check();
        var earlier = replayed("model");
        if (earlier != null) {
            var counted = node.memo != null && made <= node.memo.held.size();
            return new TapedAnswer(node, earlier, !counted);
        }
        node.execution.spend();
        return new RecordedAnswer(node, request, world.models().open(inlined(request)));
    }

    /** Our own files may be out of a model's reach: images go along with the question. */
    private ModelRequest inlined(ModelRequest request) {
        if (request.messages().stream().noneMatch(OutsideCalls::hasImage)) {
            return request;
        }
        var messages = new ArrayList<ModelMessage>();
        for (var message : request.messages()) {
            messages.add(message instanceof ModelMessage.User(var parts) ? new ModelMessage.User(inlined(parts)) : message);
        }
        return new ModelRequest(
                request.model(), messages, request.tools(), request.sampling(), request.previousResponseId());
    }

    private static boolean hasImage(ModelMessage message) {
        return message instanceof ModelMessage.User(var parts) && parts.stream().anyMatch(ContentPart.Image.class::isInstance);
    }

    private List<ContentPart> inlined(List<ContentPart> parts) {
        var all = new ArrayList<ContentPart>();
        for (var part : parts) {
            var own = part instanceof ContentPart.Image(var url) ? world.files().find(url) : null;
            all.add(own == null ? part : ContentPart.Image.of(own.bytes(), own.mediaType()));
        }
        return all;
    }

    @Override
    public HttpAnswer send(HttpAsk request) {
        node.cancellation().check();
        var earlier = replayed("http");
        if (earlier != null) {
            return answer(earlier);
        }
        node.execution.spend();
        var own = request.method().equals("GET") ? world.files().find(request.uri().toString()) : null;
        if (own != null) {
            var answer = new HttpAnswer(200, Map.of("content-type", own.mediaType()), own.bytes());
            tape(answer);
            return answer;
        }
        var signal = new CancelSignal();
        try (var hook = node.cancellation().on(signal::cancel);
                var response = world.egress().send(egress(request, signal))) {
            var answer = new HttpAnswer(response.status(), response.headers(), response.bytes());
            tape(answer);
            return answer;
        } catch (EgressException failed) {
            node.cancellation().check();
            var hopeless = failed.kind() == EgressException.Kind.REFUSED || failed.kind() == EgressException.Kind.TOO_LARGE;
            throw new NodeException(
                    hopeless ? NodeException.EXECUTION : NodeException.REMOTE,
                    "the HTTP request failed: " + failed.getMessage());
        }
    }

    private static EgressRequest egress(HttpAsk request, CancelSignal signal) {
        var headers = new LinkedHashMap<String, String>();
        for (var header : request.headers()) {
            headers.merge(header.getKey(), header.getValue(), (one, other) -> one + ", " + other);
        }
        var head = request.timeout().compareTo(HEAD) > 0 ? request.timeout() : HEAD;
        return new EgressRequest(
                request.method(),
                request.uri(),
                headers,
                request.body(),
                EgressTrust.PUBLIC,
                head.compareTo(request.timeout()) > 0 ? request.timeout() : head,
                request.timeout(),
                request.timeout(),
                MOST_BYTES,
                signal);
    }

    private void tape(HttpAnswer answer) {
        var call = new LinkedHashMap<String, @Nullable Object>();
        call.put("kind", "http");
        call.put("status", (long) answer.status());
        call.put("headers", answer.headers());
        var text = new String(answer.body(), StandardCharsets.UTF_8);
        if (java.util.Arrays.equals(text.getBytes(StandardCharsets.UTF_8), answer.body())) {
            call.put("text", text);
        } else {
            call.put("base64", Base64.getEncoder().encodeToString(answer.body()));
        }
        node.taped(call);
    }

    private static HttpAnswer answer(Map<String, @Nullable Object> call) {
        var headers = new LinkedHashMap<String, String>();
        if (call.get("headers") instanceof Map<?, ?> map) {
            map.forEach((name, value) -> headers.put(String.valueOf(name), String.valueOf(value)));
        }
        var body = call.get("base64") instanceof String base64
                ? Base64.getDecoder().decode(base64)
                : String.valueOf(call.get("text")).getBytes(StandardCharsets.UTF_8);
        return new HttpAnswer(call.get("status") instanceof Long status ? status.intValue() : 0, headers, body);
    }

    @Override
    public String code(CodeLanguage language, String code, String params) {
        node.cancellation().check();
        var earlier = replayed("code");
        if (earlier != null) {
            return String.valueOf(earlier.get("json"));
        }
        node.execution.spend();
        var signal = new CancelSignal();
        try (var hook = node.cancellation().on(signal::cancel)) {
            var json = world.coder().run(language, code, params, signal);
            node.cancellation().check();
            var call = new LinkedHashMap<String, @Nullable Object>();
            call.put("kind", "code");
            call.put("json", json);
            node.taped(call);
            return json;
        } catch (NodeException failed) {
            node.cancellation().check();
            throw failed;
        }
    }

    @Override
    public Map<String, @Nullable Object> conversation(NodeType kind, Map<String, @Nullable Object> inputs) {
        return outputs("conversation", () -> world.platform().conversation(node.run(), kind, inputs));
    }

    @Override
    public Map<String, @Nullable Object> table(TableAsk ask) {
        return outputs("table", () -> world.platform().table(node.run(), ask));
    }

    @Override
    public Map<String, @Nullable Object> knowledge(NodeType kind, Map<String, @Nullable Object> inputs) {
        return outputs("knowledge", () -> {
            node.execution.spend();
            return world.platform().knowledge(node.run(), kind, inputs);
        });
    }

    private Map<String, @Nullable Object> outputs(String kind, Supplier<Map<String, @Nullable Object>> call) {
        node.cancellation().check();
        var earlier = replayed(kind);
        if (earlier != null) {
            return object(earlier.get("outputs"));
        }
        var outputs = call.get();
        node.taped(Map.of("kind", kind, "outputs", outputs));
        return outputs;
    }

    @Override
    public ToolInfo toolInfo(ToolName tool) {
        return world.platform().toolInfo(node.run(), tool);
    }

    @Override
    public ToolReply tool(ToolName tool, Map<String, @Nullable Object> arguments) {
        node.cancellation().check();
        var earlier = replayed("tool");
        if (earlier != null) {
            return earlier.get("authorize") instanceof String url
                    ? new ToolReply.NeedsAuthorization(url)
                    : earlier.get("client") instanceof String name
                            ? new ToolReply.ClientSide(name)
                            : new ToolReply.Done(earlier.get("value"));
        }
        node.execution.spend();
        var signal = new CancelSignal();
        try (var hook = node.cancellation().on(signal::cancel)) {
            var reply = world.platform().tool(node.run(), tool, arguments, signal);
            node.cancellation().check();
            var call = new LinkedHashMap<String, @Nullable Object>();
            call.put("kind", "tool");
            switch (reply) {
                case ToolReply.Done(var value) -> call.put("value", value);
                case ToolReply.NeedsAuthorization(var url) -> call.put("authorize", url);
                case ToolReply.ClientSide(var name) -> call.put("client", name);
            }
            node.taped(call);
            return reply;
        } catch (NodeException failed) {
            node.cancellation().check();
            throw failed;
        }
    }

    private static Map<String, @Nullable Object> object(@Nullable Object value) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, one) -> object.put(String.valueOf(name), one));
        }
        return object;
    }

    @Override
    public void assign(Operand.Scope scope, String key, @Nullable Object value) {
        var run = node.run();
        if (run.bot() == null && run.app() == null) {
            throw new NodeException(NodeException.VARIABLES, "there must be one of the App ID or Agent ID");
        }
        var earlier = replayed(Execution.ASSIGN);
        if (scope == Operand.Scope.APP) {
            node.execution.assign(key, value);
        } else if (earlier == null) {
            world.platform().assign(run, key, value);
        }
        if (earlier == null) {
            var call = new LinkedHashMap<String, @Nullable Object>();
            call.put("kind", Execution.ASSIGN);
            call.put("scope", scope.name());
            call.put("key", key);
            call.put("value", value);
            node.taped(call);
        }
    }

    @Override
    public Instant now() {
        var earlier = replayed("time");
        if (earlier != null) {
            return Instant.ofEpochMilli(earlier.get("ms") instanceof Long millis ? millis : 0);
        }
        var now = world.clock().instant();
        node.taped(Map.of("kind", "time", "ms", now.toEpochMilli()));
        return now;
    }

}
