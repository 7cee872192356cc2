package dev.pankou.model;

import dev.pankou.egress.CancelSignal;
import dev.pankou.json.Json;
import dev.pankou.json.WireText;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI chat completions, streamed: writes the request; {@link OpenAiChatStream} reads the answer. */
final class OpenAiChat implements Adapter {
    private final OpenAiHttp http;

    OpenAiChat(OpenAiHttp http) {
        this.http = http;
    }

    @Override
    public ModelStream open(ModelRequest request, CancelSignal cancel) {
        var response = http.post(request.model(), "/chat/completions", body(request), cancel);
        return new OpenAiChatStream(http, request, response);
    }

    static ObjectNode body(ModelRequest request) {
        var body = Json.object();
        body.put("model", request.model().remoteName());
        body.put("stream", true);
        body.putObject("stream_options").put("include_usage", true);
        var messages = body.putArray("messages");
        for (var message : request.messages()) {
            write(message, request.model(), messages.addObject());
        }
        if (!request.tools().isEmpty()) {
            var tools = body.putArray("tools");
            for (var tool : request.tools()) {
                var function = tools.addObject().put("type", "function").putObject("function");
                function.put("name", tool.name()).put("description", tool.description());
                function.set("parameters", tool.parameters());
            }
        }
        write(request.sampling(), request.model(), body);
        return body;
    }

    private static void write(Sampling sampling, ModelSpec model, ObjectNode body) {
        put(body, "temperature", sampling.temperature());
        put(body, "top_p", sampling.topP());
        put(body, "top_k", sampling.topK());
        put(body, "frequency_penalty", sampling.frequencyPenalty());
        put(body, "presence_penalty", sampling.presencePenalty());
        put(body, "max_tokens", sampling.maxTokens());
        if (sampling.responseFormat() == Sampling.ResponseFormat.JSON) {
            body.putObject("response_format").put("type", "json_object");
        }
        var thinking = sampling.thinking();
        if (thinking != null && model.capabilities().contains(Capability.REASONING)) {
            body.putObject("thinking").put("type", WireText.of(thinking)); // as Volcano Ark names it
        }
    }

    static void put(ObjectNode body, String name, @Nullable Number value) {
        switch (value) {
            case null -> {}
            case Integer whole -> body.put(name, whole);
            default -> body.put(name, value.doubleValue());
        }
    }

    private static void write(ModelMessage message, ModelSpec model, ObjectNode out) {
        switch (message) {
            case ModelMessage.System system -> out.put("role", "system").put("content", system.text());
            case ModelMessage.User user -> {
                out.put("role", "user");
                if (user.parts().stream().anyMatch(ContentPart.Image.class::isInstance)) {
                    writeParts(user, out.putArray("content"));
                } else {
                    out.put("content", user.text());
                }
            }
            case ModelMessage.Assistant assistant -> write(assistant, model, out);
            case ModelMessage.ToolResult result ->
                out.put("role", "tool").put("tool_call_id", result.callId()).put("content", result.text());
        }
    }

    private static void writeParts(ModelMessage.User user, ArrayNode out) {
        for (var part : user.parts()) {
            var piece = out.addObject();
            switch (part) {
                case ContentPart.Text words -> piece.put("type", "text").put("text", words.text());
                case ContentPart.FileText file -> piece.put("type", "text").put("text", file.asText());
                case ContentPart.Image image ->
                    piece.put("type", "image_url").putObject("image_url").put("url", image.url());
            }
        }
    }

    private static void write(ModelMessage.Assistant assistant, ModelSpec model, ObjectNode out) {
        out.put("role", "assistant").put("content", assistant.text());
        if (assistant.calls().isEmpty()) {
            return;
        }
        if (assistant.reasoning() != null && model.capabilities().contains(Capability.REASONING)) {
            out.put("reasoning_content", assistant.reasoning()); // thinking models want it back between tool calls
        }
        var calls = out.putArray("tool_calls");
        for (var call : assistant.calls()) {
            calls.addObject()
                    .put("id", call.id())
                    .put("type", "function")
                    .putObject("function")
                    .put("name", call.name())
                    .put("arguments", call.arguments());
        }
    }
}
