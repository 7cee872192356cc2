package dev.pankou.chat;

import dev.pankou.access.Caller;
import dev.pankou.id.Id;
import org.jspecify.annotations.Nullable;

/** Finds the bot that a chat talks to. */
interface ChatBots {
    /**
     * @param draft the draft instead of the published version
     * @param version null: the newest on that channel
     * @throws dev.pankou.api.ApiException 4200 unknown or foreign, 4101 not reached by the token, 4015 not published
     */
    ChatBot find(Caller caller, Id bot, Id connector, boolean draft, @Nullable String version);
}
