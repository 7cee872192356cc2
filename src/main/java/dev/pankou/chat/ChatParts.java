package dev.pankou.chat;

import com.github.benmanes.caffeine.cache.Cache;
import dev.pankou.conversation.ConversationService;
import dev.pankou.id.Id;
import dev.pankou.id.Ids;
import dev.pankou.model.ModelClient;
import dev.pankou.store.Db;
import java.time.Clock;

/**
 * What every chat works with.
 *
 * @param unsaved chats of auto_save_history=false that asked for tool outputs, which they cannot get (5000)
 * @param backlogBytes unread events that a slow watcher may leave behind
 * @param toolRounds rounds of tool calls in one chat
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
        int toolRounds) {}
