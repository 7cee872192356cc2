package dev.pankou.model;

import dev.pankou.egress.CancelSignal;
import dev.pankou.json.Json;
import dev.pankou.json.WireText;
import java.time.Clock;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI responses, streamed: writes the request; {@link OpenAiResponsesStream} reads the answer. */
final class OpenAiResponses implements Adapter {
    private final OpenAiHttp http;
    private final Clock clock;

    OpenAiResponses(OpenAiHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    @Override
    public ModelStream open(ModelRequest request, CancelSignal cancel) {
        var response = http.post(request.model(), "/responses", body(request), cancel);
        return new OpenAiResponsesStream(http, request, response);
    }

    private ObjectNode body(ModelRequest request) {
        var body = Json.object();
        body.put("model", request.model().remoteName());
        body.put("stream", true);
        if (request.previousResponseId() != null) {
            body.put("previous_response_id", request.previousResponseId());
        }
        var input = body.putArray("input");
        request.messages().forEach(message -> write(message, input));
        if (!request.tools().isEmpty()) {
            var tools = body.putArray("tools");
            for (var tool : request.tools()) {
                tools.addObject()
                        .put("type", "function")
                        .put("name", tool.name())
                        .put("description", tool.description())
                        .set("parameters", tool.parameters());
            }
        }
        write(request.sampling(), request.model(), body);
        return body;
    }

    private void write(Sampling sampling, ModelSpec model, ObjectNode body) {
        OpenAiChat.put(body, "temperature", sampling.temperature());
        OpenAiChat.put(body, "top_p", sampling.topP());
        OpenAiChat.put(body, "max_output_tokens", sampling.maxTokens());
        if (sampling.responseFormat() == Sampling.ResponseFormat.JSON) {
            body.putObject("text").putObject("format").put("type", "json_object");
        }
        var thinking = sampling.thinking();
        if (thinking != null && model.capabilities().contains(Capability.REASONING)) {
            body.putObject("thinking").put("type", WireText.of(thinking));
        }
        body.put("store", sampling.store());
        if (sampling.caching()) { // Volcano Ark: caching needs store, expire_at is in Unix seconds
            body.putObject("caching").put("type", "enabled");
            var seconds = sampling.cacheExpireSeconds();
            if (seconds != null) {
                body.put("expire_at", clock.instant().getEpochSecond() + seconds);
            }
        }
    }

    private static void write(ModelMessage message, ArrayNode input) {
        switch (message) {
            case ModelMessage.System system ->
                input.addObject().put("role", "system").put("content", system.text());
            case ModelMessage.User user -> {
                var parts = input.addObject().put("role", "user").putArray("content");
                for (var part : user.parts()) {
                    var piece = parts.addObject();
                    switch (part) {
                        case ContentPart.Text words -> piece.put("type", "input_text").put("text", words.text());
                        case ContentPart.FileText file ->
                            piece.put("type", "input_text").put("text", file.asText());
                        case ContentPart.Image image ->
                            piece.put("type", "input_image").put("image_url", image.url());
                    }
                }
            }
            case ModelMessage.Assistant assistant -> {
                if (!assistant.text().isEmpty()) {
                    input.addObject().put("role", "assistant").put("content", assistant.text());
                }
                for (var call : assistant.calls()) {
                    input.addObject()
                            .put("type", "function_call")
                            .put("call_id", call.id())
                            .put("name", call.name())
                            .put("arguments", call.arguments());
                }
            }
            case ModelMessage.ToolResult result ->
                input.addObject()
                        .put("type", "function_call_output")
                        .put("call_id", result.callId())
                        .put("output", result.text());
        }
    }
}
