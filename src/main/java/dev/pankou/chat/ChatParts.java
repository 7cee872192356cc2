package dev.pankou.chat;

import com.github.benmanes.caffeine.cache.Cache;
import dev.pankou.conversation.ConversationService;
import dev.pankou.id.Id;
import dev.pankou.id.Ids;
import dev.pankou.model.Capability;
import dev.pankou.model.ModelClient;
import dev.pankou.model.ModelSpec;
import dev.pankou.model.Sampling;
import dev.pankou.store.Db;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * What every chat works with.
 *
 * @param unsaved chats of auto_save_history=false that asked for tool outputs, which they cannot get (5000)
 * @param backlogBytes unread events that a slow watcher may leave behind
 * @param toolRounds rounds of tool calls in one chat
 * @param toolCalls calls of tools in one chat
 * @param knowledge of bots
 * @param shelves where tools of the server come from
 */
record ChatParts(
        Db db,
        Clock clock,
        Ids ids,
        ChatStore store,
        ConversationService conversations,
        ModelClient models,
        ChatContext context,
        ChatRuns runs,
        Cache<Id, Boolean> unsaved,
        long backlogBytes,
        int toolRounds,
        int toolCalls,
        KnowledgeShelf knowledge,
        List<ToolShelf> shelves) {
    /** What a bot's model may call in a turn. */
    TurnTools tools(ChatBot bot, ModelSpec model, ServerTool.Turn turn) {
        if (!model.capabilities().contains(Capability.TOOLS)) {
            return TurnTools.NONE;
        }
        var tools = new ArrayList<BotTool>();
        bot.clientTools().forEach(spec -> tools.add(new ClientTool(spec, ChatRun.CLIENT)));
        if (bot.sampling().thinking() != Sampling.Thinking.ENABLED) { // BEHAVIOUR 3.1: a bot that thinks calls no functions
            shelves.forEach(shelf -> tools.addAll(shelf.tools(turn)));
        }
        return TurnTools.of(tools);
    }
}
