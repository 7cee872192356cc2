package dev.pankou.table;

import dev.pankou.access.Caller;
import dev.pankou.id.Id;
import org.jdbi.v3.core.Handle;

/** What this room asks of bots. Implemented by the bot room. */
public interface TableBots {
    /**
     * The workspace of a bot that the caller can see.
     *
     * @throws dev.pankou.api.ApiException 4200, or 4101 when the token does not reach it
     */
    Id workspaceOf(Handle handle, Caller caller, Id bot);

    /**
     * The workspace of a bot that the caller may change.
     *
     * @throws dev.pankou.api.ApiException 4200, 4101
     */
    Id workspaceOfOwn(Handle handle, Caller caller, Id bot);
}
