package dev.pankou.bot;

import dev.pankou.id.Id;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What the things are called that bots are given. Made by {@code Wiring} from their rooms. */
public interface BotNames {
    record Named(String name, String description, String iconUrl) {}

    /** A tool and the plugin that it is of. */
    record NamedTool(Named plugin, String name, String description) {}

    /** A name for each knowledge base of the workspace, "" for an id that nobody knows, nothing for one that was deleted. */
    Map<Id, String> datasets(Handle handle, Id workspace, List<Id> datasets);

    /** Empty: the workspace has none such. */
    Optional<Named> workflow(Handle handle, Id workspace, Id workflow);

    /** Empty: the workspace cannot use it. */
    Optional<NamedTool> tool(Id workspace, BotConfig.PluginTool tool);
}
