package dev.pankou.chat;

import dev.pankou.access.Caller;
import dev.pankou.conversation.Message;
import dev.pankou.conversation.Message.ContentType;
import dev.pankou.conversation.Message.Role;
import dev.pankou.conversation.Message.Type;
import dev.pankou.expression.TemplateException;
import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.json.SoundText;
import dev.pankou.knowledge.Passage;
import dev.pankou.model.ModelCall;
import dev.pankou.model.ModelEvent;
import dev.pankou.model.ModelException;
import dev.pankou.model.ModelRequest;
import dev.pankou.model.ModelSpec;
import dev.pankou.model.TokenEstimate;
import dev.pankou.model.ToolCall;
import dev.pankou.model.ToolSpec;
import dev.pankou.run.EventJournal;
import dev.pankou.run.LiveStream;
import dev.pankou.run.RunEvent;
import dev.pankou.trace.LogId;
import java.util.ArrayList;
import java.util.Collections;
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

/**
 * One chat at work, from its first event to a status that is stored: the state machine of BEHAVIOUR 2.1 and the event order
 * of 2.2. One thread works; others may {@link #cancel}, {@link #stop} or watch {@link #live}.
 */
final class ChatRun implements ChatRuns.Running {
    private static final Logger LOG = LoggerFactory.getLogger(ChatRun.class);
    private static final byte[] DONE = Json.bytes("[DONE]");
    private static final int MOST_TOGETHER = 64;

    /** Characters of a tool's output that the model is told. */
    private static final int MOST_OUTPUT = 100_000;

    /** The part of the model's window that passages may fill: a third. */
    private static final int PASSAGES_SHARE = 3;

    static final ServerTool.Label CLIENT = new ServerTool.Label("", Message.NONE, Message.NONE, ServerTool.Kind.CLIENT);

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
    private final ServerTool.Turn turn;
    private final ToolRound.@Nullable Reply reply;
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
    private volatile @Nullable ToolRound round;
    private TurnTools tools = TurnTools.NONE;

    /** What was streamed of the answer at hand. */
    private StringBuilder text = new StringBuilder();

    private StringBuilder reasoning = new StringBuilder();
    private Id answerId;

    /**
     * @param toolResponses what the client submitted, when the chat goes on; empty at its beginning
     * @param reply what the user said to the question of a tool; null: none asked
     * @param first whether the chat begins with it
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
            ToolRound.@Nullable Reply reply,
            boolean first,
            Caller caller,
            long lastSeq,
            String logid) {
        this.parts = parts;
        this.chat = chat;
        this.bot = bot;
        this.model = model;
        this.earlier = earlier;
        this.question = question;
        this.toolResponses = toolResponses;
        this.turn = new ServerTool.Turn(
                caller, bot.workspace(), bot.bot(), bot.config(), chat.plan().connector(), chat.endUser(), chat.conversation(),
                chat.id());
        this.reply = reply;
        this.first = first;
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
        var calling = round;
        if (calling != null) {
            calling.cancel();
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
                // whoever asked was told
            } catch (CutOffException cutOff) {
                cutOff();
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
        tools = parts.tools(bot, model, turn);
        var passages = KnowledgeShelf.everyTurn(turn) ? recalled() : "";
        if (reply != null && goOn(reply)) {
            return;
        }
        while (true) {
            var state = chat.state();
            // Enough calls: the model has to answer with what it has.
            var enough = state.rounds().size() >= parts.toolRounds() || state.calls() >= parts.toolCalls();
            var offered = enough ? List.<ToolSpec>of() : tools.specs();
            var request = parts.context().request(chat, bot, model, earlier, question, state, offered, passages);
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

    /** What the bot's knowledge has to the question, as the model reads it; shown to the client when the turn begins. */
    private String recalled() throws InterruptedException {
        var asked = ChatContext.words(question.getLast());
        List<Passage> found;
        try {
            found = KnowledgeShelf.within(parts.knowledge().recall(turn, asked), model.contextWindow() / PASSAGES_SHARE);
        } catch (RuntimeException broken) {
            LOG.error("A recall failed; the answer goes without chat={}", chat.id(), broken);
            return "";
        }
        if (found.isEmpty()) {
            return "";
        }
        if (first) {
            if (!admitted.join()) {
                throw new RefusedException();
            }
            var message = message(Type.VERBOSE, verbose("knowledge_recall", parts.knowledge().data(turn, found, asked)));
            if (!keep(List.of(message))) {
                throw new RefusedException(); // how it ended was shown by keep
            }
        }
        return KnowledgeShelf.lines(found);
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

    /** Stores and runs the calls; true when the run ends here, as when it waits for the client; false when the model can go on. */
    private boolean callTools(List<ToolCall> calls) throws InterruptedException {
        var outputs = new HashMap<String, String>();
        var mine = new ArrayList<ToolRound.Wish>();
        var left = parts.toolCalls() - chat.state().calls();
        for (var wish : calls) {
            var tool = tools.server(wish.name());
            if (left-- <= 0) {
                outputs.put(wish.id(), "error: the " + parts.toolCalls() + " tool calls of one turn are used up");
            } else if (tool != null) {
                mine.add(new ToolRound.Wish(wish, tool));
            } else if (tools.client(wish.name()) == null) {
                outputs.put(wish.id(), "error: there is no tool " + wish.name());
            }
        }
        var said = text.toString();
        var thought = reasoning.isEmpty() ? null : reasoning.toString();
        var rows = new ArrayList<Message>();
        if (!said.isEmpty()) {
            rows.add(answerMessage());
        }
        var came = Came.NOTHING;
        if (!mine.isEmpty()) {
            for (var wish : mine) {
                rows.add(message(Type.FUNCTION_CALL, functionCall(wish.call(), wish.tool().label())));
            }
            if (!flush(rows)) {
                return true;
            }
            came = run(mine, null, outputs);
        }
        var asks = came.asking() == null ? null : came.asking().id();
        return settle(chat.state().with(new Chat.Round(said, thought, calls, outputs, asks)), came, rows);
    }

    /** Tells the tool that asked what the user said; true when the run ends here. */
    private boolean goOn(ToolRound.Reply given) throws InterruptedException {
        if (!admitted.join()) {
            throw new RefusedException();
        }
        var call = chat.state().asking();
        if (call == null) {
            throw new IllegalStateException("chat " + chat.id() + " has a reply to nothing");
        }
        var outputs = new HashMap<String, String>();
        var tool = tools.server(call.name());
        var came = Came.NOTHING;
        if (tool == null) {
            outputs.put(call.id(), "error: there is no tool " + call.name() + " any more");
        } else {
            came = run(List.of(new ToolRound.Wish(call, tool)), given, outputs);
        }
        return settle(chat.state().answered(outputs), came, new ArrayList<>());
    }

    /** Goes on after tools: with the user's answer, the tool's own, the client's tools or the model. @param rows not kept yet */
    private boolean settle(Chat.State state, Came came, List<Message> rows) throws InterruptedException {
        chat = chat.as(chat.status(), state, chat.failure(), chat.tokens(), 0, 0);
        if (came.asks() != null) {
            rows.add(came.asks().message());
            await(state, rows, came.run());
            return true;
        }
        if (came.direct() != null) {
            text = came.direct().text;
            answerId = came.direct().id;
            complete();
            return true;
        }
        if (state.waiting().isEmpty()) {
            return !flush(rows);
        }
        for (var wish : state.waiting()) {
            var tool = tools.client(wish.name());
            rows.add(message(Type.FUNCTION_CALL, functionCall(wish, tool == null ? CLIENT : tool.label())));
        }
        rows.add(message(Type.VERBOSE, verbose("interrupt", "")));
        if (!chat.saved()) {
            parts.unsaved().put(chat.id(), true);
        }
        await(state, rows, null);
        return true;
    }

    /** The chat waits: for outputs of the client's tools, or for the user to answer a run. */
    private void await(Chat.State state, List<Message> rows, @Nullable Id run) throws InterruptedException {
        var now = parts.clock().millis();
        var waiting = chat.as(ChatStatus.REQUIRES_ACTION, state, Chat.Failure.NONE, chat.tokens(), now, 0).waitingWith(run);
        finish(waiting, rows, rows, "conversation.chat.requires_action", false);
    }

    /** As {@link #keep}; what is kept is not partial any more. */
    private boolean flush(List<Message> rows) throws InterruptedException {
        if (!rows.isEmpty() && !keep(List.copyOf(rows))) {
            return false;
        }
        rows.clear();
        text = new StringBuilder();
        reasoning = new StringBuilder();
        return true;
    }

    /** A message that a tool says itself. */
    private final class Spoken {
        private final Id id = parts.ids().next();
        private final ChatMessageView.Deltas deltas = new ChatMessageView.Deltas(chat, id);
        private final StringBuilder text = new StringBuilder();

        private void hear(String piece) {
            if (!piece.isEmpty()) {
                text.append(piece);
                if (wanted()) {
                    publish(List.of(event("conversation.message.delta", deltas.text(piece))));
                }
            }
        }

        private Message message() {
            return made(id, Type.ANSWER, text.toString(), null);
        }
    }

    /**
     * What came of the tools besides outputs.
     *
     * @param direct the answer of the turn, when a tool gave it
     * @param asks what a tool asks the user, and {@code asking} the call, {@code run} what waits for the reply
     */
    private record Came(@Nullable Spoken direct, @Nullable Spoken asks, @Nullable ToolCall asking, @Nullable Id run) {
        private static final Came NOTHING = new Came(null, null, null, null);
    }

    /**
     * Runs server tools side by side and shows what they say and give.
     *
     * @param given null: they begin; else the only one goes on with it
     * @param outputs gets what the model is told of each that has ended
     */
    private Came run(List<ToolRound.Wish> wishes, ToolRound.@Nullable Reply given, Map<String, String> outputs)
            throws InterruptedException {
        var calling = new ToolRound(turn, logid);
        round = calling;
        if (end != End.NONE) {
            throw new CutOffException();
        }
        calling.start(wishes, given);
        var spoken = new HashMap<String, Spoken>();
        var responses = new ArrayList<@Nullable Optional<Message>>(Collections.nCopies(wishes.size(), null));
        var shown = 0;
        var came = Came.NOTHING;
        var ours = true;
        for (var left = wishes.size(); left > 0; ) {
            switch (calling.next()) {
                case ToolRound.News.Piece piece -> {
                    var key = piece.call() + (piece.direct() ? "" : "/" + piece.message());
                    var message = spoken.computeIfAbsent(key, unheard -> new Spoken());
                    if (ours && end == End.NONE) {
                        message.hear(piece.text());
                        if (piece.last() && !piece.direct()) {
                            ours = keep(List.of(message.message()));
                        }
                    }
                }
                case ToolRound.News.Ended(var index, var answer) -> {
                    left--;
                    use(chat.tokens().plus(answer.inputTokens(), answer.outputTokens(), false));
                    var wish = wishes.get(index);
                    var going = ours && end == End.NONE;
                    var question = answer.asks();
                    if (question != null && going && chat.saved() && came.asks() == null) {
                        var asked = new Spoken();
                        asked.hear(SoundText.of(question.text()));
                        came = new Came(came.direct(), asked, wish.call(), question.run());
                        responses.set(index, Optional.empty());
                    } else {
                        var output = question == null ? shortened(SoundText.of(answer.text())) : notNow(wish.tool(), question);
                        outputs.put(wish.call().id(), output);
                        responses.set(index, Optional.of(message(Type.TOOL_RESPONSE, toolResponse(output))));
                    }
                    if (answer.direct() && going) {
                        if (came.direct() != null) {
                            ours = keep(List.of(came.direct().message()));
                        }
                        var direct = spoken.computeIfAbsent(Integer.toString(index), silent -> new Spoken());
                        if (direct.text.isEmpty()) {
                            direct.hear(SoundText.of(answer.text()));
                        }
                        came = new Came(direct, came.asks(), came.asking(), came.run());
                    }
                    // In the order of the calls, each as soon as it and all before it are there.
                    var ready = new ArrayList<Message>();
                    for (; shown < responses.size() && responses.get(shown) instanceof Optional<Message> response; shown++) {
                        response.ifPresent(ready::add);
                    }
                    if (ours && end == End.NONE && !ready.isEmpty()) {
                        ours = keep(ready);
                    }
                }
            }
            if (!ours) {
                calling.cancel();
            }
        }
        round = null;
        if (!ours) {
            throw new RefusedException(); // how it ended was shown by keep
        }
        if (end != End.NONE) {
            throw new CutOffException();
        }
        return came;
    }

    /** What the model is told of a question that cannot be put to the user. */
    private String notNow(ServerTool tool, ServerTool.Question question) {
        tool.drop(question.run());
        return "error: the tool stopped to ask the user: " + SoundText.of(question.text()) + "\n"
                + (chat.saved()
                        ? "Another tool is asking already. Call this one again after that."
                        : "A chat with auto_save_history=false cannot wait for the reply.");
    }

    /** A tool's output has its share of the model's window, no more. */
    private String shortened(String output) {
        var most = Math.min(MOST_OUTPUT, (int) Math.min(Integer.MAX_VALUE, model.contextWindow()));
        if (output.length() <= most) {
            return output;
        }
        var cut = Character.isHighSurrogate(output.charAt(most - 1)) ? most - 1 : most;
        return output.substring(0, cut) + "\n[the rest was left out: " + (output.length() - cut) + " characters]";
    }

    private static String toolResponse(String output) {
        return Json.text(Json.object().put("content_type", 1).put("response_for_model", output).put("type_for_model", 1));
    }

    private String functionCall(ToolCall wish, ServerTool.Label label) {
        var content = Json.object();
        content.put("name", label.group().isEmpty() ? wish.name() : label.group() + "-" + wish.name());
        var arguments = ToolRound.object(wish.arguments());
        content.set("arguments", arguments == null ? Json.object() : arguments);
        content.put("plugin_id", label.plugin().value()).put("plugin_name", label.group());
        content.put("api_id", label.api().value()).put("api_name", wish.name());
        content.put("plugin_type", label.kind().number()).put("thought", reasoning.toString());
        return SoundText.of(Json.text(content));
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
        if (end != End.NONE) {
            cutOff();
        } else {
            var code = switch (failed.kind()) {
                case RATE_LIMITED -> 4013;
                case CONTEXT_TOO_LONG -> 4010;
                default -> 5000;
            };
            fail(new Chat.Failure(code, failed.publicMessage()));
        }
    }

    private void cutOff() {
        switch (end) {
            case CANCELED -> canceled();
            case STOPPED -> fail(new Chat.Failure(5000, "the server was stopped"));
            case REFUSED, NONE -> {}
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
            if (outcome.plan().run() != null) {
                parts.store().waitWith(handle, outcome, outcome.plan().run());
            }
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

    /** The chat was canceled, or the server stops, while tools were at work. */
    private static final class CutOffException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CutOffException() {
            super("the chat was cut off", null, false, false);
        }
    }

    /** Ends the work of a chat whose end is told already, or that never was. */
    private static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefusedException() {
            super("the chat is not ours to go on with", null, false, false);
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
