package dev.pankou.plugin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pankou.access.Caller;
import dev.pankou.api.ApiError;
import dev.pankou.api.PageRequest;
import dev.pankou.egress.CancelSignal;
import dev.pankou.egress.EgressException;
import dev.pankou.id.Id;
import dev.pankou.plugin.builtin.BuiltInPlugin;
import dev.pankou.plugin.tool.ToolException;
import dev.pankou.plugin.tool.ToolSpec;
import dev.pankou.store.Db;
import dev.pankou.workspace.Role;
import dev.pankou.workspace.Workspace;
import dev.pankou.workspace.WorkspaceService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Finds and calls tools. A workspace uses its own plugins, those that others published, and the built-in ones; of a published
 * plugin everybody uses what was published, of another one its workspace uses the draft. Threads share it.
 */
public final class PluginService {
    private static final Logger LOG = LoggerFactory.getLogger(PluginService.class);
    private static final long CACHED_PLUGINS = 2_000;
    private static final int MOST_WORKSPACES = 50;
    private static final List<String> READ_FROM = List.of("plugin");

    private final Db db;
    private final WorkspaceService workspaces;
    private final Credentials credentials;
    private final ToolRunner runner;
    private final CallCounts counts;
    private final PluginStore store = new PluginStore();
    private final Cache<Id, Kept> cache = Caffeine.newBuilder().maximumSize(CACHED_PLUGINS).build();

    /** A plugin as it was read while {@link Db#version} was this. */
    private record Kept(long version, Plugin plugin) {}

    PluginService(
            Db db, WorkspaceService workspaces, Credentials credentials, ToolRunner runner, CallCounts counts) {
        this.db = db;
        this.workspaces = workspaces;
        this.credentials = credentials;
        this.runner = runner;
        this.counts = counts;
    }

    /** The tools that a bot or node names, in their order. What is unknown, deleted or not for this workspace is left out. */
    public List<PluginTool> tools(Id workspace, List<ToolRef> refs) {
        var found = new ArrayList<PluginTool>();
        for (var ref : refs) {
            find(workspace, ref.plugin(), ref.tool()).ifPresent(found::add);
        }
        return found;
    }

    /** A tool by its ids. */
    public Optional<PluginTool> find(Id workspace, Id plugin, Id tool) {
        var usable = usable(workspace, plugin);
        var spec = usable == null ? null : usable.definition().tool(tool);
        return usable == null || spec == null ? Optional.empty() : Optional.of(usable.tool(spec));
    }

    /** A tool by its name in a plugin. */
    public Optional<PluginTool> find(Id workspace, Id plugin, String tool) {
        var usable = usable(workspace, plugin);
        var spec = usable == null ? null : usable.definition().tool(tool);
        return usable == null || spec == null ? Optional.empty() : Optional.of(usable.tool(spec));
    }

    /** A tool by the names of a built-in plugin, or of one of this workspace, and of its tool (WORKFLOW 8.4: stable imports). */
    public Optional<PluginTool> named(Id workspace, String plugin, String tool) {
        for (var builtIn : runner.builtIns().all()) {
            if (builtIn.name().equals(plugin)) {
                return find(workspace, builtIn.id(), tool);
            }
        }
        return db.read(handle -> store.named(handle, workspace, plugin)).flatMap(id -> find(workspace, id, tool));
    }

    /** All tools of a plugin; empty when this workspace cannot use it. */
    public List<PluginTool> all(Id workspace, Id plugin) {
        var usable = usable(workspace, plugin);
        return usable == null ? List.of() : usable.definition().tools().stream().map(usable::tool).toList();
    }

    /** A plugin's name and description for who uses it. */
    public record Summary(Id plugin, String name, String description) {}

    /** What a plugin is called; empty when this workspace cannot use it. */
    public Optional<Summary> summary(Id workspace, Id plugin) {
        var usable = usable(workspace, plugin);
        return usable == null
                ? Optional.empty()
                : Optional.of(new Summary(plugin, usable.definition().name(), usable.definition().description()));
    }

    /**
     * Calls a tool for a person. Takes at most the setting {@code plugin-timeout}, more only where a token has to be got first.
     *
     * @return never null; {@link ToolAnswer.Failed} says what the tool or its server did wrong
     */
    public ToolAnswer call(ToolCaller who, PluginTool tool, JsonNode arguments, CancelSignal cancel) {
        var usable = usable(who.workspace(), tool.plugin());
        var spec = usable == null ? null : usable.definition().tool(tool.tool());
        if (usable == null || spec == null) {
            return new ToolAnswer.Failed(ToolException.NOT_FOUND, "tool " + tool.tool() + " of plugin " + tool.plugin() + " does not exist");
        }
        return call(who, usable, spec, arguments, cancel);
    }

    ToolAnswer call(ToolCaller who, Usable usable, ToolSpec spec, JsonNode arguments, CancelSignal cancel) {
        var began = System.nanoTime();
        var answer = attempt(who, usable, spec, arguments, cancel);
        if (!(answer instanceof ToolAnswer.NeedsAuthorization)) {
            var millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            var failed = answer instanceof ToolAnswer.Failed;
            counts.add(usable.plugin().id(), failed, millis);
            LOG.debug("A tool was called plugin={} tool={} failed={} millis={}", usable.plugin().id(), spec.id(), failed, millis);
        }
        return answer;
    }

    ToolAnswer attempt(ToolCaller who, Usable usable, ToolSpec spec, JsonNode arguments, CancelSignal cancel) {
        var plugin = usable.plugin();
        var definition = usable.definition();
        try {
            var attached = credentials.attached(plugin, definition, who, cancel);
            try {
                return new ToolAnswer.Done(runner.run(plugin, definition, who.workspace(), spec, arguments, attached, cancel));
            } catch (ToolException failed) {
                // refused at the door, so nothing was done yet
                if (!failed.rejected() || !credentials.renew(plugin, definition, who, cancel)) {
                    throw failed;
                }
            }
            var fresh = credentials.attached(plugin, definition, who, cancel);
            return new ToolAnswer.Done(runner.run(plugin, definition, who.workspace(), spec, arguments, fresh, cancel));
        } catch (NeedsAuthorizationException needed) {
            return new ToolAnswer.NeedsAuthorization(needed.url());
        } catch (ToolException failed) {
            return new ToolAnswer.Failed(failed.code(), failed.text());
        } catch (EgressException failed) {
            var told = ToolException.of(failed);
            return new ToolAnswer.Failed(told.code(), told.text());
        }
    }

    /** A plugin and which of its definitions counts for somebody. */
    record Usable(Plugin plugin, Definition definition) {
        PluginTool tool(ToolSpec spec) {
            return new PluginTool(
                    plugin.id(),
                    definition.name(),
                    spec.id(),
                    spec.name(),
                    spec.description(),
                    spec.input(),
                    spec.output(),
                    plugin.kind() == Plugin.Kind.CLIENT,
                    spec.safe());
        }
    }

    @Nullable Usable usable(Id workspace, Id id) {
        var plugin = load(id);
        var definition = plugin == null ? null : plugin.usableIn(workspace);
        return plugin == null || definition == null ? null : new Usable(plugin, definition);
    }

    /**
     * A plugin as this caller may use it, and the workspace in whose name they do.
     *
     * @throws dev.pankou.api.ApiException 4200 for a plugin that is not there or not for the caller; 4101 when the token does not
     *     reach its workspace
     */
    Usable require(Caller caller, Id id) {
        var plugin = load(id);
        if (plugin == null) {
            throw missing(id);
        }
        var published = plugin.published();
        if (published != null) {
            return new Usable(plugin, published);
        }
        if (!db.read(handle -> workspaces.belongs(handle, caller.user(), plugin.workspace()))) {
            throw missing(id);
        }
        if (!caller.reaches(plugin.workspace())) {
            throw ApiError.NO_PERMISSION.with("plugin_id", id, "");
        }
        return new Usable(plugin, plugin.draft());
    }

    /**
     * In which workspace's name a caller without a bot or workflow uses a plugin: the plugin's own where that is possible, else
     * the caller's personal one.
     */
    Id workspaceOf(Caller caller, Plugin plugin) {
        if (plugin.kind() == Plugin.Kind.BUILTIN) {
            return plugin.workspace();
        }
        if (caller.reaches(plugin.workspace())
                && db.read(handle -> workspaces.belongs(handle, caller.user(), plugin.workspace()))) {
            return plugin.workspace();
        }
        var own = workspaces.list(caller, new PageRequest(1, MOST_WORKSPACES)).items();
        for (var membership : own) {
            if (membership.workspace().kind() == Workspace.Kind.PERSONAL) {
                return membership.workspace().id();
            }
        }
        if (own.isEmpty()) {
            throw ApiError.NO_PERMISSION.with("plugin_id", plugin.id(), "(the token reaches no workspace)");
        }
        return own.getFirst().workspace().id();
    }

    /** The workspace, when the caller belongs to it. @throws dev.pankou.api.ApiException 4000, 4101 */
    Id memberOf(Caller caller, Id workspace) {
        return db.read(handle -> workspaces.require(handle, caller, workspace, Role.MEMBER, "workspace_id"))
                .workspace()
                .id();
    }

    static RuntimeException missing(Id id) {
        return ApiError.NOT_FOUND.with("plugin_id", id);
    }

    /** A plugin, from memory where nothing was written since it was read. */
    @Nullable Plugin load(Id id) {
        var builtIn = runner.builtIns().find(id);
        if (builtIn != null) {
            return of(builtIn);
        }
        var version = db.version(READ_FROM);
        var kept = cache.getIfPresent(id);
        if (kept != null && version != Db.UNKNOWN_VERSION && kept.version() == version) {
            return kept.plugin();
        }
        var found = db.read(handle -> store.find(handle, id)).orElse(null);
        if (found != null && version != Db.UNKNOWN_VERSION) {
            cache.put(id, new Kept(version, found));
        }
        return found;
    }

    private static Plugin of(BuiltInPlugin builtIn) {
        var definition = new Definition(
                builtIn.name(), builtIn.description(), "", List.of(), AuthScheme.NONE, builtIn.tools());
        return new Plugin(
                builtIn.id(), new Id(0), new Id(0), Plugin.Kind.BUILTIN, definition, "", definition, builtIn.category(), false, 0,
                0, 1);
    }
}
