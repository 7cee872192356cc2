package dev.pankou.bot;

import dev.pankou.id.Id;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a bot is told to be. Immutable; stored as JSON with these names, so a component that is added later needs a value for
 * older rows.
 *
 * @param model null: the installation's default model with its defaults
 * @param mode null: MODEL
 */
public record BotConfig(
        Prompt prompt,
        Onboarding onboarding,
        SuggestReply suggestReply,
        @Nullable Model model,
        List<PluginTool> plugins,
        List<Id> workflows,
        Knowledge knowledge,
        Media media,
        List<Shortcut> shortcutCommands,
        List<ClientTool> clientTools,
        @Nullable Mode mode) {
    /** Nothing configured. */
    public static final BotConfig EMPTY = new BotConfig(
            new Prompt("", PromptMode.STANDARD, null),
            new Onboarding("", List.of()),
            new SuggestReply(ReplyMode.DISABLE, ""),
            null,
            List.of(),
            List.of(),
            new Knowledge(List.of(), true, 0),
            new Media(false),
            List.of(),
            List.of(),
            Mode.MODEL);

    public BotConfig {
        plugins = List.copyOf(plugins);
        workflows = List.copyOf(workflows);
        shortcutCommands = List.copyOf(shortcutCommands);
        clientTools = List.copyOf(clientTools);
    }

    /** Who answers; {@code bot_mode} 0 and 2. */
    public enum Mode {
        MODEL,
        /** The first of {@code workflows}, a chatflow. */
        CHATFLOW
    }

    /** Whether a chatflow answers. */
    public boolean isChatflow() {
        return mode == Mode.CHATFLOW;
    }

    /** {@code prompt_mode}. */
    public enum PromptMode {
        STANDARD,
        PREFIX
    }

    /** @param prefix only in mode prefix, where {@code text} is empty */
    public record Prompt(String text, PromptMode mode, @Nullable Prefix prefix) {
        /** The whole system prompt: in mode prefix the part that the provider caches comes first. */
        public String whole() {
            if (prefix == null) {
                return text;
            }
            return prefix.dynamicPrompt().isEmpty()
                    ? prefix.prefixPrompt()
                    : prefix.prefixPrompt() + "\n" + prefix.dynamicPrompt();
        }
    }

    /** A prompt in two parts, of which the first is cached. */
    public record Prefix(String prefixPrompt, String dynamicPrompt) {}

    /** What is shown before the first message. */
    public record Onboarding(String prologue, List<String> suggestedQuestions) {
        public Onboarding {
            suggestedQuestions = List.copyOf(suggestedQuestions);
        }
    }

    /** Whether up to 3 questions are suggested after an answer. */
    public enum ReplyMode {
        ENABLE,
        CUSTOMIZED,
        DISABLE
    }

    /** @param customizedPrompt how to suggest in mode customized */
    public record SuggestReply(ReplyMode mode, String customizedPrompt) {}

    /** {@code response_format}. */
    public enum ResponseFormat {
        TEXT,
        MARKDOWN,
        JSON
    }

    /** {@code api_mode}. */
    public enum ApiMode {
        CHAT_API,
        RESPONSES_API
    }

    /** {@code cache_type}. */
    public enum CacheType {
        CLOSED,
        PREFIX
    }

    /**
     * How the model is asked; null leaves a value to the model.
     *
     * @param maxTokens of the answer
     * @param contextRound rounds of the conversation that the model sees
     * @param currentTime whether the system prompt tells the time
     * @param antiLeak whether the system prompt forbids telling it
     * @param parameters thinking_type (enabled, disabled, auto), and for the responses interface caching.type (enabled,
     *     disabled), store (true, false), caching_expire_time (seconds); others are kept as they came
     */
    public record Model(
            Id modelId,
            @Nullable Double temperature,
            @Nullable Double topP,
            @Nullable Integer topK,
            @Nullable Double frequencyPenalty,
            @Nullable Double presencePenalty,
            @Nullable Integer maxTokens,
            @Nullable Integer contextRound,
            @Nullable ResponseFormat responseFormat,
            ApiMode apiMode,
            CacheType cacheType,
            boolean currentTime,
            boolean antiLeak,
            Map<String, String> parameters) {
        public Model {
            parameters = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(parameters));
        }
    }

    /** A tool of a plugin. */
    public record PluginTool(Id pluginId, Id apiId) {}

    /**
     * @param autoCall search in every round; else when the model asks for it
     * @param searchStrategy 0 semantic, 1 hybrid, 20 full text
     */
    public record Knowledge(List<Id> datasetIds, boolean autoCall, int searchStrategy) {
        public Knowledge {
            datasetIds = List.copyOf(datasetIds);
        }
    }

    public record Media(boolean voiceCallClosed) {}

    /** A command that fills in a question; written as OpenGetBotInfo returns it. */
    public record Shortcut(
            Id id,
            String name,
            String command,
            String description,
            String queryTemplate,
            String iconUrl,
            List<Component> components,
            @Nullable Tool tool,
            @Nullable String agentId) {
        public Shortcut {
            components = List.copyOf(components);
        }

        /** A value that the command asks for. */
        public record Component(
                String name,
                String description,
                ComponentType type,
                String toolParameter,
                String defaultValue,
                boolean isHide,
                List<String> options) {
            public Component {
                options = List.copyOf(options);
            }
        }

        public enum ComponentType {
            TEXT,
            SELECT,
            FILE
        }

        /** What the command runs. */
        public record Tool(String name, ToolType type) {}

        public enum ToolType {
            WORKFLOW,
            PLUGIN
        }
    }

    /**
     * A tool that the client runs itself: a chat that calls it waits for SubmitToolOutputs. An extension.
     *
     * @param parameters a JSON Schema of type object
     */
    public record ClientTool(String name, String description, JsonNode parameters) {}
}
