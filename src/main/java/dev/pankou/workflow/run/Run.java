package dev.pankou.workflow.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

import dev.pankou.id.Id;
import dev.pankou.workflow.node.Outcome;

/**
 * A run of a workflow. Immutable.
 *
 * @param bot 0: none
 * @param app 0: none
 * @param version "" for the draft
 * @param input JSON text of Start's outputs
 * @param output JSON text of End's fields, or of {@code {output: text}}; "" before
 * @param pending open questions; the first is the one that can be answered
 * @param createdAt Unix milliseconds
 * @param endedAt Unix milliseconds; 0 before
 */
record Run(
        Id id,
        Id workflow,
        Id workspace,
        Id creator,
        String endUser,
        Id connector,
        Id bot,
        Id app,
        Mode mode,
        String version,
        String hash,
        Status status,
        long owner,
        long epoch,
        String input,
        String output,
        List<Pending> pending,
        Extra extra,
        int errorCode,
        String errorMsg,
        long inputTokens,
        long outputTokens,
        long createdAt,
        long updatedAt,
        long endedAt) {
    static final Id NONE = new Id(0);

    Run {
        pending = List.copyOf(pending);
    }

    /** How it is answered; the ordinal is its number in the API (BEHAVIOUR 2.6). */
    enum Mode {
        SYNC,
        STREAM,
        ASYNC
    }

    enum Status {
        RUNNING,
        INTERRUPTED,
        SUCCESS,
        FAIL,
        CANCEL
    }

    /**
     * An open question.
     *
     * @param event its number within the run; the event id is {@code RUN/EVENT}
     * @param key of the node's execution
     * @param schema of an input node: its variables as JSON text; else ""
     */
    record Pending(
            String event,
            String key,
            String nodeId,
            String title,
            Outcome.Kind kind,
            String text,
            List<String> options,
            String schema) {}

    /**
     * What nobody searches for.
     *
     * @param logid of the request that started it
     * @param answers whether End gives a text
     * @param conversation of a chatflow; 0: none
     * @param section of the conversation
     * @param question the user's message in it
     * @param maxTokens budget; 0: none
     * @param maxCalls budget; 0: none
     * @param maxMillis budget of time; 0: that of the mode
     */
    record Extra(
            String logid,
            boolean answers,
            Id conversation,
            Id section,
            Id question,
            long maxTokens,
            long maxCalls,
            long maxMillis) {}

    String eventId(Pending question) {
        return id + "/" + question.event();
    }

    boolean isOver() {
        return status == Status.SUCCESS || status == Status.FAIL || status == Status.CANCEL;
    }

    @Nullable Pending first() {
        return pending.isEmpty() ? null : pending.getFirst();
    }

    Run ownedBy(long node, long newEpoch) {
        return with(Status.RUNNING, node, newEpoch, output, pending, 0, "", inputTokens, outputTokens, updatedAt, 0);
    }

    Run waiting(List<Pending> questions, long input, long output, long now) {
        return with(Status.INTERRUPTED, owner, epoch, "", questions, 0, "", input, output, now, 0);
    }

    Run ended(Status how, String result, int code, String msg, long input, long output, long now) {
        return with(how, owner, epoch, result, List.of(), code, msg, input, output, now, now);
    }

    Run asking(List<Pending> questions) {
        return with(status, owner, epoch, output, questions, errorCode, errorMsg, inputTokens, outputTokens, updatedAt, endedAt);
    }

    private Run with(
            Status newStatus,
            long newOwner,
            long newEpoch,
            String newOutput,
            List<Pending> newPending,
            int code,
            String msg,
            long input_,
            long output_,
            long updated,
            long ended) {
        return new Run(
                id, workflow, workspace, creator, endUser, connector, bot, app, mode, version, hash, newStatus, newOwner,
                newEpoch, input, newOutput, newPending, extra, code, msg, input_, output_, createdAt, updated, ended);
    }
}
