package dev.pankou.testing;

import dev.pankou.bot.BotConfig;
import dev.pankou.bot.BotNames;
import dev.pankou.id.Id;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** For tests of bots alone: nothing that they are given has a name. */
public final class Nameless implements BotNames {
    @Override
    public Map<Id, String> datasets(Handle handle, Id workspace, List<Id> datasets) {
        return Map.of();
    }

    @Override
    public Optional<Named> workflow(Handle handle, Id workspace, Id workflow) {
        return Optional.empty();
    }

    @Override
    public Optional<NamedTool> tool(Id workspace, BotConfig.PluginTool tool) {
        return Optional.empty();
    }
}
