package dev.pankou.chat;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pankou.api.Operation;
import dev.pankou.bot.BotService;
import dev.pankou.conversation.ConversationService;
import dev.pankou.event.Signals;
import dev.pankou.id.Ids;
import dev.pankou.knowledge.KnowledgeService;
import dev.pankou.model.ModelClient;
import dev.pankou.plugin.PluginService;
import dev.pankou.provider.ProviderService;
import dev.pankou.run.RunNode;
import dev.pankou.store.Db;
import dev.pankou.table.TableService;
import dev.pankou.upload.UploadService;
import dev.pankou.variable.VariableService;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What {@code Wiring} sees of this room. */
public final class ChatRoom {
    private final List<Operation<?, ?>> operations;
    private final ChatRuns runs;
    private final ChatSweeps sweeps;
    private final FlowChats flows;

    /**
     * Limits of chats.
     *
     * @param concurrent chats that may run at once on this node
     * @param toolRounds rounds of tool calls in one chat
     * @param toolCalls calls of tools in one chat
     * @param backlogBytes unread events that a slow reader may leave behind
     * @param heartbeat silence after which a stream gets a keep-alive
     * @param toolOutputs time a chat waits for tool outputs
     * @param messageRetention time messages are kept; zero: for ever
     */
    public record Limits(
            int concurrent,
            int toolRounds,
            int toolCalls,
            long backlogBytes,
            Duration heartbeat,
            Duration toolOutputs,
            Duration messageRetention) {}

    /**
     * @param chatflows asked for when a bot is one; not before all rooms are there
     * @param shelves where more tools of bots come from
     */
    public ChatRoom(
            Limits limits,
            Db db,
            Clock clock,
            Ids ids,
            RunNode node,
            Signals signals,
            ConversationService conversations,
            BotService bots,
            ProviderService providers,
            UploadService uploads,
            VariableService variables,
            TableService tables,
            ModelClient models,
            Supplier<Chatflows> chatflows,
            PluginService plugins,
            KnowledgeService bases,
            List<ToolShelf> shelves) {
        var knowledge = new KnowledgeShelf(bases);
        runs = new ChatRuns(limits.concurrent());
        var parts = new ChatParts(
                db,
                clock,
                ids,
                new ChatStore(),
                conversations,
                models,
                new ChatContext(new ChatFiles(uploads), variables, clock),
                runs,
                Caffeine.newBuilder()
                        .expireAfterWrite(limits.toolOutputs())
                        .maximumSize(100_000)
                        .build(),
                limits.backlogBytes(),
                limits.toolRounds(),
                limits.toolCalls(),
                knowledge,
                Stream.concat(Stream.of(new PluginShelf(plugins), knowledge, new MemoryShelf(variables, tables)), shelves.stream()).toList());
        var service = new ChatService(parts, new BotSource(bots), providers, node, signals, chatflows);
        flows = new FlowChats(parts, service, providers, node);
        operations = new ChatOperations(service, parts, limits.heartbeat()).declared();
        sweeps = new ChatSweeps(parts, node, chatflows, limits.toolOutputs(), limits.messageRetention());
        node.every(sweeps::recover);
        node.every(sweeps::expire);
    }

    public List<Operation<?, ?>> operations() {
        return operations;
    }

    /** For the room that runs chatflows. */
    public FlowChats flows() {
        return flows;
    }

    /** Chats that run on this node now. */
    public int running() {
        return runs.count();
    }

    /** Ends the chats that a killed server left behind; before the first call is taken. */
    public void recover() {
        sweeps.recover();
    }

    /** Lets running chats end by themselves for this long, then ends them as failed. */
    public void stop(Duration grace) {
        runs.stop(grace);
    }
}
