package dev.pankou.conversation;

import dev.pankou.access.Caller;
import dev.pankou.id.Id;
import java.util.Collection;
import org.jdbi.v3.core.Handle;

/** What this room asks of bots. Implemented by the bot room. */
public interface BotAccess {
    /** @throws dev.pankou.api.ApiException 4200 when the bot is none the caller can see, 4101 when the token does not reach it */
    void require(Caller caller, Id bot);

    /**
     * What was said with a bot is reached only by tokens that reach the bot's workspace. Asks nothing of the store for a token
     * without a workspace list.
     *
     * @throws dev.pankou.api.ApiException 4101
     */
    void requireReach(Handle handle, Caller caller, Collection<Id> bots);
}
