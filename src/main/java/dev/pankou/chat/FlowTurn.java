package dev.pankou.chat;

import dev.pankou.access.Caller;
import dev.pankou.conversation.Conversation;
import dev.pankou.conversation.EnteredMessage;
import dev.pankou.id.Id;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A turn of a conversation that a workflow answers.
 *
 * @param isNew whether the conversation is stored with the turn
 * @param bot 0: none
 * @param botVersion "" for a draft, or without a bot
 * @param messages as entered, checked; the last one is what the user says
 * @param saved false: nothing stays (auto_save_history=false)
 * @param plain in the form of OpenAPIChatFlowRun, not of ChatV3
 * @param onDrop called when the stream's reader is too slow; null: nobody reads along
 * @param withIds whether events are stored, so that a broken stream can go on
 * @param suggesting follow-up questions after the answer; null: none
 */
public record FlowTurn(
        Caller caller,
        Conversation conversation,
        boolean isNew,
        Id bot,
        String botVersion,
        boolean draft,
        Id connector,
        String endUser,
        List<EnteredMessage> messages,
        Map<String, String> metaData,
        boolean saved,
        boolean plain,
        @Nullable Runnable onDrop,
        boolean withIds,
        @Nullable Suggesting suggesting,
        String logid) {
    /**
     * How follow-up questions are suggested.
     *
     * @param prompt "": the usual way
     * @param model null: the default model
     */
    public record Suggesting(String prompt, @Nullable Id model) {}

    public FlowTurn {
        messages = List.copyOf(messages);
    }
}
