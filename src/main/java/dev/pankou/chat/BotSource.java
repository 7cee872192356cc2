package dev.pankou.chat;

import dev.pankou.access.Caller;
import dev.pankou.bot.BotConfig;
import dev.pankou.bot.BotForChat;
import dev.pankou.bot.BotService;
import dev.pankou.id.Id;
import dev.pankou.model.Sampling;
import dev.pankou.model.ToolSpec;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads bots as chats need them. */
final class BotSource {
    /** Earlier rounds that the model sees when the bot does not say. */
    private static final int DEFAULT_ROUNDS = 10;

    private final BotService bots;

    BotSource(BotService bots) {
        this.bots = bots;
    }

    /** As {@link #find}, from memory alone; null when the store has to be asked. */
    @Nullable ChatBot remembered(Caller caller, Id bot, Id connector, boolean draft, @Nullable String version) {
        var found = draft ? null : bots.remembered(caller, bot, connector, given(version));
        return found == null ? null : of(found);
    }

    /** To be asked for before the work in which {@link #find} is called. */
    long sightVersion() {
        return bots.sightVersion();
    }

    private static @Nullable String given(@Nullable String version) {
        return version == null || version.isEmpty() ? null : version;
    }

    /**
     * @param sightVersion {@link #sightVersion} from before this work
     * @param draft the draft instead of the published version
     * @param version null: the newest on that channel
     * @throws dev.pankou.api.ApiException 4200 unknown or foreign, 4101 not reached by the token, 4015 not published
     */
    ChatBot find(
            Handle handle,
            long sightVersion,
            Caller caller,
            Id bot,
            Id connector,
            boolean draft,
            @Nullable String version) {
        return of(bots.forChat(handle, sightVersion, caller, bot, connector, draft, given(version)));
    }

    private static ChatBot of(BotForChat found) {
        var config = found.config();
        var model = config.model();
        return new ChatBot(
                found.bot(),
                found.workspace(),
                config,
                found.version(),
                config.prompt().whole(),
                model == null ? null : model.modelId(),
                model != null && model.apiMode() == BotConfig.ApiMode.RESPONSES_API,
                model == null ? Sampling.DEFAULT : sampling(model),
                model == null || model.contextRound() == null ? DEFAULT_ROUNDS : model.contextRound(),
                model != null && model.currentTime(),
                model != null && model.antiLeak(),
                suggestPrompt(config.suggestReply()),
                config.clientTools().stream()
                        .map(tool -> new ToolSpec(tool.name(), tool.description(), tool.parameters()))
                        .toList(),
                config.shortcutCommands().stream()
                        .map(shortcut -> new ChatBot.Shortcut(shortcut.id().toString(), shortcut.queryTemplate()))
                        .toList(),
                config.isChatflow()
                        ? new ChatBot.Chatflow(
                                found.workspace(), config.workflows().isEmpty() ? null : config.workflows().getFirst())
                        : null);
    }

    private static @Nullable String suggestPrompt(BotConfig.SuggestReply suggest) {
        return switch (suggest.mode()) {
            case DISABLE -> null;
            case ENABLE -> "";
            case CUSTOMIZED -> suggest.customizedPrompt();
        };
    }

    private static Sampling sampling(BotConfig.Model model) {
        var parameters = model.parameters();
        var expire = parameters.get("caching_expire_time");
        var format = model.responseFormat();
        return new Sampling(
                model.temperature(),
                model.topP(),
                model.topK(),
                model.frequencyPenalty(),
                model.presencePenalty(),
                model.maxTokens(),
                format == null ? Sampling.ResponseFormat.TEXT : Sampling.ResponseFormat.valueOf(format.name()),
                thinking(parameters.get("thinking_type")),
                "enabled".equals(parameters.get("caching.type")),
                !"false".equals(parameters.get("store")),
                expire == null ? null : Integer.valueOf(expire));
    }

    private static Sampling.@Nullable Thinking thinking(@Nullable String type) {
        return switch (type == null ? "" : type) {
            case "enabled" -> Sampling.Thinking.ENABLED;
            case "disabled" -> Sampling.Thinking.DISABLED;
            case "auto" -> Sampling.Thinking.AUTO;
            default -> null;
        };
    }
}
