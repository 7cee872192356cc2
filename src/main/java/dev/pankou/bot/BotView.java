package dev.pankou.bot;

import dev.pankou.bot.BotConfig.ApiMode;
import dev.pankou.bot.BotConfig.CacheType;
import dev.pankou.bot.BotConfig.PromptMode;
import dev.pankou.bot.BotConfig.ReplyMode;
import dev.pankou.bot.BotConfig.ResponseFormat;
import dev.pankou.bot.BotConfig.Shortcut;
import dev.pankou.files.Icons;
import dev.pankou.id.Id;
import dev.pankou.provider.Catalog;
import dev.pankou.variable.Definition;
import dev.pankou.variable.VariableView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Schema BotInfo (OpenGetBotInfo): what is not configured is there, but empty (TRANSCRIPTS 2). Times in seconds. */
record BotView(
        Id botId,
        String name,
        String description,
        String iconUrl,
        long createTime,
        long updateTime,
        String version,
        Id ownerUserId,
        Id spaceId,
        String folderId,
        int botMode,
        PromptView promptInfo,
        OnboardingView onboardingInfo,
        ModelView modelInfo,
        List<PluginView> pluginInfoList,
        List<WorkflowView> workflowInfoList,
        KnowledgeView knowledge,
        List<Shortcut> shortcutCommands,
        List<VariableView> variables,
        List<Object> voiceInfoList,
        String defaultUserInputType,
        MediaView mediaConfig,
        SuggestReplyView suggestReplyInfo,
        BackgroundsView backgroundImageInfo,
        List<BotConfig.ClientTool> clientTools) {

    /** What nothing is known of. */
    private static final BotNames.Named NOBODY = new BotNames.Named("", "", "");

    record PromptView(String prompt, PromptMode promptMode, BotConfig.@Nullable Prefix prefixPromptInfo) {}

    record OnboardingView(String prologue, List<String> suggestedQuestions) {}

    /** Values that were not configured are left out. */
    record ModelView(
            Id modelId,
            String modelName,
            @Nullable Double temperature,
            @Nullable Double topP,
            @Nullable Integer topK,
            @Nullable Double frequencyPenalty,
            @Nullable Double presencePenalty,
            @Nullable Integer maxTokens,
            @Nullable Integer contextRound,
            @Nullable ResponseFormat responseFormat,
            Map<String, String> parameters,
            ApiMode apiMode,
            @Nullable CacheType cacheType,
            @Nullable Boolean spCurrentTime,
            @Nullable Boolean spAntiLeak) {}

    record PluginView(Id pluginId, String name, String description, String iconUrl, List<ToolView> apiInfoList) {}

    record ToolView(Id apiId, String name, String description) {}

    record WorkflowView(Id id, String name, String description, String iconUrl) {}

    /** What Coze returns, and the settings as update takes them. */
    record KnowledgeView(
            List<KnowledgeInfo> knowledgeInfos, List<Id> datasetIds, boolean autoCall, int searchStrategy) {}

    record KnowledgeInfo(Id id, String name) {}

    record MediaView(boolean isVoiceCallClosed) {}

    record SuggestReplyView(ReplyMode replyMode, String customizedPrompt) {}

    record BackgroundsView(BackgroundView webBackgroundImage, BackgroundView mobileBackgroundImage) {}

    record BackgroundView(
            String imageUrl,
            String originImageUrl,
            String themeColor,
            Map<String, Double> canvasPosition,
            Map<String, Double> gradientPosition) {
        static final BackgroundView NONE = new BackgroundView("", "", "", Map.of(), Map.of());
    }

    static BotView of(
            BotService.Shown shown, Catalog models, Icons icons, List<Definition> variables, BotService.Called called) {
        var bot = shown.bot();
        var datasets = called.datasets();
        var version = shown.version();
        var config = version == null ? bot.draft() : version.config();
        return new BotView(
                bot.id(),
                version == null ? bot.name() : version.name(),
                version == null ? bot.description() : version.description(),
                icons.url(version == null ? bot.iconFile() : version.iconFile(), "bot"),
                bot.createdAt() / 1000,
                (version == null ? bot.updatedAt() : version.number()) / 1000,
                version == null ? "" : Long.toString(version.number()),
                bot.owner(),
                bot.workspace(),
                "",
                config.isChatflow() ? 2 : 0,
                new PromptView(config.prompt().text(), config.prompt().mode(), config.prompt().prefix()),
                new OnboardingView(config.onboarding().prologue(), config.onboarding().suggestedQuestions()),
                model(config.model(), models),
                plugins(config.plugins(), called.tools()),
                config.workflows().stream()
                        .map(id -> {
                            var named = called.workflows().getOrDefault(id, NOBODY);
                            return new WorkflowView(id, named.name(), named.description(), named.iconUrl());
                        })
                        .toList(),
                new KnowledgeView(
                        config.knowledge().datasetIds().stream()
                                .filter(datasets::containsKey)
                                .map(id -> new KnowledgeInfo(id, datasets.getOrDefault(id, "")))
                                .toList(),
                        config.knowledge().datasetIds().stream().filter(datasets::containsKey).toList(),
                        config.knowledge().autoCall(),
                        config.knowledge().searchStrategy()),
                version == null ? config.shortcutCommands() : shown(config.shortcutCommands()),
                variables.stream().map(VariableView::of).toList(),
                List.of(),
                "text",
                new MediaView(config.media().voiceCallClosed()),
                new SuggestReplyView(config.suggestReply().mode(), config.suggestReply().customizedPrompt()),
                new BackgroundsView(BackgroundView.NONE, BackgroundView.NONE),
                config.clientTools());
    }

    private static ModelView model(BotConfig.@Nullable Model model, Catalog models) {
        if (model == null) {
            var standard = models.standard();
            return new ModelView(
                    standard.id(), standard.name(), null, null, null, null, null, null, null, null, Map.of(),
                    ApiMode.CHAT_API, null, null, null);
        }
        var spec = models.find(model.modelId());
        return new ModelView(
                model.modelId(),
                spec == null ? "" : spec.name(),
                model.temperature(),
                model.topP(),
                model.topK(),
                model.frequencyPenalty(),
                model.presencePenalty(),
                model.maxTokens(),
                model.contextRound(),
                model.responseFormat(),
                model.parameters(),
                model.apiMode(),
                model.cacheType() == CacheType.CLOSED ? null : model.cacheType(),
                model.currentTime() ? true : null,
                model.antiLeak() ? true : null);
    }

    private static List<PluginView> plugins(
            List<BotConfig.PluginTool> tools, Map<BotConfig.PluginTool, BotNames.NamedTool> called) {
        var byPlugin = new LinkedHashMap<Id, List<ToolView>>();
        var plugins = new LinkedHashMap<Id, BotNames.Named>();
        for (var tool : tools) {
            var named = called.get(tool);
            byPlugin.computeIfAbsent(tool.pluginId(), id -> new java.util.ArrayList<>())
                    .add(new ToolView(tool.apiId(), named == null ? "" : named.name(), named == null ? "" : named.description()));
            if (named != null) {
                plugins.put(tool.pluginId(), named.plugin());
            }
        }
        return byPlugin.entrySet().stream()
                .map(entry -> {
                    var plugin = plugins.getOrDefault(entry.getKey(), NOBODY);
                    return new PluginView(
                            entry.getKey(), plugin.name(), plugin.description(), plugin.iconUrl(), entry.getValue());
                })
                .toList();
    }

    /** Published bots do not show hidden components of commands that run a tool (BEHAVIOUR 3.1). */
    private static List<Shortcut> shown(List<Shortcut> all) {
        return all.stream()
                .map(command -> command.tool() == null
                        ? command
                        : new Shortcut(
                                command.id(),
                                command.name(),
                                command.command(),
                                command.description(),
                                command.queryTemplate(),
                                command.iconUrl(),
                                command.components().stream().filter(component -> !component.isHide()).toList(),
                                command.tool(),
                                command.agentId()))
                .toList();
    }
}
