package dev.pankou.plugin;

import dev.pankou.access.Caller;
import dev.pankou.api.ApiError;
import dev.pankou.egress.CancelSignal;
import dev.pankou.id.Id;
import dev.pankou.store.Db;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Calls tools of drafts for the people who make them. */
final class PluginTrial {
    private final Db db;
    private final PluginAccess access;
    private final PluginService plugins;

    PluginTrial(Db db, PluginAccess access, PluginService plugins) {
        this.db = db;
        this.access = access;
        this.plugins = plugins;
    }

    /**
     * What came of it.
     *
     * @param code 0, or of WORKFLOW 16
     * @param error in plain words; empty when all is well
     * @param authorizationUrl where to go first, for plugins that act for a person
     */
    record Outcome(
            boolean ok,
            @Nullable JsonNode result,
            int code,
            String error,
            @Nullable String authorizationUrl,
            long durationMs) {}

    Outcome test(Caller caller, Id id, Id tool, JsonNode arguments) {
        var plugin = db.read(handle -> access.seen(handle, caller, id));
        var spec = plugin.draft().tool(tool);
        if (spec == null) {
            throw ApiError.NOT_FOUND.with("tool_id", tool);
        }
        var who = new ToolCaller(plugin.workspace(), caller.user(), "", CatalogOperations.API, null);
        var began = System.nanoTime();
        var answer = plugins.attempt(who, new PluginService.Usable(plugin, plugin.draft()), spec, arguments, new CancelSignal());
        var millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        return switch (answer) {
            case ToolAnswer.Done(var result) -> new Outcome(true, result, 0, "", null, millis);
            case ToolAnswer.Failed(var code, var message) -> new Outcome(false, null, code, message, null, millis);
            case ToolAnswer.NeedsAuthorization(var url) -> new Outcome(
                    false, null, dev.pankou.plugin.tool.ToolException.UNAUTHORIZED,
                    "The plugin needs to be allowed to act for you: open authorization_url.", url, millis);
        };
    }
}
