package dev.pankou.chat;

import dev.pankou.conversation.Message;
import dev.pankou.conversation.Message.ContentType;
import dev.pankou.conversation.Message.Role;
import dev.pankou.conversation.Message.Type;
import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.json.SoundText;
import dev.pankou.model.ContentPart;
import dev.pankou.model.ModelCall;
import dev.pankou.run.EventJournal;
import dev.pankou.run.LiveStream;
import dev.pankou.run.LiveStream.Subscription;
import dev.pankou.run.RunEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One chat that a workflow answers, from its first event to a status that is stored (BEHAVIOUR 2.3, WORKFLOW 12). The run's
 * threads say things side by side; the lock keeps events in their order and is never held over I/O.
 */
public final class FlowChat implements ChatRuns.Running {
    private static final Logger LOG = LoggerFactory.getLogger(FlowChat.class);

    private final ChatParts parts;
    private final boolean plain;
    private final List<ContentPart> said;
    private final LiveStream live;
    private final @Nullable Subscription stream;
    private final @Nullable EventJournal journal;
    private final @Nullable Suggestions suggestions;
    private final String question;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Spoken> speaking = new LinkedHashMap<>();
    private final List<Message> held = new ArrayList<>();
    private Chat chat;
    private long seq;
    private boolean told;
    private volatile boolean canceled;
    private volatile @Nullable Runnable cut;
    private volatile @Nullable ModelCall suggesting;
    private volatile boolean stopped;
    private String answer = "";

    /** A message in the making. */
    private record Spoken(Id id, StringBuilder text, ChatMessageView.Deltas deltas) {}

    /** @param suggestions made after the answer; null: none */
    FlowChat(ChatParts parts, Chat chat, FlowTurn turn, Message question, @Nullable Suggestions suggestions) {
        this.suggestions = suggestions;
        this.question = ChatContext.words(question);
        this.parts = parts;
        this.chat = chat;
        this.plain = turn.plain();
        this.said = parts.context().parts(chat.creator(), question);
        this.live = new LiveStream(chat.plan().journaled(), parts.backlogBytes());
        this.journal = chat.plan().journaled() && chat.saved()
                ? new EventJournal(
                        events -> parts.db().submit(handle -> {
                            parts.store().insertEvents(handle, chat.id(), events, parts.clock().millis());
                            return true;
                        }),
                        chat.id(),
                        live)
                : null;
        var onDrop = turn.onDrop();
        this.stream = onDrop == null ? null : live.subscribe(0, onDrop);
    }

    public Id id() {
        return chat.id();
    }

    public Id conversation() {
        return chat.conversation();
    }

    public Id section() {
        return chat.section();
    }

    /** The user's message. */
    public Id question() {
        return chat.plan().question();
    }

    /** The user's message with its images and files. */
    public List<ContentPart> said() {
        return said;
    }

    /** What was asked for; null when nobody reads along. */
    public @Nullable Subscription stream() {
        return stream;
    }

    Chat chat() {
        return chat;
    }

    @Override
    public LiveStream live() {
        return live;
    }

    /** The run goes: shows the first events. @param cutOff ends the run */
    public void begin(Runnable cutOff) {
        lock.lock();
        try {
            publish("conversation.chat.created", Json.bytes(ChatView.event(chat, ChatStatus.CREATED)));
            publish("conversation.chat.in_progress", Json.bytes(ChatView.event(chat, ChatStatus.IN_PROGRESS)));
        } finally {
            lock.unlock();
        }
        cut = cutOff;
        if (canceled) {
            cutOff.run();
        }
    }

    @Override
    public void cancel() {
        canceled = true;
        var now = cut;
        if (now != null) {
            now.run();
        }
        endSuggesting();
    }

    /** The run itself is stopped with its server; an answer that is whole stays without suggestions. */
    @Override
    public void stop() {
        stopped = true;
        endSuggesting();
    }

    private void endSuggesting() {
        var call = suggesting;
        if (call != null) {
            call.cancel();
        }
    }

    @Override
    public void awaitEnd(long nanos) throws InterruptedException {
        ended.await(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }

    /**
     * More of what one execution of a node says.
     *
     * @param speaker names that execution
     * @param last whether it has said everything
     * @param end whether nothing but the outcome comes after it, with which it is stored then
     */
    public void say(String speaker, String piece, boolean last, boolean end) {
        Message whole;
        lock.lock();
        try {
            var spoken = speaking.computeIfAbsent(speaker, key -> spoken(ContentType.TEXT));
            if (!piece.isEmpty()) {
                spoken.text().append(piece);
                if (journal != null || live.wanted()) {
                    publish("conversation.message.delta", spoken.deltas().text(piece));
                }
            }
            if (!last) {
                return;
            }
            speaking.remove(speaker);
            if (spoken.text().isEmpty()) {
                return;
            }
            whole = made(spoken.id(), Type.ANSWER, spoken.text().toString(), ContentType.TEXT);
            answer = whole.content();
            if (end) {
                held.add(whole);
                return;
            }
        } finally {
            lock.unlock();
        }
        if (!keep(List.of(whole))) {
            cancel();
        }
    }

    /** Messages that are whole: stored, then shown; false when the chat is not ours any more. */
    private boolean keep(List<Message> whole) {
        try {
            var kept = !chat.saved() || ChatCommits.commit(parts, chat.id(), handle -> {
                if (!isOurs(handle, ChatStatus.IN_PROGRESS)) {
                    throw new ChatCommits.LostException();
                }
                parts.conversations().insertMessages(handle, whole);
            });
            if (!kept) {
                return false;
            }
            lock.lock();
            try {
                for (var message : whole) {
                    publish("conversation.message.completed", Json.bytes(ChatMessageView.of(message)));
                }
            } finally {
                lock.unlock();
            }
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** The run has succeeded. */
    public void succeeded(long inputTokens, long outputTokens, String debugUrl) {
        var rows = new ArrayList<>(held);
        if (plain && suggestions == null) { // EXTRAS 15
            rows.add(verbose("empty result", "empty result"));
        }
        rows.add(verbose("generate_answer_finish", "{\"finish_reason\":0,\"FinData\":\"\"}"));
        if (suggestions == null || answer.isEmpty()) {
            completed(rows, inputTokens, outputTokens, debugUrl);
            return;
        }
        // The answer is whole before the suggestions are: it is stored and shown now.
        if (!keep(rows)) {
            cutOff(inputTokens, outputTokens, debugUrl);
            return;
        }
        held.clear();
        var found = suggestions.ask(parts.models(), chat.id(), question, answer, open -> {
            suggesting = open;
            if (canceled || stopped) {
                open.cancel();
            }
        });
        var usage = found.usage();
        completed(
                found.questions().stream()
                        .map(line -> made(parts.ids().next(), Type.FOLLOW_UP, line, ContentType.TEXT))
                        .toList(),
                inputTokens + (usage == null ? 0 : usage.inputTokens()),
                outputTokens + (usage == null ? 0 : usage.outputTokens()),
                debugUrl);
    }

    private void completed(List<Message> rows, long inputTokens, long outputTokens, String debugUrl) {
        var now = parts.clock().millis();
        finish(as(ChatStatus.COMPLETED, Chat.Failure.NONE, inputTokens, outputTokens, now, 0), rows, List.of(), debugUrl);
    }

    /** The run waits for the user's answer. @param form text, or card for JSON text of one */
    public void asks(String content, ContentType form, long inputTokens, long outputTokens, String debugUrl) {
        List<RunEvent> asked;
        Message question;
        lock.lock();
        try {
            var spoken = spoken(form);
            question = made(spoken.id(), Type.ANSWER, content, form);
            asked = List.of(event("conversation.message.delta", spoken.deltas().text(content)));
        } finally {
            lock.unlock();
        }
        var rows = new ArrayList<>(held);
        rows.add(question);
        var now = parts.clock().millis();
        finish(
                as(ChatStatus.REQUIRES_ACTION, Chat.Failure.NONE, inputTokens, outputTokens, now, 0), rows, asked, debugUrl);
    }

    /** The run has failed; what was said stays readable, but is no context. */
    public void failed(int code, String msg, long inputTokens, long outputTokens, String debugUrl) {
        var failure = new Chat.Failure(code, SoundText.of(msg));
        finish(
                as(ChatStatus.FAILED, failure, inputTokens, outputTokens, 0, parts.clock().millis()), List.of(), List.of(),
                debugUrl);
    }

    /** The run was cut off; perhaps because the chat was canceled or deleted, or somebody else took them over. */
    public void cutOff(long inputTokens, long outputTokens, String debugUrl) {
        var rows = partial();
        var found = new ArrayList<Chat>(1);
        try {
            ChatCommits.commit(parts, chat.id(), handle -> {
                found.clear();
                if (!chat.saved()) {
                    parts.store().deleteUnsaved(handle, chat.id());
                    return;
                }
                parts.store().cancel(handle, chat.id(), parts.clock().millis());
                parts.store().find(handle, chat.creator(), chat.id()).ifPresent(row -> {
                    found.add(row);
                    parts.store().noteTokens(handle, chat.id(), new Chat.Tokens(inputTokens, outputTokens, false));
                    parts.conversations().insertMessages(handle, rows);
                    parts.conversations().leaveContext(handle, chat.id());
                });
            });
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        var failed = !found.isEmpty() && found.getFirst().status() == ChatStatus.FAILED;
        chat = failed ? found.getFirst() : as(ChatStatus.CANCELED, Chat.Failure.NONE, inputTokens, outputTokens, 0, 0);
        lock.lock();
        try {
            var name = failed ? "conversation.chat.failed" : "conversation.chat.canceled";
            publish(name, Json.bytes(ChatView.event(chat, chat.status())));
            publish("done", done(debugUrl));
            told = true;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more comes. Tells the end when nobody else did. */
    public void over(String debugUrl) {
        try {
            if (!told) {
                cutOff(chat.tokens().input(), chat.tokens().output(), debugUrl);
            }
            drain();
        } catch (RuntimeException defect) {
            LOG.error("A chat of a workflow could not be ended chat={}", chat.id(), defect);
        } finally {
            forget();
        }
    }

    /** It never was, or is over. */
    void forget() {
        live.end();
        parts.runs().leave(chat.id());
        ended.countDown();
    }

    /** Stores the outcome with its messages, then shows both. @param before events to show first */
    private void finish(Chat outcome, List<Message> rows, List<RunEvent> before, String debugUrl) {
        drain();
        var failed = outcome.status() == ChatStatus.FAILED;
        var stored = failed ? partial() : rows;
        var events = new ArrayList<>(before);
        lock.lock();
        try {
            for (var message : rows) {
                events.add(event("conversation.message.completed", Json.bytes(ChatMessageView.of(message))));
            }
            var name = switch (outcome.status()) {
                case FAILED -> "conversation.chat.failed";
                case REQUIRES_ACTION -> "conversation.chat.requires_action";
                default -> "conversation.chat.completed";
            };
            events.add(event(name, Json.bytes(ChatView.event(outcome, outcome.status()))));
            events.add(event("done", done(debugUrl)));
        } finally {
            lock.unlock();
        }
        var kept = false;
        try {
            kept = ChatCommits.commit(parts, chat.id(), handle -> {
                if (!chat.saved()) {
                    parts.store().deleteUnsaved(handle, chat.id());
                    return;
                }
                if (!parts.store().update(handle, outcome, parts.clock().millis()) && !isOurs(handle, outcome.status())) {
                    throw new ChatCommits.LostException();
                }
                parts.conversations().insertMessages(handle, stored);
                if (failed) {
                    parts.conversations().leaveContext(handle, chat.id());
                }
                if (journal != null) {
                    parts.store().insertEvents(handle, chat.id(), events, parts.clock().millis());
                }
            });
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        if (kept) {
            chat = outcome;
            live.append(events);
            told = true;
        } else {
            cutOff(outcome.tokens().input(), outcome.tokens().output(), debugUrl);
        }
    }

    private boolean isOurs(Handle handle, ChatStatus status) {
        return parts.store()
                .find(handle, chat.creator(), chat.id())
                .filter(row -> row.status() == status && row.epoch() == chat.epoch())
                .isPresent();
    }

    private byte[] done(String debugUrl) {
        return plain ? Json.bytes(Map.of("debug_url", debugUrl)) : Json.bytes("[DONE]");
    }

    private Chat as(ChatStatus status, Chat.Failure failure, long input, long output, long completed, long failed) {
        return chat.as(status, chat.state(), failure, new Chat.Tokens(input, output, false), completed, failed);
    }

    /** What was said so far and is not stored yet. */
    private List<Message> partial() {
        lock.lock();
        try {
            var rows = new ArrayList<>(held);
            for (var spoken : speaking.values()) {
                if (!spoken.text().isEmpty()) {
                    rows.add(made(spoken.id(), Type.ANSWER, spoken.text().toString(), ContentType.TEXT));
                }
            }
            return rows;
        } finally {
            lock.unlock();
        }
    }

    private Spoken spoken(ContentType form) {
        var id = parts.ids().next();
        return new Spoken(id, new StringBuilder(), new ChatMessageView.Deltas(chat, id, form));
    }

    private Message verbose(String type, String data) {
        return made(parts.ids().next(), Type.VERBOSE, ChatRun.verbose(type, data), ContentType.TEXT);
    }

    private Message made(Id id, Type type, String content, ContentType form) {
        var now = parts.clock().millis();
        return new Message(
                id, chat.conversation(), chat.section(), chat.id(), chat.bot(), Role.ASSISTANT, type, SoundText.of(content), form,
                null,
                Map.of(), now, now);
    }

    private void publish(String name, byte[] json) {
        if (journal != null) {
            journal.add(event(name, json));
        } else {
            live.append(List.of(event(name, json)));
        }
    }

    private RunEvent event(String name, byte[] json) {
        return new RunEvent(++seq, RunEvent.frame(name, json));
    }

    private void drain() {
        if (journal != null) {
            try {
                journal.drain();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
