package dev.pankou.plugin;

import dev.pankou.id.Id;
import java.util.Map;

/** What this room asks of bots. Implemented by the bot room. */
public interface PluginBots {
    /**
     * How many bots have tools of each plugin, in their draft or where they are published; none: not there. Of the whole
     * installation, for its store shows how much a plugin is used.
     */
    Map<Id, Integer> having();
}
