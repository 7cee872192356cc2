package dev.pankou.chat;

import dev.pankou.access.Caller;
import dev.pankou.bot.BotConfig;
import dev.pankou.egress.CancelSignal;
import dev.pankou.id.Id;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A tool that this server runs when a bot's model calls it. Threads share it. */
public non-sealed interface ServerTool extends BotTool {
    /**
     * Runs it, on a thread of its own. What went wrong is an answer too, told to the model honestly; anything thrown is our own
     * fault and shown as such.
     *
     * @param cancel ends it early; its answer is then of no interest
     * @param voice for tools that say something to the user themselves
     */
    Answer call(Turn turn, JsonNode arguments, CancelSignal cancel, Voice voice);

    /**
     * Goes on with a call that asked the user something ({@link Answer#asks}).
     *
     * @param reply what the user said
     */
    default Answer goOn(Turn turn, Id run, String reply, CancelSignal cancel, Voice voice) {
        return Answer.failed("nothing was asked");
    }

    /** The call that asked will never be answered. */
    default void drop(Id run) {}

    /**
     * How {@code function_call} messages name a tool (TRANSCRIPTS 6).
     *
     * @param group the plugin's name; "" for a tool that stands alone
     * @param plugin 0: none
     * @param api id of the tool, 0: none
     */
    record Label(String group, Id plugin, Id api, Kind kind) {}

    /** {@code plugin_type}. */
    enum Kind {
        PLUGIN(1),
        BUILT_IN(3),
        WORKFLOW(4),
        CLIENT(6);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    /** The turn in which it is called. */
    record Turn(
            Caller caller, Id workspace, Id bot, BotConfig config, Id connector, String endUser, Id conversation, Id chat) {}

    /**
     * What came of a call.
     *
     * @param text for the model, or for the user when {@code direct}
     * @param direct whether the text is the answer of the turn as it is
     * @param inputTokens of models that it asked itself
     * @param asks what it has to know from the user before it can give an answer; null: it gave one
     */
    record Answer(String text, boolean direct, long inputTokens, long outputTokens, @Nullable Question asks) {
        /** For the model. */
        public static Answer of(String text) {
            return new Answer(text, false, 0, 0, null);
        }

        /** What the model is told of a call that failed. */
        public static Answer failed(String why) {
            return of("error: " + why);
        }
    }

    /** @param run waits for the reply */
    record Question(Id run, String text) {}

    /** Says something to the user while the tool works. Any thread may speak. */
    interface Voice {
        /**
         * A piece of a message.
         *
         * @param message tells messages apart
         * @param last whether the message is whole with it
         * @param direct whether it is the text that the tool will answer with
         */
        void say(String message, String piece, boolean last, boolean direct);
    }
}
