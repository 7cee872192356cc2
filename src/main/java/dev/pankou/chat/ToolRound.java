package dev.pankou.chat;

import dev.pankou.egress.CancelSignal;
import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.json.SoundText;
import dev.pankou.model.ToolCall;
import dev.pankou.trace.LogId;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The calls of server tools in one answer of the model, run side by side. What happens is told on one queue, so that the chat's
 * own thread shows and stores it; a tool whose chat is slow waits. Any thread may {@link #cancel}.
 */
final class ToolRound {
    private static final Logger LOG = LoggerFactory.getLogger(ToolRound.class);
    private static final int MOST_NEWS = 256;

    /** A wish of the model and the tool that fulfils it. */
    record Wish(ToolCall call, ServerTool tool) {}

    /** What the user said to the question of a run. */
    record Reply(Id run, String text) {}

    /** What happened to the call of that index. */
    sealed interface News {
        int call();

        record Piece(int call, String message, String text, boolean last, boolean direct) implements News {}

        record Ended(int call, ServerTool.Answer answer) implements News {}
    }

    private final BlockingQueue<News> news = new ArrayBlockingQueue<>(MOST_NEWS);
    private final CancelSignal cancel = new CancelSignal();
    private final ServerTool.Turn turn;
    private final String logid;

    ToolRound(ServerTool.Turn turn, String logid) {
        this.turn = turn;
        this.logid = logid;
    }

    /** Begins all calls, each on a virtual thread of its own. */
    void start(List<Wish> wishes) {
        start(wishes, null);
    }

    /** @param reply null: they begin; else the only call goes on with it */
    void start(List<Wish> wishes, @Nullable Reply reply) {
        for (var i = 0; i < wishes.size(); i++) {
            var index = i;
            var wish = wishes.get(i);
            Thread.ofVirtual().name("tool-" + turn.chat() + "-" + i).start(() -> ScopedValue.where(LogId.CURRENT, logid)
                    .run(() -> tell(new News.Ended(index, answer(index, wish, reply)))));
        }
    }

    /** What happens next; after one {@code Ended} for each call nothing more does. */
    News next() throws InterruptedException {
        return news.take();
    }

    void cancel() {
        cancel.cancel();
    }

    private ServerTool.Answer answer(int index, Wish wish, @Nullable Reply reply) {
        var arguments = object(wish.call().arguments());
        if (arguments == null) {
            return ServerTool.Answer.failed("the arguments are no JSON object");
        }
        try {
            ServerTool.Voice voice = (message, piece, last, direct) ->
                    tell(new News.Piece(index, message, SoundText.of(piece), last, direct));
            return reply == null
                    ? wish.tool().call(turn, arguments, cancel, voice)
                    : wish.tool().goOn(turn, reply.run(), reply.text(), cancel, voice);
        } catch (RuntimeException | Error defect) {
            if (!cancel.cancelled()) {
                LOG.error("A tool broke off chat={}", turn.chat(), defect);
            }
            return ServerTool.Answer.failed("internal error");
        }
    }

    /** The arguments of a call; null when they are no object. */
    static @Nullable JsonNode object(String arguments) {
        try {
            var tree = Json.tree(arguments);
            return tree.isObject() ? tree : null;
        } catch (JacksonException malformed) {
            return null;
        }
    }

    private void tell(News one) {
        try {
            news.put(one);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt(); // nobody interrupts these threads; the chat's end would not be told then
        }
    }
}
