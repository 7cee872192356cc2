package dev.pankou.command;

import dev.pankou.json.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * A scripted conversation over the API. Makes a bot of its own, or takes the one it made before; deletes only the
 * conversation it opened.
 */
final class Demo {
    private final Connection connection;
    private final Texts texts;
    private final Consumer<String> show;

    /** @param show takes what a terminal shows, piece by piece */
    Demo(Connection connection, Texts texts, Consumer<String> show) {
        this.connection = connection;
        this.texts = texts;
        this.show = show;
    }

    void play() {
        var workspace = personalWorkspace();
        line(texts.say("demo.workspace", workspace));
        var bot = bot(workspace);
        connection.post("/v1/bot/publish", Map.of("bot_id", bot, "connector_ids", List.of("1024")));
        line(texts.say("demo.published", bot));
        var conversation = connection
                .post("/v1/conversation/create", Map.of("bot_id", bot))
                .path("id")
                .asString();
        line(texts.say("demo.conversation", conversation));
        try {
            for (var question : List.of("demo.first", "demo.second")) {
                ask(bot, conversation, texts.say(question));
            }
        } finally {
            connection.delete("/v1/conversations/" + conversation);
        }
        line("");
        line(texts.say("demo.done"));
    }

    private String personalWorkspace() {
        var workspaces =
                connection.get("/v1/workspaces?page_num=1&page_size=50").path("workspaces");
        for (var workspace : workspaces) {
            if (workspace.path("workspace_type").asString().equals("personal")) {
                return workspace.path("id").asString();
            }
        }
        throw CommandException.failed(texts.say("demo.no_workspace"));
    }

    private String bot(String workspace) {
        var name = texts.say("demo.bot");
        var known =
                connection.get("/v1/bots?workspace_id=" + workspace + "&publish_status=all&page_num=1&page_size=20");
        for (var item : known.path("items")) {
            if (item.path("name").asString().equals(name)) {
                return item.path("id").asString();
            }
        }
        var made = connection.post(
                "/v1/bot/create",
                Map.of(
                        "space_id",
                        workspace,
                        "name",
                        name,
                        "description",
                        texts.say("demo.description"),
                        "prompt_info",
                        Map.of("prompt", texts.say("demo.prompt"))));
        return made.path("bot_id").asString();
    }

    private void ask(String bot, String conversation, String question) {
        line("");
        line("> " + question);
        var answering = new AtomicBoolean();
        connection.stream(
                "/v3/chat?conversation_id=" + conversation,
                Map.of(
                        "bot_id",
                        bot,
                        "user_id",
                        "demo",
                        "stream",
                        true,
                        "additional_messages",
                        List.of(Map.of("role", "user", "content", question, "content_type", "text"))),
                (event, data) -> event(event, data, answering));
    }

    private void event(String event, String data, AtomicBoolean answering) {
        switch (event) {
            case "conversation.message.delta" -> {
                answering.set(true);
                show.accept(Json.tree(data).path("content").asString(""));
            }
            case "conversation.chat.completed" -> {
                if (answering.getAndSet(false)) {
                    line("");
                }
                line(texts.say(
                        "demo.tokens",
                        Json.tree(data).path("usage").path("token_count").asInt(0)));
            }
            case "conversation.chat.failed" ->
                throw CommandException.failed(texts.say("demo.failed", error(Json.tree(data))));
            case "error" ->
                throw CommandException.failed(
                        texts.say("demo.failed", Json.tree(data).path("msg").asString(data)));
            default -> {
                // the other events tell programs, not readers
            }
        }
    }

    private static String error(JsonNode chat) {
        return chat.path("last_error").path("msg").asString("");
    }

    private void line(String text) {
        show.accept(text + "\n");
    }
}
