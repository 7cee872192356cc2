package dev.pankou.plugin;

import dev.pankou.api.Operation;
import dev.pankou.egress.Egress;
import dev.pankou.id.Ids;
import dev.pankou.identity.IdentityService;
import dev.pankou.parse.DocumentParser;
import dev.pankou.plugin.builtin.BuiltIns;
import dev.pankou.plugin.mcp.McpClient;
import dev.pankou.plugin.openapi.OpenApiCaller;
import dev.pankou.plugin.tool.Web;
import dev.pankou.secret.Seal;
import dev.pankou.store.Db;
import dev.pankou.upload.UploadService;
import dev.pankou.workspace.WorkspaceService;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What {@code Wiring} sees of this room.
 *
 * @param sweep to be done every few seconds: stores counts, forgets what is over
 * @param end to be done when the server stops: takes leave of MCP servers, for at most a second
 */
public record PluginRoom(PluginService service, List<Operation<?, ?>> operations, Runnable sweep, Runnable end) {
    public PluginRoom {
        operations = List.copyOf(operations);
    }

    /**
     * @param bots known when all rooms are there
     * @param base how browsers and callbacks reach this server, without a slash at the end
     */
    public static PluginRoom open(
            PluginLimits limits,
            Db db,
            Clock clock,
            Ids ids,
            Seal seal,
            Egress egress,
            WorkspaceService workspaces,
            IdentityService identity,
            UploadService uploads,
            DocumentParser parser,
            Supplier<PluginBots> bots,
            Supplier<String> base) {
        var web = new Web(egress, limits.timeout(), limits.responseBytes());
        var documents = new Web(egress, limits.timeout(), limits.documentBytes());
        var tokens = new OAuthTokens(web, clock);
        var authorizations = new Authorizations(db, clock, ids, seal, base);
        var grants = new Grants(db, clock, seal, tokens, authorizations::link);
        var credentials = new Credentials(db, clock, seal, workspaces, tokens, grants);
        var builtIns = new BuiltIns(clock, web, parser);
        var openApi = new OpenApiCaller(web, new ToolFiles(new Web(egress, limits.timeout(), ToolFiles.MOST_BYTES), uploads), () -> "pankou-" + ids.hex(16));
        var mcp = new McpClient(web);
        var counts = new CallCounts(db);
        var service = new PluginService(db, workspaces, credentials, new ToolRunner(openApi, mcp, builtIns), counts);
        var access = new PluginAccess(workspaces);
        var editor = new PluginEditor(
                db, clock, ids, workspaces, access, credentials, new PluginSources(documents, mcp, credentials, limits));
        var operations = new ArrayList<Operation<?, ?>>();
        operations.addAll(new PluginOperations(editor, new PluginTrial(db, access, service), limits).declared());
        operations.addAll(new CatalogOperations(service, new Shop(db, identity, builtIns, counts), bots, base).declared());
        operations.addAll(
                new AuthorizationOperations(service, authorizations, credentials, grants, tokens, ids, base).declared());
        operations.add(new McpEndpoint(service).declared());
        return new PluginRoom(service, operations, () -> {
            counts.flush();
            authorizations.sweep();
        }, mcp::close);
    }
}
