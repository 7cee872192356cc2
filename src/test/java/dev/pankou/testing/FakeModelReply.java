package dev.pankou.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * What a {@link FakeModel} answers to one request, step by step: {@code answer().text("你", "好").usage(3, 2)}. The same
 * reply is spoken as chat completions or as responses, whichever was asked. An answer ends properly unless a step such as
 * {@link #cutOff} ends it.
 */
public final class FakeModelReply {
    sealed interface Step {
        record Text(String text) implements Step {}

        record Reasoning(String text) implements Step {}

        /** A whole call, or a piece of one: the first piece of an index has id and name. */
        record Call(int index, String id, String name, String arguments) implements Step {}

        record Usage(int input, int output) implements Step {}

        record Gate(CountDownLatch gate) implements Step {}

        record Raw(byte[] bytes) implements Step {}

        record MidStreamError(String code) implements Step {}

        record Silence() implements Step {}

        record CutOff() implements Step {}
    }

    final int status;
    final List<String> headers = new ArrayList<>();
    String contentType = "text/event-stream";
    String body = "";
    String finishReason = "";
    boolean whole;
    final List<Step> steps = new ArrayList<>();

    private FakeModelReply(int status) {
        this.status = status;
    }

    /** A streamed answer, to be filled with steps. */
    public static FakeModelReply answer() {
        return new FakeModelReply(200);
    }

    /** An HTTP error with an OpenAI error object. */
    public static FakeModelReply error(int status, String code) {
        var reply = new FakeModelReply(status);
        reply.contentType = "application/json";
        reply.body = "{\"error\":{\"message\":\"secret upstream text\",\"type\":\"x\",\"code\":\"" + code + "\"}}";
        return reply;
    }

    /** Any body of any type, with status 200. */
    public static FakeModelReply body(String contentType, String body) {
        var reply = new FakeModelReply(200);
        reply.contentType = contentType;
        reply.body = body;
        return reply;
    }

    public FakeModelReply header(String name, String value) {
        headers.add(name + ": " + value);
        return this;
    }

    /** One delta each. */
    public FakeModelReply text(String... deltas) {
        for (var delta : deltas) {
            steps.add(new Step.Text(delta));
        }
        return this;
    }

    public FakeModelReply reasoning(String... deltas) {
        for (var delta : deltas) {
            steps.add(new Step.Reasoning(delta));
        }
        return this;
    }

    /** A tool call in one piece; several make parallel calls. */
    public FakeModelReply toolCall(String id, String name, String arguments) {
        var index = (int) steps.stream()
                .filter(step -> step instanceof Step.Call call && !call.id.isEmpty())
                .count();
        steps.add(new Step.Call(index, id, name, arguments));
        return this;
    }

    /** More of the arguments of an earlier call (chat completions only). */
    public FakeModelReply toolCallPiece(int index, String arguments) {
        steps.add(new Step.Call(index, "", "", arguments));
        return this;
    }

    public FakeModelReply usage(int input, int output) {
        steps.add(new Step.Usage(input, output));
        return this;
    }

    /** Goes on only when the test opens the gate. */
    public FakeModelReply waitFor(CountDownLatch gate) {
        steps.add(new Step.Gate(gate));
        return this;
    }

    /** Bytes as they are, in a chunk of their own. */
    public FakeModelReply raw(byte[] bytes) {
        steps.add(new Step.Raw(bytes));
        return this;
    }

    public FakeModelReply raw(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8));
    }

    public FakeModelReply midStreamError(String code) {
        steps.add(new Step.MidStreamError(code));
        return this;
    }

    /** Says nothing more and keeps the connection until the client leaves. */
    public FakeModelReply silence() {
        steps.add(new Step.Silence());
        return this;
    }

    /** Hangs up here. */
    public FakeModelReply cutOff() {
        steps.add(new Step.CutOff());
        return this;
    }

    /** Another reason than "stop" or "tool_calls". */
    public FakeModelReply finish(String reason) {
        finishReason = reason;
        return this;
    }

    /** One JSON object in place of a stream. */
    public FakeModelReply whole() {
        whole = true;
        return this;
    }
}
