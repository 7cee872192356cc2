package dev.pankou.chat;

import dev.pankou.id.Id;
import dev.pankou.model.ToolCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stored chat. Times in milliseconds, 0: not yet.
 *
 * @param endUser {@code user_id} as the caller defines it
 * @param saved false for auto_save_history=false: the row goes when the chat ends
 * @param owner incarnation of the node that works on it
 * @param epoch rises each time the chat changes hands; writes carry it
 */
record Chat(
        Id id,
        Id conversation,
        Id section,
        Id bot,
        Id creator,
        String endUser,
        ChatStatus status,
        boolean saved,
        long owner,
        long epoch,
        Map<String, String> metaData,
        Plan plan,
        State state,
        Failure failure,
        Tokens tokens,
        long createdAt,
        long completedAt,
        long failedAt) {

    /**
     * What is needed to go on with the chat elsewhere or later.
     *
     * @param version of the bot; "" for its draft
     * @param question the message that is the user's input
     * @param journaled whether events are stored because the client asked for ids
     * @param run the workflow run that answers, or that asks while a model waits for it; null: a model answers
     */
    record Plan(
            String version,
            boolean draft,
            Id connector,
            Id question,
            Map<String, String> customVariables,
            boolean journaled,
            @Nullable Id run) {
        private Plan with(boolean eventsStored, @Nullable Id otherRun) {
            return new Plan(version, draft, connector, question, customVariables, eventsStored, otherRun);
        }
    }

    /** Rounds of tool calls so far; the last one's calls lack outputs while the chat waits. */
    record State(List<Round> rounds) {
        static final State NEW = new State(List.of());

        State {
            rounds = List.copyOf(rounds);
        }

        State with(Round round) {
            var all = new ArrayList<>(rounds);
            all.add(round);
            return new State(all);
        }

        /** The call that waits for the user's reply; null: none does. */
        @Nullable ToolCall asking() {
            var id = rounds.isEmpty() ? null : rounds.getLast().asks();
            return id == null ? null : waiting().stream().filter(call -> call.id().equals(id)).findFirst().orElse(null);
        }

        /** How many tools were called. */
        int calls() {
            return rounds.stream().mapToInt(round -> round.calls().size()).sum();
        }

        /** The calls that wait for outputs. */
        List<ToolCall> waiting() {
            return rounds.isEmpty() ? List.of() : rounds.getLast().waiting();
        }

        /** With more outputs, by call id, in the last round. */
        State answered(Map<String, String> outputs) {
            var all = new ArrayList<>(rounds);
            var last = all.removeLast();
            var known = new HashMap<>(last.outputs());
            known.putAll(outputs);
            var asks = last.asks() == null || known.containsKey(last.asks()) ? null : last.asks();
            all.add(new Round(last.text(), last.reasoning(), last.calls(), known, asks));
            return new State(all);
        }
    }

    /**
     * One answer of the model that called tools.
     *
     * @param asks id of the call that waits for the user's reply, not for an output; null: none does
     */
    record Round(
            String text, @Nullable String reasoning, List<ToolCall> calls, Map<String, String> outputs, @Nullable String asks) {
        Round {
            calls = List.copyOf(calls);
            outputs = Map.copyOf(outputs);
        }

        List<ToolCall> waiting() {
            return calls.stream().filter(call -> !outputs.containsKey(call.id())).toList();
        }
    }

    /** {@code last_error}. */
    record Failure(int code, String msg) {
        static final Failure NONE = new Failure(0, "");
    }

    /** Tokens of all model calls of the chat. */
    record Tokens(long input, long output, boolean estimated) {
        static final Tokens NONE = new Tokens(0, 0, false);

        Tokens plus(long moreInput, long moreOutput, boolean guessed) {
            return new Tokens(input + moreInput, output + moreOutput, estimated || guessed);
        }
    }

    Chat as(ChatStatus newStatus, State newState, Failure newFailure, Tokens newTokens, long completed, long failed) {
        return new Chat(
                id, conversation, section, bot, creator, endUser, newStatus, saved, owner, epoch, metaData, plan, newState,
                newFailure, newTokens, createdAt, completed, failed);
    }

    /** The same chat, which waits with that run; null: with none. */
    Chat waitingWith(@Nullable Id run) {
        return with(plan.with(plan.journaled(), run));
    }

    /** The same chat, whose events are stored from now on. */
    Chat journaled() {
        return with(plan.with(true, plan.run()));
    }

    private Chat with(Plan other) {
        return new Chat(
                id, conversation, section, bot, creator, endUser, status, saved, owner, epoch, metaData, other, state, failure,
                tokens, createdAt, completedAt, failedAt);
    }

    /** The same chat in the hands of another owner. */
    Chat ownedBy(long newOwner, long newEpoch) {
        return new Chat(
                id, conversation, section, bot, creator, endUser, status, saved, newOwner, newEpoch, metaData, plan, state,
                failure, tokens, createdAt, completedAt, failedAt);
    }
}
