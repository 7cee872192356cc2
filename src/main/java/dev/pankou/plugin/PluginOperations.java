package dev.pankou.plugin;

import dev.pankou.access.Caller;
import dev.pankou.access.Permission;
import dev.pankou.api.ApiError;
import dev.pankou.api.Default;
import dev.pankou.api.Doc;
import dev.pankou.api.Length;
import dev.pankou.api.Operation;
import dev.pankou.api.PageRequest;
import dev.pankou.api.Required;
import dev.pankou.egress.CancelSignal;
import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.plugin.tool.Remark;
import dev.pankou.plugin.tool.ToolSpec;
import dev.pankou.plugin.tool.Web;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Operations on plugins of a workspace. Extensions: Coze makes plugins on its site only. */
final class PluginOperations {
    private static final int MAX_PAGE_SIZE = 100;
    private static final long MILLIS = 1000;

    private final PluginEditor plugins;
    private final PluginTrial trials;
    private final PluginLimits limits;

    PluginOperations(PluginEditor plugins, PluginTrial trials, PluginLimits limits) {
        this.plugins = plugins;
        this.trials = trials;
        this.limits = limits;
    }

    List<Operation<?, ?>> declared() {
        return List.of(
                Operation.get("PankouListPlugins", "/pankou/v1/plugins")
                        .permission(Permission.READ_PLUGIN)
                        .summary("Plugins of a workspace, newest first")
                        .data(ListPlugins.class, PluginPage.class, this::list),
                Operation.post("PankouCreatePlugin", "/pankou/v1/plugins")
                        .permission(Permission.EDIT_PLUGIN)
                        .summary("Make a plugin whose tools the client executes")
                        .data(CreatePlugin.class, Imported.class, this::create),
                Operation.post("PankouImportPlugin", "/pankou/v1/plugins/import")
                        .permission(Permission.EDIT_PLUGIN)
                        .summary("Make a plugin of an OpenAPI document or an MCP server; tells what was not understood")
                        .data(ImportPlugin.class, Imported.class, this::importFrom),
                Operation.get("PankouGetPlugin", "/pankou/v1/plugins/{plugin_id}")
                        .permission(Permission.READ_PLUGIN)
                        .summary("A plugin's draft with everything but its secrets")
                        .data(PluginId.class, PluginView.class, this::get),
                Operation.put("PankouUpdatePlugin", "/pankou/v1/plugins/{plugin_id}")
                        .permission(Permission.EDIT_PLUGIN)
                        .summary("Change a draft; what is not given stays, tools keep their ids by name")
                        .data(UpdatePlugin.class, Imported.class, this::update),
                Operation.delete("PankouDeletePlugin", "/pankou/v1/plugins/{plugin_id}")
                        .permission(Permission.EDIT_PLUGIN)
                        .summary("Delete a plugin with its credentials and grants")
                        .done(PluginId.class, (caller, request) -> plugins.delete(caller, request.pluginId())),
                Operation.post("PankouPublishPlugin", "/pankou/v1/plugins/{plugin_id}/publish")
                        .permission(Permission.EDIT_PLUGIN)
                        .summary("Put the draft into the store of this installation")
                        .data(PublishPlugin.class, Published.class, this::publish),
                Operation.post("PankouUnpublishPlugin", "/pankou/v1/plugins/{plugin_id}/unpublish")
                        .permission(Permission.EDIT_PLUGIN)
                        .summary("Take a plugin out of the store")
                        .done(PluginId.class, (caller, request) -> plugins.unpublish(caller, request.pluginId())),
                Operation.post("PankouRefreshPlugin", "/pankou/v1/plugins/{plugin_id}/refresh")
                        .permission(Permission.EDIT_PLUGIN)
                        .summary("Ask an MCP server anew for its tools")
                        .data(PluginId.class, Imported.class, (caller, request) ->
                                Imported.of(plugins.refresh(caller, request.pluginId(), new CancelSignal()))),
                Operation.post("PankouTestTool", "/pankou/v1/plugins/{plugin_id}/tools/{tool_id}/test")
                        .permission(Permission.EDIT_PLUGIN)
                        .summary("Call a tool of the draft and say how it went")
                        .data(TestTool.class, PluginTrial.Outcome.class, (caller, request) ->
                                trials.test(caller, request.pluginId(), request.toolId(), Json.mapper().valueToTree(request.arguments()))),
                Operation.put("PankouSetPluginCredentials", "/pankou/v1/plugins/{plugin_id}/credentials")
                        .permission(Permission.EDIT_PLUGIN)
                        .summary("Set the credentials with which a workspace calls a plugin")
                        .done(SetCredentials.class, this::setCredentials),
                Operation.delete("PankouDeletePluginCredentials", "/pankou/v1/plugins/{plugin_id}/credentials")
                        .permission(Permission.EDIT_PLUGIN)
                        .summary("Forget the credentials of a workspace for a plugin")
                        .done(DeleteCredentials.class, (caller, request) ->
                                plugins.removeCredentials(caller, request.pluginId(), request.workspaceId())));
    }

    private PluginPage list(Caller caller, ListPlugins request) {
        var page = PageRequest.of(request.pageNum(), request.pageSize(), MAX_PAGE_SIZE);
        var found = plugins.list(caller, request.workspaceId(), page);
        return new PluginPage(found.map(ItemView::of).items(), found.total(), found.hasMore(page));
    }

    private Imported create(Caller caller, CreatePlugin request) {
        var tools = clientTools(request.tools());
        var made = plugins.createClientSide(caller, request.workspaceId(), request.name(), request.description(), tools);
        return Imported.of(new PluginEditor.Made(made, List.of()));
    }

    private List<ToolSpec> clientTools(List<ClientTool> given) {
        if (given.size() > limits.tools()) {
            throw ApiError.field("tools", "0 to " + limits.tools() + " entries");
        }
        var names = new HashSet<String>();
        var at = new int[1];
        return given.stream().map(tool -> {
            var field = "tools[" + at[0]++ + "]";
            if (!ToolSpec.isName(tool.name())) {
                throw ApiError.field(field + ".name", "1 to 64 letters, digits, _ and -");
            }
            if (!names.add(tool.name())) {
                throw ApiError.field(field + ".name", "two tools are called " + tool.name());
            }
            var parameters = tool.parameters() == null ? Json.object() : tool.parameters();
            if (!parameters.isObject() || !parameters.path("type").asString("object").equals("object")) {
                throw ApiError.field(field + ".parameters", "must be the JSON Schema of an object");
            }
            var input = Json.object().put("type", "object");
            input.putObject("properties");
            parameters.properties().forEach(entry -> input.set(entry.getKey(), entry.getValue()));
            return new ToolSpec(new Id(0), tool.name(), tool.description(), input, Json.object(), false, Json.object());
        }).toList();
    }

    private Imported importFrom(Caller caller, ImportPlugin request) {
        var given = given(request.openapi(), request.openapiUrl(), request.mcp());
        if (given == null) {
            throw ApiError.INVALID_REQUEST.with("one of openapi, openapi_url and mcp is required");
        }
        var auth = request.auth() == null ? AuthRequest.NONE : request.auth();
        var source = new PluginEditor.Source(given, auth.scheme(), auth.secrets(headers(request.mcp())));
        return Imported.of(
                plugins.importFrom(caller, request.workspaceId(), request.name(), request.description(), source));
    }

    private PluginSources.@Nullable Given given(@Nullable JsonNode openapi, @Nullable String url, @Nullable Mcp mcp) {
        var text = openapi == null || openapi.isNull() ? null : openapi.isString() ? openapi.stringValue() : Json.text(openapi);
        if ((text == null ? 0 : 1) + (url == null ? 0 : 1) + (mcp == null ? 0 : 1) > 1) {
            throw ApiError.INVALID_REQUEST.with("only one of openapi, openapi_url and mcp can be given");
        }
        if (text != null) {
            return new PluginSources.Given.Text(text);
        }
        if (url != null) {
            return new PluginSources.Given.Address(address("openapi_url", url));
        }
        return mcp == null ? null : new PluginSources.Given.Server(address("mcp.url", mcp.url()));
    }

    private static URI address(String field, String text) {
        var address = Web.parse(text);
        if (address == null) {
            throw ApiError.field(field, "must be an http or https address");
        }
        return address;
    }

    private static Map<String, String> headers(@Nullable Mcp mcp) {
        if (mcp == null) {
            return Map.of();
        }
        mcp.headers().forEach((name, value) -> {
            AuthRequest.headerName("mcp.headers", name);
            AuthRequest.headerValue("mcp.headers." + name, value);
        });
        return mcp.headers();
    }

    private PluginView get(Caller caller, PluginId request) {
        var inside = plugins.inside(caller, request.pluginId());
        return PluginView.of(inside.plugin(), inside.hasSecret());
    }

    private Imported update(Caller caller, UpdatePlugin request) {
        return Imported.of(plugins.update(
                caller,
                request.pluginId(),
                new PluginEditor.Change(
                        request.name(),
                        request.description(),
                        given(request.openapi(), request.openapiUrl(), request.mcp()),
                        request.tools() == null ? null : clientTools(request.tools()),
                        request.auth(),
                        request.mcp() == null ? null : headers(request.mcp()))));
    }

    private Published publish(Caller caller, PublishPlugin request) {
        var plugin = plugins.publish(caller, request.pluginId(), request.categoryId(), request.shareCredentials());
        return new Published(plugin.id(), plugin.publishedAt() / MILLIS);
    }

    private void setCredentials(Caller caller, SetCredentials request) {
        request.headers().forEach((name, value) -> {
            AuthRequest.headerName("headers", name);
            AuthRequest.headerValue("headers." + name, value);
        });
        plugins.setCredentials(
                caller,
                request.pluginId(),
                request.workspaceId(),
                new Secrets(request.value(), request.clientId(), request.clientSecret(), request.headers()));
    }

    record ListPlugins(@Required Id workspaceId, @Default("1") int pageNum, @Default("20") int pageSize) {}

    record PluginPage(List<ItemView> items, long total, boolean hasMore) {}

    record ItemView(
            Id pluginId,
            Plugin.Kind kind,
            String name,
            String description,
            Id ownerUserId,
            boolean isPublished,
            long createdAt,
            long updatedAt) {
        static ItemView of(PluginStore.Item item) {
            return new ItemView(
                    item.id(),
                    item.kind(),
                    item.name(),
                    item.description(),
                    item.owner(),
                    item.publishedAt() > 0,
                    item.createdAt() / MILLIS,
                    item.updatedAt() / MILLIS);
        }
    }

    /** What clients may make themselves; the other kinds are imported. */
    enum Makeable {
        CLIENT
    }

    record ClientTool(
            @Required String name,
            @Default("") @Length(max = ToolSpec.MOST_DESCRIPTION) String description,
            @Nullable @Doc("JSON Schema of an object") JsonNode parameters) {}

    record CreatePlugin(
            @Required Id workspaceId,
            @Required @Length(max = PluginEditor.MOST_NAME) String name,
            @Default("") @Length(max = PluginEditor.MOST_DESCRIPTION) String description,
            @Nullable @Doc("client, the only kind that is made this way") Makeable kind,
            List<ClientTool> tools) {}

    record Mcp(
            @Required @Length(max = 2000) String url,
            @Doc("sent with each request; sealed in the store, never returned") Map<String, String> headers) {}

    record ImportPlugin(
            @Required Id workspaceId,
            @Nullable @Length(min = 1, max = PluginEditor.MOST_NAME) @Doc("that of the document if absent") String name,
            @Nullable @Length(max = PluginEditor.MOST_DESCRIPTION) String description,
            @Nullable @Doc("an OpenAPI 3 document as text, YAML or JSON, or as an object") JsonNode openapi,
            @Nullable @Length(max = 2000) String openapiUrl,
            @Nullable Mcp mcp,
            @Nullable AuthRequest auth) {}

    record UpdatePlugin(
            @Required Id pluginId,
            @Nullable @Length(min = 1, max = PluginEditor.MOST_NAME) String name,
            @Nullable @Length(max = PluginEditor.MOST_DESCRIPTION) String description,
            @Nullable @Doc("a new document in the place of the old one") JsonNode openapi,
            @Nullable @Length(max = 2000) String openapiUrl,
            @Nullable Mcp mcp,
            @Nullable @Doc("of client-side plugins: all tools") List<ClientTool> tools,
            @Nullable AuthRequest auth) {}

    record ToolView(Id toolId, String name) {}

    record Imported(Id pluginId, String name, List<ToolView> tools, @Doc("what was not understood, and proposals") List<Remark> report) {
        static Imported of(PluginEditor.Made made) {
            var draft = made.plugin().draft();
            return new Imported(
                    made.plugin().id(),
                    draft.name(),
                    draft.tools().stream().map(tool -> new ToolView(tool.id(), tool.name())).toList(),
                    made.remarks());
        }
    }

    record PluginId(@Required Id pluginId) {}

    record PublishPlugin(
            @Required Id pluginId,
            @Nullable @Doc("of ListStoreCategories") String categoryId,
            @Nullable @Doc("other workspaces call with the credentials of this one; false unless said") Boolean shareCredentials) {}

    record Published(Id pluginId, long publishedAt) {}

    record TestTool(@Required Id pluginId, @Required Id toolId, Map<String, JsonNode> arguments) {}

    record SetCredentials(
            @Required Id pluginId,
            @Nullable @Doc("whose calls use them; the plugin's own workspace if absent") Id workspaceId,
            @Default("") @Length(max = 4000) @Doc("an API key") String value,
            @Default("") @Length(max = 1000) String clientId,
            @Default("") @Length(max = 4000) String clientSecret,
            @Doc("of an MCP server") Map<String, String> headers) {}

    record DeleteCredentials(@Required Id pluginId, @dev.pankou.api.Query @Nullable Id workspaceId) {}

    record ToolInside(Id toolId, String name, String description, JsonNode inputSchema, JsonNode outputSchema, boolean safe) {}

    record PluginView(
            Id pluginId,
            Id workspaceId,
            Id ownerUserId,
            Plugin.Kind kind,
            String name,
            String description,
            @Doc("address of the OpenAPI or MCP server") String server,
            AuthRequest.View auth,
            @Doc("names of the secret headers of an MCP server") List<String> headers,
            List<ToolInside> tools,
            @Doc("the OpenAPI document as it was given") String openapi,
            boolean isPublished,
            @Doc("the draft differs from what is published") boolean hasChanges,
            @Nullable String categoryId,
            boolean shareCredentials,
            long createdAt,
            long updatedAt,
            @Nullable Long publishedAt) {
        static PluginView of(Plugin plugin, boolean hasSecret) {
            var draft = plugin.draft();
            var published = plugin.published();
            return new PluginView(
                    plugin.id(),
                    plugin.workspace(),
                    plugin.owner(),
                    plugin.kind(),
                    draft.name(),
                    draft.description(),
                    draft.server(),
                    AuthRequest.View.of(draft.auth(), hasSecret),
                    draft.headers(),
                    draft.tools().stream()
                            .map(tool -> new ToolInside(
                                    tool.id(), tool.name(), tool.description(), tool.input(), tool.output(), tool.safe()))
                            .toList(),
                    plugin.document(),
                    published != null,
                    !draft.equals(published),
                    plugin.category().isEmpty() ? null : plugin.category(),
                    plugin.sharesCredential(),
                    plugin.createdAt() / MILLIS,
                    plugin.updatedAt() / MILLIS,
                    plugin.publishedAt() == 0 ? null : plugin.publishedAt() / MILLIS);
        }
    }
}
