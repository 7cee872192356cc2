package dev.pankou.chat;

import dev.pankou.bot.BotConfig;
import dev.pankou.id.Id;
import dev.pankou.model.Sampling;
import dev.pankou.model.ToolSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a chat needs to know of a bot.
 *
 * @param config says which tools and knowledge it has
 * @param version "" for the draft
 * @param prompt template of the system prompt
 * @param model null: the default model
 * @param responsesApi asks through the responses interface of the model's provider
 * @param contextRounds earlier rounds that the model sees
 * @param suggestPrompt how to suggest follow-up questions; null: no suggestions; "": the usual way
 * @param clientTools tools that the caller runs
 * @param chatflow answers instead of a model; null: a model does
 */
record ChatBot(
        Id bot,
        Id workspace,
        BotConfig config,
        String version,
        String prompt,
        @Nullable Id model,
        boolean responsesApi,
        Sampling sampling,
        int contextRounds,
        boolean currentTime,
        boolean antiLeak,
        @Nullable String suggestPrompt,
        List<ToolSpec> clientTools,
        List<Shortcut> shortcuts,
        @Nullable Chatflow chatflow) {
    ChatBot {
        clientTools = List.copyOf(clientTools);
        shortcuts = List.copyOf(shortcuts);
    }

    /** @param workflow null: none is configured */
    record Chatflow(Id workspace, @Nullable Id workflow) {}

    /** A shortcut command: its text has {@code {{component}}} places. */
    record Shortcut(String id, String queryTemplate) {}
}
