package dev.pankou.knowledge;

import dev.pankou.id.Id;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** What this room asks of bots. Implemented by the bot room. */
public interface KnowledgeBots {
    /** How many of a workspace's bots have each knowledge base, in their draft or where they are published; none: not there. */
    Map<Id, Integer> knowing(Handle handle, Id workspace);
}
