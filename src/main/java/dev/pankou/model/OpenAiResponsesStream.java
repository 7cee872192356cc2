package dev.pankou.model;

import dev.pankou.egress.EgressException;
import dev.pankou.egress.EgressResponse;
import dev.pankou.egress.SseReader;
import dev.pankou.json.Json;
import dev.pankou.model.ModelException.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads the events of OpenAI's responses interface, or one JSON object from servers that do not stream. */
final class OpenAiResponsesStream implements ModelStream {
    private final OpenAiHttp http;
    private final ModelRequest request;
    private final EgressResponse response;
    private final @Nullable SseReader events;
    private final List<ToolCall> calls = new ArrayList<>();
    private final Queue<ModelEvent> ready = new ArrayDeque<>(4);
    private boolean begun;
    private boolean ended;
    private long answeredQuarters;

    OpenAiResponsesStream(OpenAiHttp http, ModelRequest request, EgressResponse response) {
        this.http = http;
        this.request = request;
        this.response = response;
        events = switch (response.mediaType()) {
            case "application/json" -> null;
            case "text/html" -> throw new ModelException(Kind.MALFORMED, false);
            default -> response.events(OpenAiHttp.MAX_EVENT_BYTES);
        };
    }

    @Override
    public boolean ready() {
        return !ready.isEmpty() || ended || (events != null && events.ready());
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

    private void advance() {
        var source = events;
        if (source == null) {
            readWhole(Json.mapper().readTree(response.bytes()));
        } else if (!source.next() || source.is("[DONE]")) {
            throw new ModelException(Kind.CUT_OFF, true);
        } else {
            if (!begun) {
                begun = true;
                http.begun(response);
            }
            readEvent(Json.mapper().readTree(source.data(), 0, source.length()));
        }
    }

    private void readEvent(JsonNode event) {
        switch (event.path("type").asString("")) {
            case "response.output_text.delta", "response.refusal.delta" ->
                text(event.path("delta").asString(""));
            case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" ->
                reasoning(event.path("delta").asString(""));
            case "response.output_item.done" -> call(event.path("item"));
            case "response.completed", "response.incomplete" -> finish(event.path("response"));
            case "response.failed" -> throw failed(event.path("response").path("error"));
            case "error" -> throw failed(event);
            case "" -> throw event.has("error")
                    ? failed(event.path("error"))
                    : new ModelException(Kind.MALFORMED, false);
            default -> {} // created, in_progress, content_part.* and what comes later
        }
    }

    private void readWhole(JsonNode whole) {
        if (whole.path("error").isObject()) {
            throw failed(whole.path("error"));
        }
        if (!whole.path("output").isArray()) {
            throw new ModelException(Kind.MALFORMED, false);
        }
        for (var item : whole.path("output")) {
            call(item);
            for (var thought : item.path("summary")) {
                reasoning(thought.path("text").asString(""));
            }
            if (item.path("type").asString("").equals("message")) {
                for (var part : item.path("content")) {
                    text(part.path("text").asString(""));
                }
            }
        }
        finish(whole);
    }

    private static ModelException failed(JsonNode error) {
        return OpenAiHttp.refusal(0, error.toString(), null);
    }

    private void text(String delta) {
        if (!delta.isEmpty()) {
            answeredQuarters += TokenEstimate.quarters(delta);
            ready.add(new ModelEvent.Text(delta));
        }
    }

    private void reasoning(String delta) {
        if (!delta.isEmpty()) {
            answeredQuarters += TokenEstimate.quarters(delta);
            ready.add(new ModelEvent.Reasoning(delta));
        }
    }

    private void call(JsonNode item) {
        if (item.path("type").asString("").equals("function_call")) {
            var arguments = item.path("arguments").asString("");
            calls.add(new ToolCall(
                    item.path("call_id").asString("call_" + calls.size()),
                    item.path("name").asString(""),
                    arguments.isBlank() ? "{}" : arguments));
            answeredQuarters += TokenEstimate.quarters(arguments);
        }
    }

    private void finish(JsonNode answer) {
        ended = true;
        if (!calls.isEmpty()) {
            ready.add(new ModelEvent.ToolCalls(calls));
        }
        var why = switch (answer.path("incomplete_details").path("reason").asString("")) {
            case "max_output_tokens" -> FinishReason.LENGTH;
            case "content_filter" -> FinishReason.CONTENT_FILTER;
            default -> calls.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS;
        };
        var told = answer.path("usage");
        var usage = told.isObject()
                ? new Usage(
                        told.path("input_tokens").asLong(0),
                        told.path("output_tokens").asLong(0),
                        told.path("input_tokens_details").path("cached_tokens").asLong(0),
                        told.path("output_tokens_details")
                                .path("reasoning_tokens")
                                .asLong(0),
                        false)
                : new Usage(TokenEstimate.of(request), (answeredQuarters + 3) / 4, 0, 0, true);
        var id = answer.path("id").asString("");
        ready.add(new ModelEvent.Finished(why, usage, id.isEmpty() ? null : id));
    }

    @Override
    public void close() {
        if (ended && events != null) {
            OpenAiHttp.drain(response, events);
        }
        response.close();
    }
}
