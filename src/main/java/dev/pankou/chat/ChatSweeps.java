package dev.pankou.chat;

import dev.pankou.conversation.ConversationService;
import dev.pankou.id.Id;
import dev.pankou.run.RunNode;
import dev.pankou.store.Db;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends chats that nobody works on any more, and removes what is past its time. Every step may run twice, on any node. */
final class ChatSweeps {
    private static final Logger LOG = LoggerFactory.getLogger(ChatSweeps.class);
    private static final Chat.Failure OWNER_GONE = new Chat.Failure(5000, "the server that ran this chat stopped");
    private static final Chat.Failure NO_OUTPUTS = new Chat.Failure(5000, "the tool outputs were not submitted in time");
    /** A run of this node's own that is nowhere to be found may have just begun. */
    private static final long BEGINNING_MILLIS = 15_000;

    private static final Duration EVENTS_KEPT = Duration.ofHours(24);

    private final Db db;
    private final Clock clock;
    private final ChatStore store;
    private final ConversationService conversations;
    private final ChatRuns runs;
    private final RunNode node;
    private final Supplier<Chatflows> chatflows;
    private final Duration toolOutputs;
    private final Duration messageRetention;

    ChatSweeps(
            ChatParts parts,
            RunNode node,
            Supplier<Chatflows> chatflows,
            Duration toolOutputs,
            Duration messageRetention) {
        this.chatflows = chatflows;
        this.db = parts.db();
        this.clock = parts.clock();
        this.store = parts.store();
        this.conversations = parts.conversations();
        this.runs = parts.runs();
        this.node = node;
        this.toolOutputs = toolOutputs;
        this.messageRetention = messageRetention;
    }

    /** Ends running chats whose owner is gone: on this node's start, and whenever another node died. */
    void recover() {
        var now = clock.millis();
        var orphans = db.read(store::running).stream()
                .filter(chat -> chat.owner() != node.incarnation()
                        || (runs.find(chat.id()) == null && Math.abs(now - chat.updatedAt()) > BEGINNING_MILLIS))
                .toList();
        if (orphans.isEmpty()) {
            return;
        }
        var ended = db.write(handle -> {
            var living = node.living(handle);
            var gone = new ArrayList<ChatStore.Running>();
            for (var chat : orphans) {
                var mine = chat.owner() == node.incarnation();
                if ((mine || !living.contains(chat.owner())) && store.abandon(handle, chat.id(), chat.owner(), OWNER_GONE, now)) {
                    conversations.leaveContext(handle, chat.id());
                    store.deleteUnsaved(handle, chat.id());
                    gone.add(chat);
                }
            }
            return gone;
        });
        if (!ended.isEmpty()) {
            LOG.info("Chats whose server stopped were ended as failed count={}", ended.size());
        }
        var flows = ended.stream().map(ChatStore.Running::run).filter(run -> run.value() > 0).toList();
        if (!flows.isEmpty()) {
            chatflows.get().abandoned(flows);
        }
    }

    /** Ends what waited too long and removes what is past its time. */
    void expire() {
        var now = clock.millis();
        List<Id> ended = db.write(handle -> {
            var found = store.expireWaiting(handle, now - toolOutputs.toMillis(), NO_OUTPUTS, now);
            found.forEach(chat -> conversations.leaveContext(handle, chat));
            store.deleteEvents(handle, now - EVENTS_KEPT.toMillis());
            return found;
        });
        if (!ended.isEmpty()) {
            LOG.info("Chats that waited too long for tool outputs were ended count={}", ended.size());
        }
        if (messageRetention.isPositive()) {
            var removed = conversations.expire(now - messageRetention.toMillis());
            if (removed > 0) {
                LOG.info("Messages past their retention were removed count={}", removed);
            }
        }
    }
}
