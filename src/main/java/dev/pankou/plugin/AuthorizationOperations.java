package dev.pankou.plugin;

import dev.pankou.access.Caller;
import dev.pankou.access.Permission;
import dev.pankou.api.ApiError;
import dev.pankou.api.Call;
import dev.pankou.api.Default;
import dev.pankou.api.Doc;
import dev.pankou.api.Length;
import dev.pankou.api.Operation;
import dev.pankou.api.Query;
import dev.pankou.api.Required;
import dev.pankou.egress.CancelSignal;
import dev.pankou.id.Id;
import dev.pankou.id.Ids;
import dev.pankou.plugin.CredentialStore.Grantee;
import dev.pankou.plugin.tool.ToolException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How end users allow plugins to act for them. Two of these are opened by their browsers. */
final class AuthorizationOperations {
    private static final String COOKIE = "pankou_plugin_oauth";
    private static final String TEXT = "text/plain; charset=utf-8";

    private final PluginService plugins;
    private final Authorizations authorizations;
    private final Credentials credentials;
    private final Grants grants;
    private final OAuthTokens tokens;
    private final Ids ids;
    private final Supplier<String> base;

    AuthorizationOperations(
            PluginService plugins,
            Authorizations authorizations,
            Credentials credentials,
            Grants grants,
            OAuthTokens tokens,
            Ids ids,
            Supplier<String> base) {
        this.plugins = plugins;
        this.authorizations = authorizations;
        this.credentials = credentials;
        this.grants = grants;
        this.tokens = tokens;
        this.ids = ids;
        this.base = base;
    }

    List<Operation<?, ?>> declared() {
        return List.of(
                Operation.get("PankouAuthorizePlugin", "/pankou/v1/plugins/{plugin_id}/authorize_url")
                        .permission(Permission.CALL_TOOL)
                        .summary("Where an end user allows an OAuth plugin to act for them")
                        .data(Subject.class, Link.class, this::link),
                Operation.delete("PankouRevokePluginGrant", "/pankou/v1/plugins/{plugin_id}/grant")
                        .permission(Permission.CALL_TOOL)
                        .summary("Forget what an end user allowed a plugin")
                        .done(Subject.class, this::revoke),
                Operation.get("PankouStartPluginOAuth", Authorizations.START)
                        .open()
                        .summary("Sends a browser to the plugin's OAuth server")
                        .doneOf(Start.class, this::start),
                Operation.get("PankouFinishPluginOAuth", Authorizations.CALLBACK)
                        .open()
                        .summary("Where the plugin's OAuth server sends the browser back to")
                        .doneOf(Callback.class, this::callback));
    }

    private Link link(Caller caller, Subject request) {
        return new Link(authorizations.link(grantee(caller, request)));
    }

    private void revoke(Caller caller, Subject request) {
        if (!grants.revoke(grantee(caller, request))) {
            throw ApiError.field("plugin_id", "nothing was allowed to plugin " + request.pluginId() + " for this end user");
        }
    }

    private Grantee grantee(Caller caller, Subject request) {
        var usable = plugins.require(caller, request.pluginId());
        if (usable.definition().auth().type() != AuthScheme.Type.OAUTH_USER) {
            throw ApiError.field("plugin_id", "plugin " + request.pluginId() + " does not act for end users");
        }
        var given = request.workspaceId();
        var workspace = given == null
                ? plugins.workspaceOf(caller, usable.plugin())
                : plugins.memberOf(caller, given);
        var connector = request.connectorId() == null ? CatalogOperations.API : request.connectorId();
        return new Grantee(request.pluginId(), workspace, caller.user(), connector, request.endUser());
    }

    private PluginService.Usable plugin(Grantee who) {
        var usable = plugins.usable(who.workspace(), who.plugin());
        if (usable == null || usable.definition().auth().type() != AuthScheme.Type.OAUTH_USER) {
            throw ApiError.HTTP_REFUSED.as(400, "the plugin of this link does not exist any more");
        }
        return usable;
    }

    private OAuthTokens.Client client(PluginService.Usable usable, Grantee who) {
        try {
            return credentials.client(usable.plugin(), usable.definition(), who.workspace());
        } catch (ToolException missing) {
            throw ApiError.HTTP_REFUSED.as(400, missing.text());
        }
    }

    private Operation.Nothing start(Call call, Start request) {
        var who = authorizations.opened(request.ticket());
        var usable = plugin(who);
        var known = call.exchange().cookie(COOKIE);
        var browser = known != null && known.matches("[A-Za-z0-9_-]{43}") ? known : ids.secret();
        var target = authorizations.begin(who, usable.definition(), client(usable, who).id(), browser);
        var secure = base.get().startsWith("https:") ? "; Secure" : "";
        call.exchange().setHeader(
                "Set-Cookie",
                COOKIE + "=" + browser + "; Path=/pankou/v1/plugin_oauth; Max-Age=600; HttpOnly; SameSite=Lax" + secure);
        call.exchange().setHeader("Location", target.toString());
        call.exchange().answer(302, TEXT, new byte[0]);
        return new Operation.Nothing();
    }

    private Operation.Nothing callback(Call call, Callback request) {
        var browser = call.exchange().cookie(COOKIE);
        var returned = authorizations.returned(request.state(), browser == null ? "" : browser);
        if (request.code().isEmpty()) {
            throw ApiError.HTTP_REFUSED.as(400, "the plugin was not allowed to act for you");
        }
        var usable = plugin(returned.who());
        if (!returned.target().equals(Credentials.target(usable.definition()))) {
            throw ApiError.HTTP_REFUSED.as(400, "the plugin was changed meanwhile; begin again");
        }
        var client = client(usable, returned.who());
        authorizations.finish(returned, tokens, client, grants, request.code(), new CancelSignal());
        var text = "授权成功，可以关闭此页面。\nAuthorised. You can close this page.\n";
        call.exchange().answer(200, TEXT, text.getBytes(StandardCharsets.UTF_8));
        return new Operation.Nothing();
    }

    record Subject(
            @Required Id pluginId,
            @Query @Nullable @Doc("whose bots and workflows call it; the plugin's own or the caller's if absent") Id workspaceId,
            @Query @Default("") @Length(max = 500) @Doc("user_id of chats and runs; empty: the token's user") String endUser,
            @Query @Nullable @Doc("1024, the API, if absent") Id connectorId) {}

    record Link(String url) {}

    record Start(@Required String ticket) {}

    record Callback(@Required String state, @Default("") String code) {}
}
