package dev.pankou.bot;

import dev.pankou.access.Caller;
import dev.pankou.access.Permission;
import dev.pankou.api.Alias;
import dev.pankou.api.Default;
import dev.pankou.api.Doc;
import dev.pankou.api.Length;
import dev.pankou.api.Operation;
import dev.pankou.api.PageRequest;
import dev.pankou.api.Required;
import dev.pankou.files.Icons;
import dev.pankou.id.Id;
import dev.pankou.identity.IdentityService;
import dev.pankou.provider.ProviderService;
import dev.pankou.variable.VariableService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Operations on bots. Reads requests, shapes answers; the rules are in {@link BotService}. */
final class BotOperations {
    private static final int MAX_PAGE = 100;
    private static final int MAX_VERSIONS_PAGE = 30;

    private final BotService bots;
    private final ProviderService models;
    private final IdentityService identity;
    private final Icons icons;
    private final VariableService variables;

    BotOperations(
            BotService bots, ProviderService models, IdentityService identity, Icons icons, VariableService variables) {
        this.bots = bots;
        this.models = models;
        this.identity = identity;
        this.icons = icons;
        this.variables = variables;
    }

    List<Operation<?, ?>> declared() {
        return List.of(
                Operation.post("CreateDraftBot", "/v1/bot/create")
                        .permission(Permission.CREATE_BOT)
                        .summary("Make a bot as a draft")
                        .data(CreateBot.class, BotCreated.class, this::create),
                Operation.post("UpdateDraftBot", "/v1/bot/update")
                        .permission(Permission.EDIT_BOT)
                        .summary("Change a bot's draft; what is not given stays")
                        .done(UpdateBot.class, this::update),
                Operation.post("PublishDraftBot", "/v1/bot/publish")
                        .permission(Permission.PUBLISH_BOT)
                        .summary("Publish a bot's draft to channels")
                        .data(PublishBot.class, BotPublished.class, this::publish),
                Operation.post("OpenAPIUnpublishBot", "/v1/bots/{bot_id}/unpublish")
                        .permission(Permission.DISCONNECT_BOT)
                        .summary("Take a bot from a channel")
                        .done(UnpublishBot.class, (caller, request) ->
                                bots.unpublish(caller, request.botId(), request.connectorId())),
                Operation.get("OpenGetBotList", "/v1/bots")
                        .permission(Permission.LIST_BOTS)
                        .summary("List the bots of a workspace")
                        .data(ListBots.class, BotPage.class, this::list),
                Operation.get("OpenGetBotInfo", "/v1/bots/{bot_id}")
                        .permission(Permission.GET_BOT)
                        .summary("A bot's configuration: what is online, or the draft")
                        .data(GetBot.class, BotView.class, this::get),
                Operation.get("OpenListBotVersions", "/v1/bots/{bot_id}/versions")
                        .permission(Permission.LIST_BOT_VERSIONS)
                        .summary("List a bot's versions, newest first")
                        .data(ListVersions.class, VersionPage.class, this::versions),
                Operation.get("GetBotOnlineInfo", "/v1/bot/get_online_info")
                        .permission(Permission.GET_BOT)
                        .summary("Deprecated: the configuration of a bot that is published to the API channel")
                        .data(GetOnline.class, BotView.class, this::online),
                Operation.get("GetSpacePublishedBotsList", "/v1/space/published_bots_list")
                        .permission(Permission.GET_PUBLISHED_BOTS)
                        .summary("Deprecated: the bots of a workspace that are published to the API channel")
                        .data(ListPublished.class, SpaceBots.class, this::published));
    }

    private BotCreated create(Caller caller, CreateBot request) {
        return new BotCreated(bots.create(
                caller, request.spaceId(), request.name(), request.description(), request.iconFileId(), request.fields()));
    }

    private void update(Caller caller, UpdateBot request) {
        bots.update(
                caller, request.botId(), request.name(), request.description(), request.iconFileId(), request.fields());
    }

    private BotPublished publish(Caller caller, PublishBot request) {
        return new BotPublished(
                request.botId(), bots.publish(caller, request.botId(), request.connectorIds(), request.changelog()));
    }

    private BotPage list(Caller caller, ListBots request) {
        var page = PageRequest.of(request.pageNum(), request.pageSize(), MAX_PAGE);
        var found = bots.list(
                caller, request.workspaceId(), "workspace_id", request.publishStatus(), request.connectorId(), page);
        return new BotPage(found.items().stream().map(this::item).toList(), found.total());
    }

    private BotItem item(BotStore.Item item) {
        var published = item.publishedAt() > 0;
        return new BotItem(
                item.id(),
                item.name(),
                item.description(),
                icons.url(item.iconFile(), "bot"),
                published,
                item.updatedAt() / 1000,
                published ? (Long) (item.publishedAt() / 1000) : null,
                item.owner());
    }

    private BotView get(Caller caller, GetBot request) {
        return view(
                request.isPublished() ? bots.online(caller, request.botId(), null) : bots.draft(caller, request.botId()));
    }

    private BotView online(Caller caller, GetOnline request) {
        return view(bots.online(caller, request.botId(), request.connectorId()));
    }

    private BotView view(BotService.Shown shown) {
        return BotView.of(shown, models.catalog(), icons, variables.definitions(shown.bot().id()), bots.called(shown));
    }

    private SpaceBots published(Caller caller, ListPublished request) {
        var page = PageRequest.of(request.pageIndex(), request.pageSize(), MAX_PAGE);
        var found = bots.list(
                caller, request.spaceId(), "space_id", BotStore.Listing.PUBLISHED_ONLINE, BotService.API, page);
        return new SpaceBots(
                found.items().stream()
                        .map(item -> new SpaceBot(
                                item.id(),
                                item.name(),
                                item.description(),
                                icons.url(item.iconFile(), "bot"),
                                Long.toString(item.publishedAt() / 1000)))
                        .toList(),
                found.total());
    }

    private VersionPage versions(Caller caller, ListVersions request) {
        var page = PageRequest.of(request.pageNum(), request.pageSize(), MAX_VERSIONS_PAGE);
        return switch (request.publishStatus()) {
            case PUBLISHED_ONLINE -> {
                var found = bots.versions(caller, request.botId(), request.connectorId(), page);
                var names = new HashMap<Id, String>();
                var items = found.items().stream().map(version -> {
                    var name = names.computeIfAbsent(version.creator(), id -> identity.user(id).name());
                    var time = Long.toString(version.number() / 1000);
                    return new VersionView(
                            Long.toString(version.number()), version.changelog(), version.changelog(), time, time,
                            request.publishStatus(), new Creator(version.creator(), name));
                }).toList();
                yield new VersionPage(items, found.hasMore(page), found.total());
            }
            case UNPUBLISHED_DRAFT -> draft(caller, request.botId(), page);
        };
    }

    /** The draft as the one version that is not published; none when all of it is. */
    private VersionPage draft(Caller caller, Id id, PageRequest page) {
        var shown = bots.draft(caller, id);
        if (!bots.changed(shown)) {
            return new VersionPage(List.of(), false, 0);
        }
        var bot = shown.bot();
        var view = new VersionView(
                "", "", "", Long.toString(bot.createdAt() / 1000), Long.toString(bot.updatedAt() / 1000),
                VersionStatus.UNPUBLISHED_DRAFT, new Creator(bot.owner(), identity.user(bot.owner()).name()));
        return new VersionPage(page.number() == 1 ? List.of(view) : List.of(), false, 1);
    }

    record CreateBot(
            @Required Id spaceId,
            @Required @Length(min = 1, max = 20) String name,
            @Default("") @Length(max = 500) String description,
            @Nullable Id iconFileId,
            BotFields.@Nullable PromptInfo promptInfo,
            BotFields.@Nullable OnboardingInfo onboardingInfo,
            BotFields.@Nullable SuggestReplyInfo suggestReplyInfo,
            BotFields.@Nullable ModelInfoConfig modelInfoConfig,
            BotFields.@Nullable PluginIdList pluginIdList,
            BotFields.@Nullable WorkflowIdList workflowIdList,
            BotFields.@Nullable KnowledgeInfo knowledge,
            BotFields.@Nullable MediaConfig mediaConfig,
            @Nullable @Doc("extension: as OpenGetBotInfo returns them") JsonNode shortcutCommands,
            @Nullable @Doc("extension: tools that the caller of a chat runs itself, {name, description, parameters}")
                    JsonNode clientTools,
            @Nullable @Doc("extension: 0 the model answers, 2 the first of the workflows, a chatflow, answers") Integer botMode) {
        BotFields fields() {
            return new BotFields(
                    promptInfo, onboardingInfo, suggestReplyInfo, modelInfoConfig, pluginIdList, workflowIdList, knowledge,
                    mediaConfig, shortcutCommands, clientTools, botMode);
        }
    }

    record BotCreated(Id botId) {}

    record UpdateBot(
            @Required Id botId,
            @Nullable @Length(min = 1, max = 20) String name,
            @Nullable @Length(max = 500) String description,
            @Nullable Id iconFileId,
            BotFields.@Nullable PromptInfo promptInfo,
            BotFields.@Nullable OnboardingInfo onboardingInfo,
            BotFields.@Nullable SuggestReplyInfo suggestReplyInfo,
            BotFields.@Nullable ModelInfoConfig modelInfoConfig,
            BotFields.@Nullable PluginIdList pluginIdList,
            BotFields.@Nullable WorkflowIdList workflowIdList,
            BotFields.@Nullable KnowledgeInfo knowledge,
            BotFields.@Nullable MediaConfig mediaConfig,
            @Nullable @Doc("extension: replaces all") JsonNode shortcutCommands,
            @Nullable @Doc("extension: replaces all") JsonNode clientTools,
            @Nullable @Doc("extension: 0 the model answers, 2 the first of the workflows, a chatflow, answers") Integer botMode) {
        BotFields fields() {
            return new BotFields(
                    promptInfo, onboardingInfo, suggestReplyInfo, modelInfoConfig, pluginIdList, workflowIdList, knowledge,
                    mediaConfig, shortcutCommands, clientTools, botMode);
        }
    }

    record PublishBot(
            @Required Id botId,
            @Required @Length(min = 1, max = 100) @Doc("1024: API, 999: Chat SDK") List<Id> connectorIds,
            @Doc("parameters for custom channels") Map<String, JsonNode> connectors,
            @Default("") @Length(max = 2000) @Doc("extension: the publisher's note") String changelog) {}

    record BotPublished(Id botId, String version) {}

    record UnpublishBot(
            @Required Id botId, @Required Id connectorId, @Default("") @Length(max = 1024) String unpublishReason) {}

    record ListBots(
            @Required Id workspaceId,
            @Default("published_online") BotStore.Listing publishStatus,
            @Default("1024") Id connectorId,
            @Default("1") @Alias("page_index") int pageNum,
            @Default("20") int pageSize) {}

    record BotPage(List<BotItem> items, long total) {}

    record BotItem(
            Id id,
            String name,
            String description,
            String iconUrl,
            boolean isPublished,
            long updatedAt,
            @Nullable Long publishedAt,
            Id ownerUserId) {}

    record GetBot(@Required Id botId, @Default("true") boolean isPublished) {}

    record GetOnline(@Required Id botId, @Default("1024") Id connectorId) {}

    record ListVersions(
            @Required Id botId,
            @Default("1") int pageNum,
            @Default("10") int pageSize,
            @Default("published_online") VersionStatus publishStatus,
            @Nullable Id connectorId) {}

    /** {@code publish_status} of versions (BEHAVIOUR 1.9). */
    enum VersionStatus {
        PUBLISHED_ONLINE,
        UNPUBLISHED_DRAFT
    }

    record VersionPage(List<VersionView> items, boolean hasMore, long total) {}

    /** Times are texts: the Python client needs them so (SDK-SURFACE 1.3). */
    record VersionView(
            String version,
            String changelog,
            String description,
            String createdAt,
            String updatedAt,
            VersionStatus publishStatus,
            Creator creator) {}

    record Creator(Id id, String name) {}

    record ListPublished(@Required Id spaceId, @Default("1") @Alias("page_num") int pageIndex, @Default("20") int pageSize) {}

    record SpaceBots(List<SpaceBot> spaceBots, long total) {}

    record SpaceBot(Id botId, String botName, String description, String iconUrl, String publishTime) {}
}
