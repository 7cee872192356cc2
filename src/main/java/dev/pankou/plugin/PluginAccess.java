package dev.pankou.plugin;

import dev.pankou.access.Caller;
import dev.pankou.api.ApiError;
import dev.pankou.id.Id;
import dev.pankou.workspace.Membership;
import dev.pankou.workspace.Role;
import dev.pankou.workspace.WorkspaceService;
import org.jdbi.v3.core.Handle;

/**
 * Who may see the inside of a plugin and who may change it: members of its workspace see it, its owner and the workspace's admins
 * change it. A foreign plugin answers like a missing one, published or not: what is published is shown by the Coze operations.
 */
final class PluginAccess {
    private final WorkspaceService workspaces;
    private final PluginStore store = new PluginStore();

    PluginAccess(WorkspaceService workspaces) {
        this.workspaces = workspaces;
    }

    /** @throws dev.pankou.api.ApiException 4200; 4101 when the token does not reach the workspace */
    Plugin seen(Handle handle, Caller caller, Id id) {
        var plugin = store.find(handle, id).orElseThrow(() -> PluginService.missing(id));
        member(handle, caller, plugin);
        return plugin;
    }

    /** As {@link #seen}, for somebody who may change it. @throws dev.pankou.api.ApiException 4200, 4101 */
    Plugin own(Handle handle, Caller caller, Id id) {
        return editable(handle, caller, store.find(handle, id).orElseThrow(() -> PluginService.missing(id)));
    }

    /** The plugin, locked. @throws dev.pankou.api.ApiException 4200, 4101 */
    Plugin locked(Handle handle, Caller caller, Id id) {
        return editable(handle, caller, store.lock(handle, id).orElseThrow(() -> PluginService.missing(id)));
    }

    private Plugin editable(Handle handle, Caller caller, Plugin plugin) {
        var membership = member(handle, caller, plugin);
        if (!plugin.owner().equals(caller.user()) && !membership.role().atLeast(Role.ADMIN)) {
            throw ApiError.NO_PERMISSION.with(
                    "plugin_id", plugin.id(), "(only its owner and the workspace's admins may change it)");
        }
        return plugin;
    }

    private Membership member(Handle handle, Caller caller, Plugin plugin) {
        if (!workspaces.belongs(handle, caller.user(), plugin.workspace())) {
            throw PluginService.missing(plugin.id());
        }
        return workspaces.require(handle, caller, plugin.workspace(), Role.MEMBER, "plugin_id");
    }
}
