package dev.pankou.survive;

import dev.pankou.testing.Sse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One conversation with a chatflow that asks back, with all that the server acknowledged about it. A turn whose end nobody saw
 * leaves open what the conversation waits for. Belongs to one thread.
 */
final class FlowTalk {
    private final String id;
    private final Flow flow;
    private final Map<String, Turn> turns = new LinkedHashMap<>();
    /** What may have been said when the question was asked that may be open. */
    private final Set<String> asked = new HashSet<>();
    /** Whether perhaps no question is open. */
    private boolean quiet = true;
    private boolean interrupted;

    private @Nullable Turn open;

    /** A chat: what the user said, and what was acknowledged of the answer. */
    private static final class Turn {
        final String said;
        final Map<String, String> answers = new LinkedHashMap<>();
        String status = "in_progress";

        Turn(String said) {
            this.said = said;
        }
    }

    FlowTalk(String id, Flow flow) {
        this.id = id;
        this.flow = flow;
    }

    /** Whether a turn was cut off in it that nobody has seen end. */
    boolean interrupted() {
        return interrupted;
    }

    /** Says something and hears the answer to its end. @throws IOException when it broke off */
    void say(Client client, String text, Facts facts) throws IOException {
        var body = Map.of(
                "workflow_id", flow.id(),
                "conversation_id", id,
                "parameters", Map.of(),
                "additional_messages", List.of(Map.of("role", "user", "content", text, "content_type", "text")));
        var before = Set.copyOf(asked);
        var wasQuiet = quiet;
        open = null;
        asked.add(text);
        quiet = true;
        var wasInterrupted = interrupted;
        interrupted = true;
        boolean whole;
        try {
            whole = client.stream("/v1/workflows/chat", body, Map.of(), event -> saw(event, text));
        } catch (Client.RefusedException refused) {
            asked.remove(text);
            quiet = wasQuiet;
            interrupted = wasInterrupted;
            throw refused;
        }
        var turn = open;
        if (!whole || turn == null) {
            throw new IOException("the stream broke off");
        }
        interrupted = false;
        heard(turn, before, wasQuiet, facts);
    }

    private boolean saw(Sse event, String text) {
        switch (event.event()) {
            case "conversation.chat.created" -> {
                var turn = new Turn(text);
                turns.put(event.json().get("id").stringValue(), turn);
                open = turn;
            }
            case "conversation.message.completed" -> {
                var message = event.json();
                var turn = open;
                if (turn != null && message.get("type").stringValue().equals("answer")) {
                    turn.answers.put(message.get("id").stringValue(), message.get("content").stringValue());
                }
            }
            case "conversation.chat.completed", "conversation.chat.failed", "conversation.chat.requires_action" -> {
                var turn = open;
                if (turn != null) {
                    turn.status = event.json().get("status").stringValue();
                }
            }
            default -> {}
        }
        return true;
    }

    /** A turn whose end was seen tells whether it began a run or answered one. */
    private void heard(Turn turn, Set<String> before, boolean wasQuiet, Facts facts) {
        var answers = List.copyOf(turn.answers.values());
        asked.clear();
        if (turn.status.equals("requires_action")) {
            facts.require(wasQuiet, "conversation %s asked anew, but had asked before: %s", id, before);
            facts.require(answers.equals(List.of("Hm, " + turn.said, Flow.WHICH)), "a turn began with %s", answers);
            asked.add(turn.said);
            quiet = false;
            return;
        }
        quiet = true;
        var known = before.stream().map(said -> List.of(said + "|" + turn.said + "|" + Flow.SAID)).anyMatch(answers::equals);
        facts.require(
                turn.status.equals("completed") && known,
                "the reply \"%s\" was answered %s %s, asked was %s", turn.said, turn.status, answers, before);
    }

    /** Goes on until no question is open. */
    void finish(Client client, Facts facts) throws IOException {
        say(client, "还在吗？", facts);
        if (!quiet) {
            say(client, "在。", facts);
        }
        facts.require(quiet, "conversation %s asks and asks", id);
    }

    /** Compares with what the server has, when nothing is in progress any more. */
    void verify(Client client, Facts facts) throws IOException {
        for (var turn : turns.entrySet()) {
            verify(client, facts, turn.getKey(), turn.getValue());
        }
        var page = client.post("/v1/conversation/message/list?conversation_id=" + id, Map.of("order", "asc", "limit", 50)).json();
        var said = new ArrayList<String>();
        var heard = new HashMap<String, String>();
        for (var message : page.get("data")) {
            if (message.get("role").stringValue().equals("user")) {
                said.add(message.get("content").stringValue());
            } else {
                heard.put(message.get("id").stringValue(), message.get("chat_id").stringValue());
            }
        }
        var more = page.get("has_more").booleanValue();
        for (var turn : turns.values()) {
            var times = said.stream().filter(turn.said::equals).count();
            facts.require(more || times >= 1, "conversation %s has lost \"%s\"", id, turn.said);
        }
        facts.require(said.stream().filter(text -> text.startsWith("t")).distinct().count()
                == said.stream().filter(text -> text.startsWith("t")).count(), "conversation %s has a question twice: %s", id, said);
        for (var turn : turns.entrySet()) {
            for (var message : turn.getValue().answers.keySet()) {
                facts.require(
                        more || turn.getKey().equals(heard.get(message)), "conversation %s has not the answer %s", id, message);
            }
        }
    }

    private void verify(Client client, Facts facts, String chat, Turn turn) throws IOException {
        var found = client.get("/v3/chat/retrieve" + Client.place(id, chat));
        if (!facts.require(found.code() == 0, "chat %s of conversation %s: %s", chat, id, found)) {
            return;
        }
        var status = found.data().get("status").stringValue();
        var stays = turn.status.equals("requires_action") ? Set.of("requires_action", "completed") : Set.of(turn.status);
        facts.require(
                turn.status.equals("in_progress") ? !status.equals("in_progress") : stays.contains(status),
                "chat %s was %s and is %s", chat, turn.status, status);
        var stored = new LinkedHashMap<String, String>();
        for (var message : client.answers(id, chat)) {
            if (message.get("type").stringValue().equals("answer")) {
                stored.put(message.get("id").stringValue(), message.get("content").stringValue());
            }
        }
        var seen = turn.answers.entrySet();
        facts.require(
                turn.status.equals("in_progress") ? stored.entrySet().containsAll(seen) : stored.equals(turn.answers),
                "chat %s answered %s and has %s", chat, turn.answers, stored);
    }
}
