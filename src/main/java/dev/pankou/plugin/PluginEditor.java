package dev.pankou.plugin;

import dev.pankou.access.Caller;
import dev.pankou.api.ApiError;
import dev.pankou.api.Page;
import dev.pankou.api.PageRequest;
import dev.pankou.egress.CancelSignal;
import dev.pankou.id.Id;
import dev.pankou.id.Ids;
import dev.pankou.plugin.tool.Remark;
import dev.pankou.plugin.tool.ToolSpec;
import dev.pankou.store.Db;
import dev.pankou.workspace.Role;
import dev.pankou.workspace.WorkspaceService;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Making, changing and publishing plugins. Threads share it. */
final class PluginEditor {
    static final int MOST_NAME = 100;
    static final int MOST_DESCRIPTION = 2000;

    private final Db db;
    private final Clock clock;
    private final Ids ids;
    private final WorkspaceService workspaces;
    private final PluginAccess access;
    private final Credentials credentials;
    private final PluginSources sources;
    private final PluginStore store = new PluginStore();

    PluginEditor(
            Db db,
            Clock clock,
            Ids ids,
            WorkspaceService workspaces,
            PluginAccess access,
            Credentials credentials,
            PluginSources sources) {
        this.db = db;
        this.clock = clock;
        this.ids = ids;
        this.workspaces = workspaces;
        this.access = access;
        this.credentials = credentials;
        this.sources = sources;
    }

    /** What was made, and what is to be said about it. */
    record Made(Plugin plugin, List<Remark> remarks) {}

    /** What a plugin is made of: where its tools come from, and how its server is asked. */
    record Source(PluginSources.Given given, AuthScheme auth, Secrets secrets) {}

    /** Reads a document or asks a server, and keeps what was understood as a draft. */
    Made importFrom(Caller caller, Id workspace, @Nullable String name, @Nullable String description, Source source) {
        db.read(handle -> workspaces.require(handle, caller, workspace, Role.MEMBER, "workspace_id"));
        var read = sources.read(source.given(), source.auth(), source.secrets());
        var definition = new Definition(
                name == null || name.isBlank() ? cut(read.name(), MOST_NAME, "Plugin") : name.strip(),
                description == null ? cut(read.description(), MOST_DESCRIPTION, "") : description,
                read.server(),
                sorted(source.secrets().headers()),
                source.auth(),
                numbered(List.of(), read.tools()));
        return new Made(insert(caller, workspace, read.kind(), definition, read.document(), source.secrets()), read.remarks());
    }

    /** A plugin whose tools the caller executes. */
    Plugin createClientSide(Caller caller, Id workspace, String name, String description, List<ToolSpec> tools) {
        var definition = new Definition(name.strip(), description, "", List.of(), AuthScheme.NONE, numbered(List.of(), tools));
        return insert(caller, workspace, Plugin.Kind.CLIENT, definition, "", Secrets.NOTHING);
    }

    private Plugin insert(
            Caller caller, Id workspace, Plugin.Kind kind, Definition definition, String document, Secrets secrets) {
        var now = clock.millis();
        var plugin = new Plugin(
                ids.next(), workspace, caller.user(), kind, definition, document, null, "", false, now, now, 0);
        return db.write(handle -> {
            workspaces.require(handle, caller, workspace, Role.MEMBER, "workspace_id");
            store.insert(handle, plugin);
            credentials.put(handle, plugin.id(), workspace, caller.user(), definition, secrets);
            return plugin;
        });
    }

    private static List<String> sorted(Map<String, String> headers) {
        return headers.keySet().stream().sorted().toList();
    }

    private static String cut(String text, int most, String otherwise) {
        var plain = text.strip();
        if (plain.isEmpty()) {
            return otherwise;
        }
        return plain.codePointCount(0, plain.length()) <= most ? plain : plain.substring(0, plain.offsetByCodePoints(0, most));
    }

    /** The tools with ids: those of a known name keep theirs, so that bots and workflows go on finding them. */
    private List<ToolSpec> numbered(List<ToolSpec> known, List<ToolSpec> fresh) {
        var taken = new HashSet<Id>();
        known.forEach(tool -> taken.add(tool.id()));
        var all = new ArrayList<ToolSpec>();
        for (var tool : fresh) {
            var same = known.stream().filter(old -> old.name().equals(tool.name())).findFirst();
            var id = same.map(ToolSpec::id).orElseGet(ids::next);
            while (same.isEmpty() && !taken.add(id)) {
                id = ids.next(); // a clock that was set back
            }
            all.add(tool.withId(id));
        }
        return all;
    }

    /** What is to change; null: as it is. */
    record Change(
            @Nullable String name,
            @Nullable String description,
            PluginSources.@Nullable Given given,
            @Nullable List<ToolSpec> tools,
            @Nullable AuthRequest auth,
            @Nullable Map<String, String> headers) {}

    /** Changes a draft. */
    Made update(Caller caller, Id id, Change change) {
        var old = db.read(handle -> access.own(handle, caller, id));
        var given = change.given();
        if (given != null && old.kind() != given.kind()) {
            throw ApiError.field(given.field(), "plugin " + id + " is of another kind");
        }
        if (change.tools() != null && old.kind() != Plugin.Kind.CLIENT) {
            throw ApiError.field("tools", "only client-side plugins are given their tools");
        }
        var auth = change.auth();
        var scheme = auth == null ? old.draft().auth() : auth.scheme();
        var headers = change.headers() == null ? Map.<String, String>of() : change.headers();
        var secrets = auth == null ? new Secrets("", "", "", headers) : auth.secrets(headers);
        var read = given == null ? null : read(caller, old, given, scheme, secrets);
        var made = db.write(handle -> {
            var plugin = access.locked(handle, caller, id);
            var draft = plugin.draft();
            var tools = change.tools() != null ? change.tools() : read != null ? read.tools() : null;
            var definition = new Definition(
                    change.name() == null ? draft.name() : change.name().strip(),
                    change.description() == null ? draft.description() : change.description(),
                    read == null ? draft.server() : read.server(),
                    secrets.empty() ? draft.headers() : sorted(headers), // new credentials replace all earlier ones
                    auth == null ? draft.auth() : scheme,
                    tools == null ? draft.tools() : numbered(draft.tools(), tools));
            var now = Math.max(clock.millis(), plugin.updatedAt() + 1);
            store.updateDraft(handle, id, definition, read == null ? plugin.document() : read.document(), now);
            if (!secrets.empty() || scheme.type() == AuthScheme.Type.NONE && definition.headers().isEmpty()) {
                credentials.put(handle, id, plugin.workspace(), caller.user(), definition, secrets);
            }
            return new Made(changed(handle, id), read == null ? List.of() : read.remarks());
        });
        sources.changed(id);
        return made;
    }

    /** An MCP server is asked with what is stored for it, when nothing new was given. */
    private PluginSources.Read read(
            Caller caller, Plugin plugin, PluginSources.Given given, AuthScheme scheme, Secrets secrets) {
        var draft = plugin.draft();
        if (given instanceof PluginSources.Given.Server(var address)
                && secrets.empty()
                && scheme.equals(draft.auth())
                && address.toString().equals(draft.server())) {
            var who = new ToolCaller(plugin.workspace(), caller.user(), "", CatalogOperations.API, null);
            return sources.refreshed(plugin, draft, who, new CancelSignal());
        }
        return sources.read(given, scheme, secrets);
    }

    private Plugin changed(Handle handle, Id id) {
        return store.find(handle, id).orElseThrow(() -> PluginService.missing(id));
    }

    /** Makes the draft what everybody on this installation may use. */
    Plugin publish(Caller caller, Id id, @Nullable String category, @Nullable Boolean shareCredentials) {
        if (category != null && !Categories.exists(category)) {
            throw ApiError.field("category_id", "must be one of " + Categories.ids());
        }
        return db.write(handle -> {
            var plugin = access.locked(handle, caller, id);
            if (plugin.draft().tools().isEmpty()) {
                throw ApiError.field("plugin_id", "plugin " + id + " has no tool");
            }
            var kept = plugin.category().isEmpty() ? Categories.OTHER : plugin.category();
            store.publish(
                    handle,
                    id,
                    plugin.draft(),
                    category == null ? kept : category,
                    shareCredentials == null ? plugin.sharesCredential() : shareCredentials,
                    Math.max(clock.millis(), plugin.publishedAt() + 1));
            return changed(handle, id);
        });
    }

    /** Takes a plugin out of the store; its own workspace goes on with the draft. */
    void unpublish(Caller caller, Id id) {
        db.write(handle -> {
            if (access.locked(handle, caller, id).published() == null) {
                throw ApiError.field("plugin_id", "plugin " + id + " is not published");
            }
            store.unpublish(handle, id);
            return id;
        });
    }

    void delete(Caller caller, Id id) {
        db.write(handle -> {
            access.locked(handle, caller, id);
            store.delete(handle, id);
            return id;
        });
        sources.changed(id);
    }

    /** A plugin with its inside, and whether its workspace has credentials for the draft. */
    record Inside(Plugin plugin, boolean hasSecret) {}

    Inside inside(Caller caller, Id id) {
        return db.read(handle -> {
            var plugin = access.seen(handle, caller, id);
            return new Inside(plugin, credentials.has(handle, id, plugin.workspace(), plugin.draft()));
        });
    }

    Page<PluginStore.Item> list(Caller caller, Id workspace, PageRequest page) {
        return db.read(handle -> {
            workspaces.require(handle, caller, workspace, Role.MEMBER, "workspace_id");
            return new Page<>(store.list(handle, workspace, page.size(), page.offset()), store.count(handle, workspace));
        });
    }

    /** Asks an MCP server anew for its tools. */
    Made refresh(Caller caller, Id id, CancelSignal cancel) {
        var old = db.read(handle -> access.own(handle, caller, id));
        if (old.kind() != Plugin.Kind.MCP) {
            throw ApiError.field("plugin_id", "plugin " + id + " has no MCP server");
        }
        var who = new ToolCaller(old.workspace(), caller.user(), "", CatalogOperations.API, null);
        var read = sources.refreshed(old, old.draft(), who, cancel);
        var made = db.write(handle -> {
            var plugin = access.locked(handle, caller, id);
            var draft = plugin.draft();
            if (!draft.server().equals(old.draft().server())) {
                throw ApiError.field("plugin_id", "plugin " + id + " was changed meanwhile; refresh it again");
            }
            var definition = new Definition(
                    draft.name(), draft.description(), draft.server(), draft.headers(), draft.auth(),
                    numbered(draft.tools(), read.tools()));
            store.updateDraft(
                    handle, id, definition, plugin.document(), Math.max(clock.millis(), plugin.updatedAt() + 1));
            return new Made(changed(handle, id), read.remarks());
        });
        sources.changed(id);
        return made;
    }

    /**
     * Sets the credentials of a workspace: of the plugin's own one, for the draft; of another one, for what was published.
     */
    void setCredentials(Caller caller, Id id, @Nullable Id workspace, Secrets secrets) {
        db.write(handle -> {
            var target = credentialTarget(handle, caller, id, workspace);
            if (secrets.empty()) {
                throw ApiError.INVALID_REQUEST.with("one of value, client_secret or headers is required");
            }
            credentials.put(handle, id, target.workspace(), caller.user(), target.definition(), secrets);
            return id;
        });
        sources.changed(id);
    }

    void removeCredentials(Caller caller, Id id, @Nullable Id workspace) {
        db.write(handle -> {
            var target = credentialTarget(handle, caller, id, workspace);
            if (!credentials.remove(handle, id, target.workspace())) {
                throw ApiError.field("plugin_id", "there are no credentials of this workspace for plugin " + id);
            }
            return id;
        });
        sources.changed(id);
    }

    private record CredentialTarget(Id workspace, Definition definition) {}

    private CredentialTarget credentialTarget(Handle handle, Caller caller, Id id, @Nullable Id workspace) {
        var plugin = store.find(handle, id).orElseThrow(() -> PluginService.missing(id));
        if (workspace == null || workspace.equals(plugin.workspace())) {
            var own = access.locked(handle, caller, id);
            return new CredentialTarget(own.workspace(), own.draft());
        }
        var published = plugin.published();
        if (published == null) {
            throw PluginService.missing(id);
        }
        workspaces.require(handle, caller, workspace, Role.ADMIN, "workspace_id");
        return new CredentialTarget(workspace, published);
    }
}
