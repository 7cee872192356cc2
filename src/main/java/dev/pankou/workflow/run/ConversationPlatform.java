package dev.pankou.workflow.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

import dev.pankou.access.Caller;
import dev.pankou.api.ApiException;
import dev.pankou.chat.FlowChats;
import dev.pankou.conversation.ContentPart;
import dev.pankou.conversation.ConversationService;
import dev.pankou.conversation.EnteredMessage;
import dev.pankou.conversation.Message;
import dev.pankou.conversation.Message.ContentType;
import dev.pankou.conversation.Message.Role;
import dev.pankou.id.Id;
import dev.pankou.json.SoundText;
import dev.pankou.json.WireText;
import dev.pankou.workflow.canvas.NodeType;
import dev.pankou.workflow.engine.World;
import dev.pankou.workflow.node.NodeException;
import dev.pankou.workflow.node.RunContext;
import dev.pankou.workflow.node.TableAsk;
import dev.pankou.workflow.value.Values;

/**
 * What conversation and message nodes do (WORKFLOW 8.37-8.57). Conversations have names within an app; without one only
 * "Default" means something, the conversation that the run is in. Threads share it.
 */
final class ConversationPlatform implements World.Platform {
    /** The one static conversation; it cannot be renamed or deleted. */
    static final String DEFAULT = "Default";

    private static final int NOT_IN_BOT = 702093204;
    private static final int ONLY_DEFAULT = 720712033;
    private static final int NOT_FOUND = 720702201;
    private static final int STATIC = 720702250;
    private static final int INVALID = 720702001;
    private static final int MISSING = 720702002;
    private static final int MOST_LISTED = 50;
    private static final String NONE = "0";

    private final ConversationService conversations;
    private final AppConversations named;
    private final FlowChats chats;
    private final Variables variables;
    private final RunTables tables;

    ConversationPlatform(
            ConversationService conversations,
            AppConversations named,
            FlowChats chats,
            Variables variables,
            RunTables tables) {
        this.conversations = conversations;
        this.named = named;
        this.chats = chats;
        this.variables = variables;
        this.tables = tables;
    }

    @Override
    public Map<String, @Nullable Object> table(RunContext run, TableAsk ask) {
        return tables.ask(run, ask);
    }

    @Override
    public void assign(RunContext run, String key, @Nullable Object value) {
        variables.assign(run, key, value);
    }

    @Override
    public Map<String, @Nullable Object> conversation(RunContext run, NodeType kind, Map<String, @Nullable Object> inputs) {
        var call = new Call(run, new Caller(run.user(), null, false, Set.of(), null), inputs, text(inputs, "conversationName"));
        try {
            return switch (kind) {
                case CONVERSATION_CREATE -> create(call);
                case CONVERSATION_UPDATE -> rename(call);
                case CONVERSATION_DELETE -> delete(call);
                case CONVERSATION_LIST -> list(call);
                case CONVERSATION_HISTORY -> history(call);
                case CONVERSATION_CLEAR -> clear(call);
                case MESSAGE_LIST -> messages(call);
                case MESSAGE_CREATE -> say(call);
                case MESSAGE_UPDATE -> edit(call);
                case MESSAGE_DELETE -> remove(call);
                default -> throw new IllegalStateException("not a conversation node: " + kind);
            };
        } catch (ApiException refused) {
            throw new NodeException(NodeException.OPERATION, refused.text());
        }
    }

    private record Call(RunContext run, Caller caller, Map<String, @Nullable Object> inputs, String name) {}

    private static String text(Map<String, @Nullable Object> inputs, String name) {
        return SoundText.of(Values.text(inputs.get(name)).strip());
    }

    /** @throws NodeException when the run belongs to no app */
    private static AppConversations.Owner owner(Call call) {
        var run = call.run();
        if (run.app() == null) {
            throw new NodeException(
                    NOT_IN_BOT, "conversation nodes need an app: give app_id; they are not available in a bot");
        }
        if (run.endUser().length() > AppConversations.LONGEST_USER) {
            throw new NodeException(INVALID, "ext.user_id: at most " + AppConversations.LONGEST_USER + " characters");
        }
        return new AppConversations.Owner(run.user(), run.app(), run.connector(), run.endUser());
    }

    private static String name(Map<String, @Nullable Object> inputs, String field) {
        var name = text(inputs, field);
        if (name.isEmpty()) {
            throw new NodeException(MISSING, "Missing required parameters: " + field);
        }
        if (name.codePointCount(0, name.length()) > AppConversations.LONGEST_NAME) {
            throw new NodeException(INVALID, field + ": at most " + AppConversations.LONGEST_NAME + " characters");
        }
        return name;
    }

    private static String required(Call call) {
        return name(call.inputs(), "conversationName");
    }

    /** The conversation of the name, if there is one. */
    private Optional<Id> find(Call call) {
        return named.find(owner(call), required(call));
    }

    private Id require(Call call) {
        return find(call)
                .orElseThrow(() -> new NodeException(NOT_FOUND, "conversation \"" + call.name() + "\" does not exist"));
    }

    private Map<String, @Nullable Object> create(Call call) {
        var made = named.findOrMake(owner(call), required(call));
        return outputs(
                "isSuccess", true, "conversationId", made.conversation().id().toString(), "isExisted", made.existed());
    }

    private static void requireDynamic(String name) {
        if (name.equals(DEFAULT)) {
            throw new NodeException(STATIC, "conversation \"" + name + "\" is static: it cannot be changed or deleted");
        }
    }

    private Map<String, @Nullable Object> rename(Call call) {
        var owner = owner(call);
        requireDynamic(required(call));
        var newName = name(call.inputs(), "newConversationName");
        var found = find(call);
        if (found.isEmpty()) {
            return outputs("isSuccess", false, "conversationId", NONE, "isExisted", false);
        }
        if (newName.equals(DEFAULT) || !named.rename(owner, call.name(), newName)) {
            return outputs("isSuccess", false, "conversationId", NONE, "isExisted", true);
        }
        conversations.rename(call.caller(), found.get(), newName);
        return outputs("isSuccess", true, "conversationId", found.get().toString(), "isExisted", false);
    }

    private Map<String, @Nullable Object> delete(Call call) {
        owner(call);
        requireDynamic(required(call));
        var found = require(call);
        chats.deleteConversation(call.caller(), found);
        named.forget(found);
        return outputs("isSuccess", true);
    }

    private Map<String, @Nullable Object> list(Call call) {
        var all = new ArrayList<@Nullable Object>();
        var standard = NONE;
        for (var one : named.list(owner(call))) {
            if (one.name().equals(DEFAULT)) {
                standard = one.conversation().toString();
            } else {
                all.add(outputs("conversationName", one.name(), "conversationId", one.conversation().toString()));
            }
        }
        all.addFirst(outputs("conversationName", DEFAULT, "conversationId", standard));
        return outputs("conversationList", all);
    }

    private Map<String, @Nullable Object> history(Call call) {
        var conversation = require(call);
        var rounds = call.inputs().get("rounds") instanceof Long number ? (int) Math.clamp(number, 0L, 1_000L) : 0;
        var dialogue = call.run().dialogue();
        var present = dialogue != null && dialogue.conversation().equals(conversation) ? dialogue.question() : Message.NONE;
        var section = conversations.retrieve(call.caller(), conversation).lastSection();
        var shown = new ArrayList<@Nullable Object>();
        for (var message : lastRounds(chats.messages(conversation, section, present, rounds), rounds)) {
            shown.add(outputs("role", WireText.of(message.role()), "content", words(message)));
        }
        return outputs("messageList", shown);
    }

    /** A round begins with what the user said; several messages of theirs in a row belong together. */
    private static List<Message> lastRounds(List<Message> messages, int most) {
        var from = messages.size();
        for (var rounds = 0; from > 0 && rounds < most; ) {
            from--;
            var begins = messages.get(from).role() == Role.USER
                    && (from == 0 || messages.get(from - 1).role() != Role.USER);
            if (begins) {
                rounds++;
            }
        }
        return messages.subList(from, messages.size());
    }

    private Map<String, @Nullable Object> clear(Call call) {
        var found = find(call);
        found.ifPresent(id -> conversations.clear(call.caller(), id));
        return outputs("isSuccess", found.isPresent());
    }

    /** The conversation that message nodes mean; empty: there is none. @param make a static one that is not there yet */
    private Optional<Id> place(Call call, boolean make) {
        if (call.run().app() != null) {
            if (make && required(call).equals(DEFAULT)) {
                return Optional.of(named.findOrMake(owner(call), DEFAULT).conversation().id());
            }
            return find(call);
        }
        if (call.run().bot() != null && !call.name().equals(DEFAULT)) {
            throw new NodeException(ONLY_DEFAULT, "in a bot only the conversation \"" + DEFAULT + "\" is available");
        }
        var dialogue = call.run().dialogue();
        return dialogue == null || !call.name().equals(DEFAULT)
                ? Optional.empty()
                : Optional.of(dialogue.conversation()).filter(id -> conversations.exists(call.caller().user(), id));
    }

    private Map<String, @Nullable Object> messages(Call call) {
        var before = id(call, "beforeId");
        var after = id(call, "afterId");
        if (before != 0 && after != 0) {
            throw new NodeException(INVALID, "beforeId and afterId cannot both be given");
        }
        var place = place(call, false);
        if (place.isEmpty()) {
            return outputs("messageList", List.of(), "firstId", NONE, "lastId", NONE, "hasMore", false);
        }
        var limit = call.inputs().get("limit") instanceof Long number && number >= 1 && number <= MOST_LISTED
                ? number.intValue()
                : MOST_LISTED;
        // Newest first; in that order what was said before an id follows it.
        var page = conversations.messages(call.caller(), place.get(), Message.NONE, false, after, before, limit);
        var shown = new ArrayList<@Nullable Object>();
        page.messages().forEach(message -> shown.add(shown(message)));
        var some = !page.messages().isEmpty();
        return outputs(
                "messageList", shown,
                "firstId", some ? page.messages().getFirst().id().toString() : NONE,
                "lastId", some ? page.messages().getLast().id().toString() : NONE,
                "hasMore", page.more());
    }

    private static long id(Call call, String name) {
        var text = text(call.inputs(), name);
        var id = text.isEmpty() ? Message.NONE : Id.parse(text);
        if (id == null) {
            throw new NodeException(INVALID, name + " must be the id of a message");
        }
        return id.value();
    }

    private Map<String, @Nullable Object> say(Call call) {
        var role = WireText.find(Role.class, text(call.inputs(), "role"));
        if (role == null) {
            throw new NodeException(INVALID, "role must be one of user, assistant");
        }
        var content = SoundText.of(Values.text(call.inputs().get("content")));
        var place = place(call, true);
        if (place.isEmpty()) {
            return outputs("isSuccess", false, "message", outputs("messageId", NONE));
        }
        var made = conversations.createMessage(
                call.caller(), place.get(), new EnteredMessage(role, null, content, ContentType.TEXT, Map.of()));
        return outputs("isSuccess", true, "message", shown(made));
    }

    private Map<String, @Nullable Object> edit(Call call) {
        var content = SoundText.of(Values.text(call.inputs().get("newContent")));
        var message = new Id(id(call, "messageId"));
        return outputs("isSuccess", changes(call, place -> conversations.modify(
                call.caller(), place, message, content, ContentType.TEXT, null)));
    }

    private Map<String, @Nullable Object> remove(Call call) {
        var message = new Id(id(call, "messageId"));
        return outputs("isSuccess", changes(call, place -> conversations.deleteMessage(call.caller(), place, message)));
    }

    /** A change of one message in a conversation. */
    private interface Change {
        Message in(Id conversation);
    }

    private boolean changes(Call call, Change change) {
        var place = place(call, false);
        if (place.isEmpty()) {
            return false;
        }
        try {
            change.in(place.get());
            return true;
        } catch (ApiException noSuchMessage) {
            return false;
        }
    }

    private static Map<String, @Nullable Object> shown(Message message) {
        return outputs(
                "messageId", message.id().toString(),
                "role", WireText.of(message.role()),
                "contentType", WireText.of(message.contentType()),
                "content", words(message));
    }

    /** A message as one text: words, then addresses, joined by commas. */
    private static String words(Message message) {
        if (message.contentType() != ContentType.OBJECT_STRING) {
            return message.content();
        }
        var words = new ArrayList<String>();
        for (var part : ContentPart.parse("content", message.content())) {
            var file = part.file();
            words.add(!part.text().isEmpty() ? part.text() : file != null ? file.toString() : part.url());
        }
        return String.join(",", words);
    }

    private static Map<String, @Nullable Object> outputs(Object... namesAndValues) {
        var outputs = new LinkedHashMap<String, @Nullable Object>();
        for (var i = 0; i < namesAndValues.length; i += 2) {
            outputs.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return outputs;
    }
}
