package dev.pankou.chat;

import dev.pankou.conversation.ConversationService;
import dev.pankou.conversation.Message;
import dev.pankou.conversation.Message.ContentType;
import dev.pankou.conversation.Message.Role;
import dev.pankou.conversation.Message.Type;
import dev.pankou.expression.TemplateException;
import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.json.SoundText;
import dev.pankou.model.ModelCall;
import dev.pankou.model.ModelEvent;
import dev.pankou.model.ModelException;
import dev.pankou.model.ModelRequest;
import dev.pankou.model.ModelSpec;
import dev.pankou.model.TokenEstimate;
import dev.pankou.model.ToolCall;
import dev.pankou.run.EventJournal;
import dev.pankou.run.LiveStream;
import dev.pankou.run.RunEvent;
import dev.pankou.trace.LogId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * One chat at work, from its first event to a status that is stored: the state machine of BEHAVIOUR 2.1 and the event order
 * of 2.2. One thread works; others may {@link #cancel}, {@link #stop} or watch {@link #live}.
 */
final class ChatRun implements ChatRuns.Running {
    private static final Logger LOG = LoggerFactory.getLogger(ChatRun.class);
    private static final byte[] DONE = Json.bytes("[DONE]");
    private static final int MOST_TOGETHER = 64;

    /** Why a run ends before its answer is whole. */
    private enum End {
        NONE,
        CANCELED,
        STOPPED,
        REFUSED
    }

    private final ChatParts parts;
    private final ChatBot bot;
    private final ModelSpec model;
    private final List<Message> earlier;
    private final List<Message> question;
    private final List<Message> toolResponses;
    private final boolean first;
    private final String logid;
    private final LiveStream live;
    private final @Nullable EventJournal journal;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CompletableFuture<Boolean> admitted = new CompletableFuture<>();
    private Chat chat;
    private long seq;
    private volatile End end = End.NONE;
    private volatile @Nullable ModelCall call;

    /** What was streamed of the answer at hand. */
    private StringBuilder text = new StringBuilder();

    private StringBuilder reasoning = new StringBuilder();
    private Id answerId;

    /**
     * @param toolResponses what the client submitted, when the chat goes on; empty at its beginning
     * @param lastSeq number of the last stored event of this chat, 0 at its beginning
     */
    ChatRun(
            ChatParts parts,
            Chat chat,
            ChatBot bot,
            ModelSpec model,
            List<Message> earlier,
            List<Message> question,
            List<Message> toolResponses,
            long lastSeq,
            String logid) {
        this.parts = parts;
        this.chat = chat;
        this.bot = bot;
        this.model = model;
        this.earlier = earlier;
        this.question = question;
        this.toolResponses = toolResponses;
        this.first = chat.state().rounds().isEmpty();
        this.seq = lastSeq;
        this.logid = logid;
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
        this.answerId = parts.ids().next();
    }

    @Override
    public LiveStream live() {
        return live;
    }

    /**
     * The chat is stored: its first events may be shown. Until then the model is asked already, because its answer takes
     * longer than the store, but nobody sees anything.
     */
    void admit() {
        if (first) {
            publish("conversation.chat.created", Json.bytes(ChatView.event(chat, ChatStatus.CREATED)));
        }
        publish("conversation.chat.in_progress", Json.bytes(ChatView.event(chat, ChatStatus.IN_PROGRESS)));
        for (var response : toolResponses) {
            publishMessage(response);
        }
        admitted.complete(true);
    }

    /** The chat could not be stored: it never was. */
    void refuse() {
        admitted.complete(false);
        interrupt(End.REFUSED);
    }

    /** Ends the model call at once; the row says canceled already. */
    @Override
    public void cancel() {
        interrupt(End.CANCELED);
    }

    /** The server stops: the chat ends as failed. */
    @Override
    public void stop() {
        interrupt(End.STOPPED);
    }

    private void interrupt(End why) {
        end = why;
        var current = call;
        if (current != null) {
            current.cancel();
        }
    }

    @Override
    public void awaitEnd(long nanos) throws InterruptedException {
        ended.await(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }

    /** Does everything. Returns when the outcome is stored and the stream has ended. */
    void work() {
        ScopedValue.where(LogId.CURRENT, logid).run(() -> {
            try {
                answer();
            } catch (RefusedException refused) {
                // whoever asked was told why
            } catch (ModelException failed) {
                broken(failed);
            } catch (TemplateException tooLong) {
                fail(new Chat.Failure(4010, "the prompt is too long after its variables were put in"));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException | Error defect) {
                LOG.error("A chat failed chat={}", chat.id(), defect);
                fail(new Chat.Failure(5000, "internal error"));
            } finally {
                live.end();
                ended.countDown();
            }
        });
    }

    private void answer() throws InterruptedException {
        while (true) {
            var state = chat.state();
            var request = parts.context().request(chat, bot, model, earlier, question, state);
            var enough = state.rounds().size() >= parts.toolRounds();
            if (enough) {
                // Enough calls: the model has to answer with what it has.
                request = new ModelRequest(
                        request.model(), request.messages(), List.of(), request.sampling(), request.previousResponseId());
            }
            var calls = askModel(request);
            if (calls.isEmpty() || enough) {
                complete();
                return;
            }
            if (callTools(calls)) {
                return;
            }
        }
    }

    /** Streams one answer of the model; the tools it wants called. */
    private List<ToolCall> askModel(ModelRequest request) {
        text = new StringBuilder();
        reasoning = new StringBuilder();
        answerId = parts.ids().next();
        var deltas = new ChatMessageView.Deltas(chat, answerId);
        List<ToolCall> calls = List.of();
        var begun = false;
        var counted = false;
        var batch = new ArrayList<RunEvent>();
        try (var open = parts.models().open(request)) {
            call = open;
            if (end != End.NONE) {
                open.cancel();
            }
            for (var event = open.next(); event != null; event = open.next()) {
                if (!admitted.join()) {
                    throw new RefusedException();
                }
                begun = true;
                switch (event) {
                    case ModelEvent.Text(var piece) -> {
                        text.append(piece);
                        if (wanted()) {
                            batch.add(event("conversation.message.delta", deltas.text(piece)));
                        }
                    }
                    case ModelEvent.Reasoning(var piece) -> {
                        reasoning.append(piece);
                        if (wanted()) {
                            batch.add(event("conversation.message.delta", deltas.reasoning(piece)));
                        }
                    }
                    case ModelEvent.ToolCalls(var wantedCalls) -> calls = distinct(wantedCalls);
                    case ModelEvent.Finished finished -> {
                        var usage = finished.usage();
                        use(chat.tokens().plus(usage.inputTokens(), usage.outputTokens(), usage.estimated()));
                        counted = true;
                    }
                }
                // Pieces that came together go on together; none waits for one that is not here.
                if (batch.size() >= MOST_TOGETHER || !open.ready()) {
                    publish(batch);
                    batch = new ArrayList<>();
                }
            }
        } finally {
            publish(batch);
            call = null;
            if (!counted && (begun || end != End.NONE)) { // a call that failed before its first piece cost nothing
                use(chat.tokens().plus(TokenEstimate.of(request), TokenEstimate.of(text), true));
            }
        }
        return calls;
    }

    private void use(Chat.Tokens tokens) {
        chat = chat.as(chat.status(), chat.state(), chat.failure(), tokens, 0, 0);
    }

    /** Calls whose ids are there and differ; models have been seen to leave them out or repeat them. */
    private List<ToolCall> distinct(List<ToolCall> calls) {
        var seen = new HashSet<String>();
        var found = new ArrayList<ToolCall>();
        for (var wish : calls) {
            var id = wish.id().isEmpty() || !seen.add(wish.id()) ? "call_" + parts.ids().next() : wish.id();
            found.add(new ToolCall(id, wish.name(), wish.arguments().isBlank() ? "{}" : wish.arguments()));
        }
        return found;
    }

    /** Stores the calls; true when the run ends here, mostly to wait for the client; false when the model can go on at once. */
    private boolean callTools(List<ToolCall> calls) throws InterruptedException {
        var known = new HashSet<String>();
        bot.clientTools().forEach(tool -> known.add(tool.name()));
        var outputs = new HashMap<String, String>();
        for (var wish : calls) {
            if (!known.contains(wish.name())) {
                outputs.put(wish.id(), "error: there is no tool " + wish.name());
            }
        }
        var thought = reasoning.isEmpty() ? null : reasoning.toString();
        var state = chat.state().with(new Chat.Round(text.toString(), thought, calls, outputs));
        if (state.waiting().isEmpty()) {
            chat = chat.as(chat.status(), state, chat.failure(), chat.tokens(), 0, 0);
            return !text.isEmpty() && !keep(List.of(answerMessage()));
        }
        var rows = new ArrayList<Message>();
        if (!text.isEmpty()) {
            rows.add(answerMessage());
        }
        for (var wish : state.waiting()) {
            rows.add(message(Type.FUNCTION_CALL, functionCall(wish)));
        }
        rows.add(message(Type.VERBOSE, verbose("interrupt", "")));
        var now = parts.clock().millis();
        var waiting = chat.as(ChatStatus.REQUIRES_ACTION, state, Chat.Failure.NONE, chat.tokens(), now, 0);
        if (!chat.saved()) {
            parts.unsaved().put(chat.id(), true);
        }
        finish(waiting, rows, rows, "conversation.chat.requires_action", false);
        return true;
    }

    private String functionCall(ToolCall wish) {
        var content = Json.object();
        content.put("name", wish.name());
        content.set("arguments", tree(wish.arguments()));
        content.put("plugin_id", 0).put("plugin_name", "").put("api_id", 0).put("api_name", wish.name());
        content.put("plugin_type", 6).put("thought", reasoning.toString());
        return SoundText.of(Json.text(content));
    }

    private static JsonNode tree(String arguments) {
        try {
            return Json.tree(arguments);
        } catch (JacksonException malformed) {
            return Json.object();
        }
    }

    static String verbose(String type, String data) {
        var content = Json.object();
        content.put("msg_type", type).put("data", data).putNull("from_module").putNull("from_unit");
        return Json.text(content);
    }

    private void complete() throws InterruptedException {
        var answer = answerMessage();
        var finish = message(Type.VERBOSE, verbose("generate_answer_finish", "{\"finish_reason\":0,\"FinData\":\"\"}"));
        var now = parts.clock().millis();
        var prompt = bot.suggestPrompt();
        if (prompt == null || text.isEmpty()) {
            var completed = chat.as(ChatStatus.COMPLETED, chat.state(), Chat.Failure.NONE, chat.tokens(), now, 0);
            finish(completed, List.of(answer, finish), List.of(answer, finish), "conversation.chat.completed", false);
            return;
        }
        // The answer is whole before the suggestions are: it is stored and shown now.
        if (!keep(List.of(answer, finish))) {
            return;
        }
        var followUps = new ArrayList<Message>();
        for (var suggestion : suggestions(prompt, answer.content())) {
            followUps.add(message(Type.FOLLOW_UP, suggestion));
        }
        var completed =
                chat.as(ChatStatus.COMPLETED, chat.state(), Chat.Failure.NONE, chat.tokens(), parts.clock().millis(), 0);
        finish(completed, followUps, followUps, "conversation.chat.completed", false);
    }

    /** Stores and shows messages while the chat goes on; false when it is not ours any more and was ended. */
    private boolean keep(List<Message> rows) throws InterruptedException {
        var kept = !chat.saved() || commit(handle -> {
            if (!ours(handle, chat)) {
                throw new ChatCommits.LostException();
            }
            parts.conversations().insertMessages(handle, rows);
        });
        if (!kept) {
            lost();
            return false;
        }
        rows.forEach(this::publishMessage);
        return true;
    }

    private List<String> suggestions(String prompt, String answer) {
        var found = new Suggestions(model, prompt)
                .ask(parts.models(), chat.id(), ChatContext.words(question.getLast()), answer, open -> {
                    call = open;
                    if (end != End.NONE) {
                        open.cancel();
                    }
                });
        call = null;
        var usage = found.usage();
        if (usage != null) {
            use(chat.tokens().plus(usage.inputTokens(), usage.outputTokens(), usage.estimated()));
        }
        return found.questions();
    }

    private void broken(ModelException failed) {
        if (!admitted.join()) {
            return;
        }
        if (end == End.CANCELED) {
            canceled();
        } else if (end == End.STOPPED) {
            fail(new Chat.Failure(5000, "the server was stopped"));
        } else {
            var code = switch (failed.kind()) {
                case RATE_LIMITED -> 4013;
                case CONTEXT_TOO_LONG -> 4010;
                default -> 5000;
            };
            fail(new Chat.Failure(code, failed.publicMessage()));
        }
    }

    private void fail(Chat.Failure failure) {
        if (!admitted.join()) {
            return;
        }
        var failed = chat.as(
                ChatStatus.FAILED, chat.state(), failure, chat.tokens(), 0, parts.clock().millis());
        try {
            finish(failed, partial(), List.of(), "conversation.chat.failed", true);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException defect) {
            LOG.error("A failed chat could not be ended chat={}", chat.id(), defect);
        }
    }

    /** The row is canceled; what was streamed stays readable, but is no context. */
    private void canceled() {
        try {
            var rows = partial();
            commit(handle -> {
                if (!chat.saved()) {
                    parts.store().deleteUnsaved(handle, chat.id());
                } else if (row(handle).isPresent()) {
                    parts.store().noteTokens(handle, chat.id(), chat.tokens());
                    parts.conversations().insertMessages(handle, rows);
                    parts.conversations().leaveContext(handle, chat.id());
                }
            });
            chat = chat.as(ChatStatus.CANCELED, chat.state(), Chat.Failure.NONE, chat.tokens(), 0, 0);
            publish("conversation.chat.canceled", Json.bytes(ChatView.event(chat, ChatStatus.CANCELED)));
            publish("done", DONE);
            drain();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Chat> row(Handle handle) {
        return parts.store().find(handle, chat.creator(), chat.id());
    }

    private List<Message> partial() {
        return text.isEmpty() ? List.of() : List.of(answerMessage());
    }

    private Message answerMessage() {
        return made(answerId, Type.ANSWER, text.toString(), reasoning.isEmpty() ? null : reasoning.toString());
    }

    private Message message(Type type, String content) {
        return made(parts.ids().next(), type, content, null);
    }

    private Message made(Id id, Type type, String content, @Nullable String thought) {
        var now = parts.clock().millis();
        return new Message(
                id,
                chat.conversation(),
                chat.section(),
                chat.id(),
                chat.bot(),
                Role.ASSISTANT,
                type,
                content,
                ContentType.TEXT,
                thought,
                Map.of(),
                now,
                now);
    }

    /**
     * Stores the outcome with its messages, then shows them and the last events.
     *
     * @param outcome the chat as it will be
     * @param rows messages to store
     * @param shown messages to show
     * @param leaveContext whether the turn is no context for later ones
     */
    private void finish(
            Chat outcome,
            List<Message> rows,
            List<Message> shown,
            String lastEvent,
            boolean leaveContext)
            throws InterruptedException {
        drain();
        var events = new ArrayList<RunEvent>();
        if (wanted()) {
            for (var message : shown) {
                events.add(event("conversation.message.completed", Json.bytes(ChatMessageView.of(message))));
            }
            events.add(event(lastEvent, Json.bytes(ChatView.event(outcome, outcome.status()))));
            events.add(event("done", DONE));
        }
        var kept = commit(handle -> {
            if (!chat.saved()) {
                parts.store().deleteUnsaved(handle, chat.id());
                return;
            }
            if (!parts.store().update(handle, outcome, parts.clock().millis()) && !ours(handle, outcome)) {
                throw new ChatCommits.LostException();
            }
            parts.conversations().insertMessages(handle, rows);
            if (leaveContext) {
                parts.conversations().leaveContext(handle, chat.id());
            }
            if (journal != null) {
                parts.store().insertEvents(handle, chat.id(), events, parts.clock().millis());
            }
        });
        if (kept) {
            chat = outcome;
            live.append(events);
        } else {
            lost();
        }
    }

    /** Whether the row is as we wrote it in a try whose commit was not confirmed. */
    private boolean ours(Handle handle, Chat outcome) {
        return row(handle)
                .filter(row -> row.status() == outcome.status() && row.epoch() == chat.epoch())
                .isPresent();
    }

    /** Somebody else ended the chat: it was canceled, deleted, or taken over because this node seemed dead. */
    private void lost() throws InterruptedException {
        var row = chat.saved() ? parts.db().read(this::row) : Optional.<Chat>empty();
        if (row.isEmpty() || row.get().status() != ChatStatus.FAILED) {
            canceled();
            return;
        }
        LOG.warn("A chat was taken over by another node chat={}", chat.id());
        publish("conversation.chat.failed", Json.bytes(ChatView.event(row.get(), ChatStatus.FAILED)));
        publish("done", DONE);
        drain();
    }

    /** Ends the work of a chat that never was. */
    private static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefusedException() {
            super("the chat was not stored", null, false, false);
        }
    }

    private boolean commit(ChatCommits.Statements statements) throws InterruptedException {
        return ChatCommits.commit(parts, chat.id(), statements);
    }

    private boolean wanted() {
        return journal != null || live.wanted();
    }

    private void publishMessage(Message message) {
        publish("conversation.message.completed", Json.bytes(ChatMessageView.of(message)));
    }

    private void publish(String name, byte[] json) {
        publish(List.of(event(name, json)));
    }

    private void publish(List<RunEvent> batch) {
        if (batch.isEmpty()) {
            return;
        }
        if (journal != null) {
            batch.forEach(journal::add);
        } else {
            live.append(batch);
        }
    }

    private RunEvent event(String name, byte[] json) {
        return new RunEvent(++seq, RunEvent.frame(name, json));
    }

    private void drain() throws InterruptedException {
        if (journal != null) {
            journal.drain();
        }
    }
}
