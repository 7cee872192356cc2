package dev.pankou.conversation;

import dev.pankou.id.Id;
import java.util.Map;

/**
 * A conversation. Times in milliseconds.
 *
 * @param bot 0 when it was made without a bot
 * @param lastSection messages of this section are the context of the next chat
 */
public record Conversation(
        Id id,
        Id creator,
        Id connector,
        Id bot,
        String name,
        Map<String, String> metaData,
        Id lastSection,
        long createdAt,
        long updatedAt) {

    Conversation named(String other) {
        return new Conversation(id, creator, connector, bot, other, metaData, lastSection, createdAt, updatedAt);
    }
}
