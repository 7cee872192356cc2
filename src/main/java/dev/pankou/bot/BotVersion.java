package dev.pankou.bot;

import dev.pankou.id.Id;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was published once. Never changes.
 *
 * @param number milliseconds of its making, rising within a bot
 * @param connectors channels it was published to
 */
public record BotVersion(
        Id bot,
        long number,
        String name,
        String description,
        @Nullable Id iconFile,
        BotConfig config,
        String changelog,
        List<Id> connectors,
        Id creator) {
    public BotVersion {
        connectors = List.copyOf(connectors);
    }
}
