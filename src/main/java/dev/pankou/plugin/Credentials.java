package dev.pankou.plugin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pankou.egress.CancelSignal;
import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.plugin.CredentialStore.Credential;
import dev.pankou.plugin.CredentialStore.Grantee;
import dev.pankou.plugin.OAuthTokens.Client;
import dev.pankou.plugin.OAuthTokens.Tokens;
import dev.pankou.plugin.tool.Attached;
import dev.pankou.plugin.tool.ToolException;
import dev.pankou.secret.Seal;
import dev.pankou.store.Db;
import dev.pankou.workspace.WorkspaceService;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Credentials of plugins: kept sealed, for one workspace and one target, and good as long as the person who set them belongs to
 * that workspace. Threads share it.
 */
final class Credentials {
    private static final long CACHED_TOKENS = 10_000;

    private final Db db;
    private final Clock clock;
    private final Seal seal;
    private final WorkspaceService workspaces;
    private final OAuthTokens tokens;
    private final Grants grants;
    private final CredentialStore store = new CredentialStore();

    /** Access tokens of plugins that are their own user, by the sealed credentials they were got with. */
    private final Cache<String, Tokens> cached = Caffeine.newBuilder().maximumSize(CACHED_TOKENS).build();

    Credentials(Db db, Clock clock, Seal seal, WorkspaceService workspaces, OAuthTokens tokens, Grants grants) {
        this.db = db;
        this.clock = clock;
        this.seal = seal;
        this.workspaces = workspaces;
        this.tokens = tokens;
        this.grants = grants;
    }

    /**
     * What credentials of this definition are for: the server that gets them, and the endpoint that gets the client's secret.
     * Stored with them, so that whoever changes a plugin's addresses does not get at what others entered.
     */
    static String target(Definition definition) {
        var server = definition.server().isEmpty() ? "" : Attached.origin(URI.create(definition.server()));
        var scheme = definition.auth();
        return scheme.oauth() ? server + " " + scheme.tokenUrl() : server;
    }

    private record Found(@Nullable Credential credential, boolean ownerBelongs) {}

    /** Opened credentials; {@code sealed} tells them apart. */
    private record Opened(Secrets secrets, String sealed) {}

    /**
     * What goes along with a call.
     *
     * @throws ToolException with {@link ToolException#UNAUTHORIZED} when something is missing
     * @throws NeedsAuthorizationException when the end user has to agree first
     */
    Attached attached(Plugin plugin, Definition definition, ToolCaller who, CancelSignal cancel) {
        var scheme = definition.auth();
        if (scheme.type() == AuthScheme.Type.NONE && definition.headers().isEmpty()) {
            return Attached.NOTHING;
        }
        var opened = open(plugin, definition, who.workspace());
        var secrets = opened.secrets();
        var token = switch (scheme.type()) {
            case NONE, API_KEY -> "";
            case OAUTH_CLIENT -> clientToken(scheme, opened, cancel);
            case OAUTH_USER -> grants.token(grantee(plugin, who), target(definition), client(scheme, secrets), cancel);
        };
        return attached(definition, secrets, token);
    }

    /** What goes along before anything is stored: an end user cannot be asked yet. @throws ToolException */
    Attached trial(Definition definition, Secrets secrets, CancelSignal cancel) {
        var scheme = definition.auth();
        var token = scheme.type() == AuthScheme.Type.OAUTH_CLIENT
                ? tokens.clientCredentials(client(scheme, secrets), scheme.scope(), cancel).accessToken()
                : "";
        return attached(definition, secrets, token);
    }

    private static Attached attached(Definition definition, Secrets secrets, String token) {
        var scheme = definition.auth();
        var headers = new LinkedHashMap<>(secrets.headers());
        Map<String, String> query = Map.of();
        if (!token.isEmpty()) {
            headers.put("Authorization", "Bearer " + token);
        }
        if (scheme.type() == AuthScheme.Type.API_KEY) {
            var value = scheme.prefix() + secrets.value();
            if (scheme.in() == AuthScheme.In.QUERY) {
                query = Map.of(scheme.name(), value);
            } else {
                headers.put(scheme.name(), value);
            }
        }
        return new Attached(Attached.origin(URI.create(definition.server())), headers, query);
    }

    /**
     * Forgets the token that a server did not take.
     *
     * @return whether another one may be had
     */
    boolean renew(Plugin plugin, Definition definition, ToolCaller who, CancelSignal cancel) {
        var scheme = definition.auth();
        if (!scheme.oauth()) {
            return false;
        }
        var opened = open(plugin, definition, who.workspace());
        if (scheme.type() == AuthScheme.Type.OAUTH_CLIENT) {
            cached.invalidate(opened.sealed());
        } else {
            grants.renew(grantee(plugin, who), client(scheme, opened.secrets()), cancel);
        }
        return true;
    }

    static Grantee grantee(Plugin plugin, ToolCaller who) {
        return new Grantee(plugin.id(), who.workspace(), who.user(), who.connector(), who.endUser());
    }

    private static Client client(AuthScheme scheme, Secrets secrets) {
        return new Client(
                scheme.tokenUrl(), secrets.clientId().isEmpty() ? scheme.clientId() : secrets.clientId(), secrets.clientSecret());
    }

    /** Who asks for tokens in the name of a workspace's end users. @throws ToolException when something is missing */
    Client client(Plugin plugin, Definition definition, Id workspace) {
        return client(definition.auth(), open(plugin, definition, workspace).secrets());
    }

    private String clientToken(AuthScheme scheme, Opened opened, CancelSignal cancel) {
        var known = cached.getIfPresent(opened.sealed());
        if (known == null || known.goodUntil() <= clock.millis()) {
            known = tokens.clientCredentials(client(scheme, opened.secrets()), scheme.scope(), cancel);
            cached.put(opened.sealed(), known);
        }
        return known.accessToken();
    }

    private Opened open(Plugin plugin, Definition definition, Id workspace) {
        var found = db.read(handle -> find(handle, plugin, workspace));
        var credential = found.credential();
        if (credential == null) {
            if (definition.auth().type() == AuthScheme.Type.OAUTH_USER && !definition.auth().clientId().isEmpty()) {
                return new Opened(Secrets.NOTHING, ""); // a public client has no secret
            }
            throw missing(plugin, "this workspace has set no credentials for it");
        }
        if (!found.ownerBelongs()) {
            throw missing(plugin, "the person who set its credentials has left the workspace");
        }
        if (!credential.target().equals(target(definition))) {
            throw missing(plugin, "its credentials were set for another server");
        }
        try {
            return new Opened(Json.read(seal.open(credential.sealed()), Secrets.class), credential.sealed());
        } catch (IllegalStateException lost) {
            throw missing(plugin, "its credentials cannot be opened any more");
        }
    }

    private Found find(Handle handle, Plugin plugin, Id workspace) {
        var credential = store.credential(handle, plugin.id(), workspace)
                .or(() -> plugin.sharesCredential()
                        ? store.credential(handle, plugin.id(), plugin.workspace())
                        : java.util.Optional.empty())
                .orElse(null);
        return new Found(
                credential, credential != null && workspaces.belongs(handle, credential.setBy(), credential.workspace()));
    }

    private static ToolException missing(Plugin plugin, String why) {
        return new ToolException(
                ToolException.UNAUTHORIZED,
                "Plugin " + plugin.id() + " cannot be called: " + why + ". Set them with PUT /pankou/v1/plugins/" + plugin.id()
                        + "/credentials.");
    }

    /** Whether a workspace has credentials of its own for a plugin, good for this definition. */
    boolean has(Handle handle, Id plugin, Id workspace, Definition definition) {
        return store.credential(handle, plugin, workspace)
                .filter(credential -> credential.target().equals(target(definition)))
                .isPresent();
    }

    /** Sets the credentials of a workspace; empty ones leave none. */
    void put(Handle handle, Id plugin, Id workspace, Id setBy, Definition definition, Secrets secrets) {
        if (secrets.empty() && secrets.clientId().isEmpty()) {
            store.deleteCredential(handle, plugin, workspace);
            return;
        }
        store.putCredential(
                handle,
                plugin,
                new Credential(workspace, setBy, target(definition), seal.seal(Json.text(secrets))),
                clock.millis());
    }

    boolean remove(Handle handle, Id plugin, Id workspace) {
        return store.deleteCredential(handle, plugin, workspace);
    }
}
