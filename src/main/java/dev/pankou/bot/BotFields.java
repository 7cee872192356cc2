package dev.pankou.bot;

import dev.pankou.api.ApiError;
import dev.pankou.api.Default;
import dev.pankou.api.Doc;
import dev.pankou.api.Length;
import dev.pankou.api.Range;
import dev.pankou.api.Required;
import dev.pankou.bot.BotConfig.ApiMode;
import dev.pankou.bot.BotConfig.CacheType;
import dev.pankou.bot.BotConfig.PromptMode;
import dev.pankou.bot.BotConfig.ReplyMode;
import dev.pankou.bot.BotConfig.ResponseFormat;
import dev.pankou.id.Id;
import dev.pankou.json.Json;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The fields that say how a bot is configured, as CreateDraftBot and UpdateDraftBot take them (BEHAVIOUR 3.1). A field that is
 * not given leaves that part of the configuration as it is; one that is given replaces it whole, but onboarding and knowledge
 * keep what is not given in them: who turns automatic recall off means to lose no dataset.
 */
record BotFields(
        @Nullable PromptInfo promptInfo,
        @Nullable OnboardingInfo onboardingInfo,
        @Nullable SuggestReplyInfo suggestReplyInfo,
        @Nullable ModelInfoConfig modelInfoConfig,
        @Nullable PluginIdList pluginIdList,
        @Nullable WorkflowIdList workflowIdList,
        @Nullable KnowledgeInfo knowledge,
        @Nullable MediaConfig mediaConfig,
        @Nullable JsonNode shortcutCommands,
        @Nullable JsonNode clientTools,
        @Nullable Integer botMode) {

    record PromptInfo(
            @Default("") @Length(max = 20_000) String prompt,
            @Default("standard") PromptMode promptMode,
            @Nullable PrefixPromptInfo prefixPromptInfo) {}

    record PrefixPromptInfo(
            @Default("") @Length(max = 20_000) String prefixPrompt, @Default("") @Length(max = 20_000) String dynamicPrompt) {}

    record OnboardingInfo(@Nullable @Length(max = 300) String prologue, @Nullable List<String> suggestedQuestions) {}

    record SuggestReplyInfo(@Nullable ReplyMode replyMode, @Default("") @Length(max = 20_000) String customizedPrompt) {}

    record ModelInfoConfig(
            @Required Id modelId,
            @Nullable Double temperature,
            @Nullable Double topP,
            @Nullable Integer topK,
            @Nullable Double frequencyPenalty,
            @Nullable Double presencePenalty,
            @Nullable Integer maxTokens,
            @Nullable @Range(min = 0, max = 1000) Integer contextRound,
            @Nullable ResponseFormat responseFormat,
            @Default("chat_api") ApiMode apiMode,
            @Default("closed") CacheType cacheType,
            boolean spCurrentTime,
            boolean spAntiLeak,
            Map<String, JsonNode> parameters) {}

    record PluginIdList(List<PluginIdInfo> idList) {}

    record PluginIdInfo(@Required Id pluginId, @Required Id apiId) {}

    record WorkflowIdList(List<WorkflowIdInfo> ids) {}

    record WorkflowIdInfo(@Required Id id) {}

    record KnowledgeInfo(
            @Nullable @Length(max = 150) @Doc("replaces the whole list") List<Id> datasetIds,
            @Nullable @Doc("true at first") Boolean autoCall,
            @Nullable @Doc("0 semantic (at first), 1 hybrid, 20 full text") Integer searchStrategy) {}

    record MediaConfig(boolean isVoiceCallClosed) {}

    /**
     * The configuration with what is given in place.
     *
     * @param ids gives new shortcut commands their ids
     * @throws dev.pankou.api.ApiException 4000 for what contradicts itself; what depends on models is {@link ConfigRules}'
     */
    BotConfig applyTo(BotConfig old, Supplier<Id> ids) {
        return new BotConfig(
                promptInfo == null ? old.prompt() : prompt(promptInfo),
                onboardingInfo == null ? old.onboarding() : onboarding(onboardingInfo, old.onboarding()),
                suggestReplyInfo == null ? old.suggestReply() : suggestReply(suggestReplyInfo),
                modelInfoConfig == null ? old.model() : model(modelInfoConfig),
                pluginIdList == null
                        ? old.plugins()
                        : distinct(pluginIdList.idList().stream()
                                .map(info -> new BotConfig.PluginTool(info.pluginId(), info.apiId()))
                                .toList()),
                workflowIdList == null
                        ? old.workflows()
                        : distinct(workflowIdList.ids().stream().map(WorkflowIdInfo::id).toList()),
                knowledge == null ? old.knowledge() : knowledge(knowledge, old.knowledge()),
                mediaConfig == null ? old.media() : new BotConfig.Media(mediaConfig.isVoiceCallClosed()),
                shortcutCommands == null ? old.shortcutCommands() : Shortcuts.read(shortcutCommands, ids),
                clientTools == null ? old.clientTools() : ClientTools.read(clientTools),
                botMode == null ? old.mode() : mode(botMode));
    }

    private static BotConfig.Mode mode(int number) {
        return switch (number) {
            case 0 -> BotConfig.Mode.MODEL;
            case 2 -> BotConfig.Mode.CHATFLOW;
            default -> throw ApiError.field("bot_mode", "must be one of 0 (the model answers), 2 (a chatflow answers)");
        };
    }

    private static <T> List<T> distinct(List<T> given) {
        return List.copyOf(new LinkedHashSet<>(given));
    }

    private static BotConfig.Prompt prompt(PromptInfo info) {
        var prefix = info.prefixPromptInfo();
        if (info.promptMode() == PromptMode.PREFIX) {
            if (!info.prompt().isEmpty()) {
                throw ApiError.field("prompt_info.prompt", "not allowed with prompt_mode=prefix; use prefix_prompt_info");
            }
            if (prefix == null) {
                throw ApiError.field("prompt_info.prefix_prompt_info", "is required with prompt_mode=prefix");
            }
            return new BotConfig.Prompt(
                    "", PromptMode.PREFIX, new BotConfig.Prefix(prefix.prefixPrompt(), prefix.dynamicPrompt()));
        }
        if (prefix != null && !(prefix.prefixPrompt().isEmpty() && prefix.dynamicPrompt().isEmpty())) {
            throw ApiError.field("prompt_info.prefix_prompt_info", "needs prompt_mode=prefix");
        }
        return new BotConfig.Prompt(info.prompt(), PromptMode.STANDARD, null);
    }

    private static BotConfig.Onboarding onboarding(OnboardingInfo info, BotConfig.Onboarding old) {
        var questions = info.suggestedQuestions() == null ? old.suggestedQuestions() : info.suggestedQuestions();
        for (var i = 0; i < questions.size(); i++) {
            var question = questions.get(i);
            if (question.codePointCount(0, question.length()) > 50) {
                throw ApiError.field("onboarding_info.suggested_questions[" + i + "]", "0 to 50 characters");
            }
        }
        return new BotConfig.Onboarding(info.prologue() == null ? old.prologue() : info.prologue(), questions);
    }

    private static BotConfig.SuggestReply suggestReply(SuggestReplyInfo info) {
        var mode = info.replyMode() == null ? ReplyMode.DISABLE : info.replyMode();
        if (mode == ReplyMode.CUSTOMIZED && info.customizedPrompt().isBlank()) {
            throw ApiError.field("suggest_reply_info.customized_prompt", "is required with reply_mode=customized");
        }
        return new BotConfig.SuggestReply(mode, info.customizedPrompt());
    }

    private static BotConfig.Knowledge knowledge(KnowledgeInfo info, BotConfig.Knowledge old) {
        int strategy = info.searchStrategy() == null ? old.searchStrategy() : info.searchStrategy();
        switch (strategy) {
            case 0, 1, 20 -> {
                return new BotConfig.Knowledge(
                        info.datasetIds() == null ? old.datasetIds() : distinct(info.datasetIds()),
                        info.autoCall() == null ? old.autoCall() : info.autoCall(),
                        strategy);
            }
            default -> throw ApiError.field("knowledge.search_strategy", "must be one of 0, 1, 20");
        }
    }

    private static BotConfig.Model model(ModelInfoConfig info) {
        return new BotConfig.Model(
                info.modelId(),
                info.temperature(),
                info.topP(),
                info.topK(),
                info.frequencyPenalty(),
                info.presencePenalty(),
                info.maxTokens(),
                info.contextRound(),
                info.responseFormat(),
                info.apiMode(),
                info.cacheType(),
                info.spCurrentTime(),
                info.spAntiLeak(),
                parameters(info.parameters()));
    }

    /**
     * A map of texts. {@code caching} comes as {@code caching.type}, as an object or as the JSON text of one; truth values and
     * numbers may be JSON's own.
     */
    private static Map<String, String> parameters(Map<String, JsonNode> given) {
        var found = new HashMap<String, String>();
        given.forEach((name, value) -> {
            if (name.equals("caching")) {
                var type = caching(value).get("type");
                if (type == null || !type.isString()) {
                    throw ApiError.field("model_info_config.parameters.caching", "must be an object with a type");
                }
                found.put("caching.type", type.stringValue());
            } else if (value.isString() || value.isNumber() || value.isBoolean()) {
                found.put(name, value.asString());
            } else {
                throw ApiError.field("model_info_config.parameters." + name, "must be a string");
            }
        });
        return found;
    }

    private static JsonNode caching(JsonNode value) {
        if (value.isString()) {
            try {
                return Json.tree(value.stringValue());
            } catch (JacksonException notJson) {
                return value;
            }
        }
        return value;
    }
}
