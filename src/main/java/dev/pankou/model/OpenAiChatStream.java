package dev.pankou.model;

import dev.pankou.egress.EgressException;
import dev.pankou.egress.EgressResponse;
import dev.pankou.egress.SseReader;
import dev.pankou.json.Json;
import dev.pankou.model.ModelException.Kind;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * Reads a chat completion: server-sent events, or one JSON object from servers that do not stream. This is the hot path of
 * the server, so a delta is pulled token by token and makes no tree; a delta without text costs one string at most.
 */
final class OpenAiChatStream implements ModelStream {
    private final OpenAiHttp http;
    private final ModelRequest request;
    private final EgressResponse response;
    private final @Nullable SseReader events;
    private final boolean isEventStream;
    private final ToolCallPieces calls = new ToolCallPieces();
    private final Queue<ModelEvent> ready = new ArrayDeque<>(4);

    private boolean begun;
    private boolean ended;
    private @Nullable FinishReason reason;
    private @Nullable Usage usage;
    private @Nullable String responseId;
    private long answeredQuarters;
    // of the event being read
    private @Nullable String text;
    private @Nullable String reasoning;
    private @Nullable String error;

    OpenAiChatStream(OpenAiHttp http, ModelRequest request, EgressResponse response) {
        this.http = http;
        this.request = request;
        this.response = response;
        var type = response.mediaType();
        isEventStream = type.equals("text/event-stream");
        events = type.equals("application/json") || type.equals("text/html")
                ? null
                : response.events(OpenAiHttp.MAX_EVENT_BYTES);
    }

    @Override
    public @Nullable ModelEvent next() {
        while (true) {
            var event = ready.poll();
            if (event != null || ended) {
                return event;
            }
            try {
                advance();
            } catch (EgressException failure) {
                throw OpenAiHttp.failure(failure);
            } catch (JacksonException broken) {
                throw new ModelException(Kind.MALFORMED, false); // its text would quote the answer
            }
        }
    }

    @Override
    public boolean ready() {
        return !ready.isEmpty() || ended || (events != null && events.ready());
    }

    private void advance() {
        var source = events;
        if (source == null) {
            if (response.mediaType().equals("text/html")) {
                throw new ModelException(Kind.MALFORMED, false); // a proxy's page
            }
            var whole = response.bytes();
            read(whole, whole.length);
            finish(false);
        } else if (!source.next()) {
            finish(false);
        } else if (source.is("[DONE]")) {
            finish(true);
        } else {
            if (!begun) {
                begun = true;
                http.begun(response);
            }
            read(source.data(), source.length());
        }
    }

    /** Ends the answer; {@code told} when the server said so. */
    private void finish(boolean told) {
        if (reason == null && !told) {
            throw events != null && !begun && !isEventStream
                    ? new ModelException(Kind.MALFORMED, false)
                    : new ModelException(Kind.CUT_OFF, true);
        }
        ended = true;
        if (!calls.isEmpty()) {
            ready.add(new ModelEvent.ToolCalls(calls.joined()));
        }
        var why = !calls.isEmpty() ? FinishReason.TOOL_CALLS : reason == null ? FinishReason.STOP : reason;
        var counted = usage != null
                ? usage
                : new Usage(TokenEstimate.of(request), (answeredQuarters + 3) / 4, 0, 0, true);
        ready.add(new ModelEvent.Finished(why, counted, responseId));
    }

    private void read(byte[] json, int length) {
        text = null;
        reasoning = null;
        error = null;
        try (var in = Json.mapper().createParser(json, 0, length)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new ModelException(Kind.MALFORMED, false);
            }
            for (var name = in.nextName(); name != null; name = in.nextName()) {
                in.nextToken();
                switch (name) {
                    case "choices" -> readChoices(in);
                    case "usage" -> readUsage(in);
                    case "id" -> responseId = stringOrSkip(in);
                    case "error" -> error = in.currentToken() == JsonToken.VALUE_NULL ? null : rest(in);
                    default -> in.skipChildren();
                }
            }
            if (in.currentToken() != JsonToken.END_OBJECT) {
                throw new ModelException(Kind.MALFORMED, false);
            }
        }
        if (error != null) {
            throw OpenAiHttp.refusal(0, error, null);
        }
        if (reasoning != null && !reasoning.isEmpty()) {
            answeredQuarters += TokenEstimate.quarters(reasoning);
            ready.add(new ModelEvent.Reasoning(reasoning));
        }
        if (text != null && !text.isEmpty()) {
            answeredQuarters += TokenEstimate.quarters(text);
            ready.add(new ModelEvent.Text(text));
        }
    }

    private static String rest(JsonParser in) {
        return String.valueOf(in.<JsonNode>readValueAsTree());
    }

    /** Only the first choice; we never ask for more. */
    private void readChoices(JsonParser in) {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            in.skipChildren();
            return;
        }
        for (var first = true; in.nextToken() != JsonToken.END_ARRAY; first = false) {
            if (!first || in.currentToken() != JsonToken.START_OBJECT) {
                in.skipChildren();
                continue;
            }
            for (var name = in.nextName(); name != null; name = in.nextName()) {
                in.nextToken();
                switch (name) {
                    case "delta", "message" -> readDelta(in);
                    case "finish_reason" -> readReason(stringOrSkip(in));
                    default -> in.skipChildren();
                }
            }
        }
    }

    private void readReason(@Nullable String told) {
        if (told != null && !told.isEmpty()) {
            reason = switch (told) {
                case "length", "max_tokens" -> FinishReason.LENGTH;
                case "tool_calls", "function_call" -> FinishReason.TOOL_CALLS;
                case "content_filter" -> FinishReason.CONTENT_FILTER;
                default -> FinishReason.STOP;
            };
        }
    }

    private void readDelta(JsonParser in) {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        for (var name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
                case "content" -> text = content(in);
                case "refusal" -> {
                    var refusal = stringOrSkip(in);
                    text = text == null || text.isEmpty() ? refusal : text;
                }
                case "reasoning_content", "reasoning" -> {
                    var thought = stringOrSkip(in);
                    reasoning = reasoning == null ? thought : reasoning; // some servers send both, the same twice
                }
                case "tool_calls" -> readCalls(in);
                default -> in.skipChildren();
            }
        }
    }

    /** Text, or the texts of an array of parts. */
    private static @Nullable String content(JsonParser in) {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            return stringOrSkip(in);
        }
        var joined = new StringBuilder();
        for (var part : in.<JsonNode>readValueAsTree()) {
            joined.append(part.path("text").asString(""));
        }
        return joined.toString();
    }

    private void readCalls(JsonParser in) {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            in.skipChildren();
            return;
        }
        for (var call : in.<JsonNode>readValueAsTree()) {
            var function = call.path("function");
            var arguments = function.path("arguments");
            calls.add(
                    call.path("index").asInt(-1),
                    call.path("id").asString(""),
                    function.path("name").asString(""),
                    arguments.isObject() ? arguments.toString() : arguments.asString(""));
            answeredQuarters += TokenEstimate.quarters(arguments.asString(""));
        }
    }

    private void readUsage(JsonParser in) {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        var told = in.<JsonNode>readValueAsTree();
        usage = new Usage(
                told.path("prompt_tokens").asLong(0),
                told.path("completion_tokens").asLong(0),
                told.path("prompt_tokens_details").path("cached_tokens").asLong(0),
                told.path("completion_tokens_details").path("reasoning_tokens").asLong(0),
                false);
    }

    private static @Nullable String stringOrSkip(JsonParser in) {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            return in.getString();
        }
        in.skipChildren();
        return null;
    }

    @Override
    public void close() {
        if (ended && events != null) {
            OpenAiHttp.drain(response, events);
        }
        response.close();
    }
}
