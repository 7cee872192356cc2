package dev.pankou.conversation;

import dev.pankou.access.Caller;
import dev.pankou.id.Id;

/** What this room asks of bots. Implemented by the bot room. */
public interface BotAccess {
    /** @throws dev.pankou.api.ApiException 4200 when the bot is none the caller can see, 4101 when the token does not reach it */
    void require(Caller caller, Id bot);
}
