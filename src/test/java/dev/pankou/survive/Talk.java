package dev.pankou.survive;

import dev.pankou.testing.Sse;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One conversation with all that the server acknowledged about it, and what was asked for without an answer and so may or may
 * not be there. Belongs to one thread.
 */
final class Talk {
    private static final Duration LONGEST_IN_PROGRESS = Duration.ofSeconds(30);

    private final String id;
    private final Set<String> names = new HashSet<>();
    /** Null while a clear was not answered. */
    private @Nullable String section;

    private final Map<String, String> messages = new HashMap<>();
    private final Map<String, Said> chats = new HashMap<>();
    private @Nullable String open;
    private boolean interrupted;

    /** What is known of a chat: its last acknowledged status, and its answers by message id. */
    private static final class Said {
        private String status = "in_progress";
        private final Map<String, String> answers = new HashMap<>();
    }

    Talk(String id, String name, String section) {
        this.id = id;
        this.names.add(name);
        this.section = section;
    }

    /** Whether a chat was cut off in it that nobody has seen end. */
    boolean interrupted() {
        return interrupted;
    }

    String id() {
        return id;
    }

    void rename(Client client, String name) throws IOException {
        names.add(name); // until the answer is there both names are right
        client.put("/v1/conversations/" + id, Map.of("name", name)).data();
        names.clear();
        names.add(name);
    }

    void clear(Client client) throws IOException {
        section = null;
        section = client.post("/v1/conversations/" + id + "/clear", Map.of()).data().get("id").stringValue();
    }

    void add(Client client, String content) throws IOException {
        var body = Map.of("role", "user", "content", content, "content_type", "text");
        var made = client.post("/v1/conversation/message/create?conversation_id=" + id, body).data();
        messages.put(made.get("id").stringValue(), content);
    }

    /** Streams a chat to its end and keeps what its events acknowledged. */
    void stream(Client client, String bot, String text) throws IOException {
        interrupted = true;
        open = null;
        var path = "/v3/chat?conversation_id=" + id;
        if (client.stream(path, Client.say(bot, text, true), Map.of(), this::saw)) {
            interrupted = false;
        } else {
            throw new IOException("the stream broke off");
        }
    }

    private boolean saw(Sse event) {
        switch (event.event()) {
            case "conversation.chat.created" -> begun(event.json().get("id").stringValue());
            case "conversation.message.completed" -> {
                var message = event.json();
                if (message.get("type").stringValue().equals("answer")) {
                    var chat = chats.get(message.get("chat_id").stringValue());
                    chat.answers.put(
                            message.get("id").stringValue(), message.get("content").stringValue());
                }
            }
            case "conversation.chat.completed", "conversation.chat.failed" -> {
                var chat = event.json();
                chats.get(chat.get("id").stringValue()).status = chat.get("status").stringValue();
            }
            default -> {}
        }
        return true;
    }

    private Said begun(String chat) {
        open = chat;
        var said = new Said();
        chats.put(chat, said);
        return said;
    }

    /** A chat without stream, polled to its end. */
    void ask(Client client, String bot, String text) throws IOException {
        interrupted = true;
        open = null;
        var chat = client.chat(id, bot, text).data().get("id").stringValue();
        var said = begun(chat);
        said.status = client.await(id, chat, LONGEST_IN_PROGRESS, status -> !status.equals("in_progress"));
        interrupted = false;
        for (var message : client.answers(id, chat)) {
            if (message.get("type").stringValue().equals("answer")) {
                said.answers.put(
                        message.get("id").stringValue(), message.get("content").stringValue());
            }
        }
    }

    /** A chat that is cancelled at once; it may be faster. */
    void askAndCancel(Client client, String bot, String text) throws IOException {
        interrupted = true;
        open = null;
        var chat = client.chat(id, bot, text).data().get("id").stringValue();
        var said = begun(chat);
        var reply = client.cancel(id, chat);
        if (reply.code() == 0) {
            said.status = "canceled";
        } else if (reply.code() == 4104) {
            said.status = client.status(id, chat);
        } else {
            reply.data();
        }
        interrupted = false;
    }

    /** An answer of a completed chat; null when there is none yet. */
    @Nullable String answer() {
        for (var said : chats.values()) {
            if (said.status.equals("completed") && !said.answers.isEmpty()) {
                return said.answers.keySet().iterator().next();
            }
        }
        return null;
    }

    /** Compares with what the server has. */
    void verify(Client client, Facts facts) throws IOException {
        var stored = client.get("/v1/conversation/retrieve?conversation_id=" + id).data();
        var name = stored.get("name").stringValue();
        facts.require(names.contains(name), "conversation %s is called %s, not one of %s", id, name, names);
        var newest = stored.get("last_section_id").stringValue();
        facts.require(section == null || newest.equals(section), "conversation %s is in section %s, not %s", id, newest, section);
        for (var message : messages.entrySet()) {
            var found = client.get("/v1/conversation/message/retrieve?conversation_id=" + id + "&message_id=" + message.getKey());
            facts.require(
                    found.code() == 0 && found.data().get("content").stringValue().equals(message.getValue()),
                    "message %s of conversation %s: %s",
                    message.getKey(),
                    id,
                    found);
        }
        for (var chat : chats.entrySet()) {
            verify(client, facts, chat.getKey(), chat.getValue());
        }
    }

    private void verify(Client client, Facts facts, String chat, Said said) throws IOException {
        var found = client.get("/v3/chat/retrieve" + Client.place(id, chat));
        if (!facts.require(found.code() == 0, "chat %s of conversation %s: %s", chat, id, found)) {
            return;
        }
        var status = found.data().get("status").stringValue();
        facts.require(
                said.status.equals("in_progress") || said.status.equals(status),
                "chat %s was %s and is %s",
                chat,
                said.status,
                status);
        if (said.answers.isEmpty()) {
            return;
        }
        var stored = new HashMap<String, String>();
        for (var message : client.answers(id, chat)) {
            stored.put(message.get("id").stringValue(), message.get("content").stringValue());
        }
        facts.require(
                stored.entrySet().containsAll(said.answers.entrySet()),
                "chat %s answered %s and has %s",
                chat,
                said.answers,
                stored);
    }

    /** Where a chat was cut off it has ended by the deadline (of System.nanoTime), and a new one begins. */
    void goOn(Client client, String bot, Facts facts, long deadline) throws IOException {
        var reply = client.chat(id, bot, "还在吗？");
        while (reply.code() == 4016 && System.nanoTime() < deadline) {
            reply = client.chat(id, bot, "还在吗？");
        }
        if (!facts.require(reply.code() == 0, "conversation %s is stuck after a crash: %s", id, reply)) {
            return;
        }
        if (open != null) {
            var status = client.status(id, open);
            facts.require(!status.equals("in_progress"), "chat %s is stuck after a crash", open);
        }
        var chat = reply.data().get("id").stringValue();
        begun(chat).status = client.await(id, chat, LONGEST_IN_PROGRESS, status -> !status.equals("in_progress"));
        interrupted = false;
    }
}
