package dev.pankou.plugin;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pankou.access.Caller;
import dev.pankou.access.Permission;
import dev.pankou.api.ApiError;
import dev.pankou.api.Call;
import dev.pankou.api.Default;
import dev.pankou.api.Doc;
import dev.pankou.api.Length;
import dev.pankou.api.Operation;
import dev.pankou.api.PageRequest;
import dev.pankou.api.RateGroup;
import dev.pankou.api.Required;
import dev.pankou.egress.CancelSignal;
import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.plugin.tool.ToolException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The store and the use of plugins (EXTRAS 6). */
final class CatalogOperations {
    /** The channel of the API. */
    static final Id API = new Id(1024);

    private static final int MAX_PAGE_SIZE = 100;
    private static final int MOST_IDS = 20;
    private static final long MILLIS = 1000;

    private final PluginService plugins;
    private final Shop shop;
    private final Supplier<PluginBots> bots;
    private final Supplier<String> base;
    private final String icon;

    CatalogOperations(PluginService plugins, Shop shop, Supplier<PluginBots> bots, Supplier<String> base) {
        this.plugins = plugins;
        this.shop = shop;
        this.bots = bots;
        this.base = base;
        icon = "/icons/default-plugin.svg";
    }

    List<Operation<?, ?>> declared() {
        return List.of(
                Operation.get("ListStorePlugins", "/v1/stores/plugins")
                        .anyToken()
                        .summary("Published plugins of this installation and the built-in ones")
                        .data(ListStore.class, StorePage.class, this::list),
                Operation.get("ListStoreCategories", "/v1/stores/categories")
                        .anyToken()
                        .summary("Categories of the store")
                        .data(ListCategories.class, CategoryPage.class, this::categories),
                Operation.get("BatchGetPlugins", "/v1/plugins/mget")
                        .permission(Permission.GET_PLUGIN)
                        .summary("Several plugins with their tools")
                        .rate(RateGroup.PLUGIN)
                        .data(GetPlugins.class, Details.class, this::several),
                Operation.get("GetPlugin", "/v1/plugins/{plugin_id}")
                        .permission(Permission.GET_PLUGIN)
                        .summary("A plugin with its tools")
                        .rate(RateGroup.PLUGIN)
                        .dataOf(GetPlugin.class, Detail.class, this::one),
                Operation.post("CallPluginTool", "/v1/plugins/{plugin_id}/tools/call")
                        .permission(Permission.CALL_TOOL)
                        .summary("Call a tool of a plugin")
                        .rate(RateGroup.PLUGIN)
                        .data(CallTool.class, Called.class, this::call));
    }

    private StorePage list(Caller caller, ListStore request) {
        var page = PageRequest.of(request.pageNum(), request.pageSize(), MAX_PAGE_SIZE);
        var sort = request.sortType() != null ? request.sortType() : request.keyword().isEmpty() ? Sort.HEAT : Sort.RELATIVE;
        var found = shop.search(request.keyword(), request.isOfficial(), request.categoryIds(), sort, page);
        var using = bots.get().having();
        return new StorePage(
                found.items().stream()
                        .map(item -> StoreItem.of(item, base.get() + icon, using.getOrDefault(item.id(), 0)))
                        .toList(),
                found.hasMore(page));
    }

    private CategoryPage categories(Caller caller, ListCategories request) {
        var page = PageRequest.of(request.pageNum(), request.pageSize(), MAX_PAGE_SIZE);
        var all = Categories.ALL;
        var from = (int) Math.min(all.size(), page.offset());
        var to = Math.min(all.size(), from + page.size());
        return new CategoryPage(all.subList(from, to), to < all.size());
    }

    private Details several(Caller caller, GetPlugins request) {
        if (request.ids().size() > MOST_IDS) {
            throw ApiError.field("ids", "1 to " + MOST_IDS + " ids");
        }
        return new Details(request.ids().stream().distinct().map(id -> detail(plugins.require(caller, id))).toList());
    }

    private Detail one(Call call, GetPlugin request) {
        var accept = call.exchange().header("Accept");
        if (accept != null && accept.contains("text/event-stream") && !accept.contains("json")) {
            // an MCP client asks whether we would send it something unasked (streamable HTTP); it takes this for a no
            call.exchange().setHeader("Allow", "POST");
            throw ApiError.METHOD_NOT_ALLOWED.with("GET", call.exchange().path(), "POST");
        }
        return detail(plugins.require(call.caller(), request.pluginId()));
    }

    private Detail detail(PluginService.Usable usable) {
        var plugin = usable.plugin();
        var definition = usable.definition();
        var modelName = modelName(plugin.id(), definition.name());
        return new Detail(
                plugin.id(),
                definition.name(),
                modelName,
                definition.description(),
                base.get() + icon,
                plugin.kind() != Plugin.Kind.CLIENT,
                plugin.createdAt() / MILLIS,
                plugin.updatedAt() / MILLIS,
                definition.tools().stream()
                        .map(tool -> new ToolDetail(tool.id(), tool.name(), tool.description(), tool.input(), tool.output()))
                        .toList(),
                mcp(plugin.id(), modelName));
    }

    private static String modelName(Id id, String name) {
        var plain = name.replaceAll("[^A-Za-z0-9_]+", "_").replaceAll("^_+|_+$", "");
        return plain.isEmpty() ? "plugin_" + id : plain;
    }

    private String mcp(Id id, String modelName) {
        var server = Json.object().put("url", base.get() + "/v1/plugins/" + id);
        server.putObject("headers").put("Authorization", "Bearer ${COZE_API_TOKEN}");
        var servers = Json.object();
        servers.putObject("mcpServers").set("coze_plugin_" + modelName, server);
        return Json.text(servers);
    }

    private Called call(Caller caller, CallTool request) {
        var usable = plugins.require(caller, request.pluginId());
        var tool = usable.definition().tool(request.toolName());
        if (tool == null) {
            throw ApiError.NOT_FOUND.with("tool_name", request.toolName());
        }
        var who = new ToolCaller(plugins.workspaceOf(caller, usable.plugin()), caller.user(), "", API, null);
        var answer = plugins.call(who, usable, tool, Json.mapper().valueToTree(request.arguments()), new CancelSignal());
        return switch (answer) {
            case ToolAnswer.Done(var result) -> new Called(result);
            case ToolAnswer.Failed(var code, var message) -> throw failed(code, message);
            case ToolAnswer.NeedsAuthorization(var url) -> throw ApiError.tool(
                    ToolException.UNAUTHORIZED, "authorization required: open " + url);
        };
    }

    private static RuntimeException failed(int code, String message) {
        return code == ToolException.INVALID_ARGUMENT || code == ToolException.MISSING_ARGUMENT
                ? ApiError.INVALID_REQUEST.with(message)
                : ApiError.tool(code, message);
    }

    /** Order of the store. */
    enum Sort {
        HEAT,
        NEWEST,
        RELATIVE
    }

    record ListStore(
            @Default("") @Length(max = 200) String keyword,
            @Nullable @Doc("absent: both") Boolean isOfficial,
            @Doc("comma-separated") List<String> categoryIds,
            @Default("1") int pageNum,
            @Default("20") int pageSize,
            @Nullable @Doc("heat, newest or relative; relative with a keyword, else heat, if absent") Sort sortType) {}

    record StorePage(List<StoreItem> items, boolean hasMore) {}

    record StoreItem(MetaInfo metainfo, PluginInfo pluginInfo) {
        static StoreItem of(Shop.Ware ware, String iconUrl, int bots) {
            var use = ware.use();
            var successes = use.calls() == 0 ? 1.0 : (double) (use.calls() - use.failures()) / use.calls();
            return new StoreItem(
                    new MetaInfo(
                            ware.name(),
                            Categories.of(ware.category()),
                            iconUrl,
                            ware.id(),
                            ware.publishedAt() / MILLIS,
                            "free",
                            new UserInfo(ware.owner().value(), ware.ownerName(), ware.ownerName(), ""),
                            ware.id(),
                            ware.description(),
                            "plugin",
                            ware.official(),
                            Long.toString(ware.publishedAt())),
                    new PluginInfo(
                            use.calls(),
                            use.calls(),
                            ware.description(),
                            successes,
                            bots,
                            0, // nobody can mark a plugin as a favourite here
                            ware.callable(),
                            ware.tools(),
                            use.calls() == 0 ? 0 : use.millis() / use.calls(),
                            bots));
        }
    }

    record UserInfo(long userId, String nickName, String userName, String avatarUrl) {}

    record MetaInfo(
            String name,
            Categories.Category category,
            String iconUrl,
            Id entityId,
            long listedAt,
            String paidType,
            UserInfo userInfo,
            Id productId,
            String description,
            String entityType,
            boolean isOfficial,
            String entityVersion) {}

    record PluginInfo(
            long heat,
            long callCount,
            String description,
            double successRate,
            long botsUseCount,
            long favoriteCount,
            boolean isCallAvailable,
            int totalToolsCount,
            long avgExecDurationMs,
            long associatedBotsUseCount) {}

    /** What categories are for. */
    enum EntityType {
        PLUGIN
    }

    record ListCategories(@Required EntityType entityType, @Default("1") int pageNum, @Default("20") int pageSize) {}

    record CategoryPage(List<Categories.Category> items, boolean hasMore) {}

    record GetPlugins(@Required List<Id> ids) {}

    record GetPlugin(@Required Id pluginId) {}

    record Details(List<Detail> items) {}

    record ToolDetail(
            Id toolId,
            String name,
            String description,
            @JsonProperty("inputSchema") JsonNode inputSchema,
            @JsonProperty("outputSchema") JsonNode outputSchema) {}

    record Detail(
            Id pluginId,
            String name,
            String nameForModel,
            String description,
            String iconUrl,
            boolean isCallAvailable,
            long createdAt,
            long updatedAt,
            List<ToolDetail> tools,
            @Doc("a configuration of MCP clients, as JSON text") String mcpJson) {}

    record CallTool(@Required Id pluginId, @Required String toolName, Map<String, JsonNode> arguments) {}

    record Called(@Doc("the tool's own output") JsonNode result) {}
}
