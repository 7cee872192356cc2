package dev.pankou.workflow.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.json.WireText;
import dev.pankou.run.RunEvent;

/** Statements on runs and their journals. What clients ask for is scoped by the workflow, whose workspace was checked. */
final class RunStore {
    private static final String RUN =
            """
            SELECT id, workflow_id, workspace_id, creator_id, end_user, connector_id, bot_id, app_id, mode, version, canvas_hash,
                   status, owner, epoch, input, output, pending, extra, error_code, error_msg, input_tokens, output_tokens,
                   created_at, updated_at, ended_at
              FROM workflow_run
            """;

    void insert(Handle handle, Run run) {
        handle.createUpdate(
                        """
                        INSERT INTO workflow_run
                            (id, workflow_id, workspace_id, creator_id, end_user, connector_id, bot_id, app_id, mode, version,
                             canvas_hash, status, owner, epoch, input, output, pending, extra, error_code, error_msg,
                             input_tokens, output_tokens, created_at, updated_at, ended_at)
                        VALUES (:id, :workflow, :workspace, :creator, :endUser, :connector, :bot, :app, :mode, :version,
                                :hash, :status, :owner, :epoch, :input, :output, :pending, :extra, :code, :msg,
                                :inputTokens, :outputTokens, :created, :updated, :ended)
                        """)
                .bind("id", run.id().value())
                .bind("workflow", run.workflow().value())
                .bind("workspace", run.workspace().value())
                .bind("creator", run.creator().value())
                .bind("endUser", run.endUser())
                .bind("connector", run.connector().value())
                .bind("bot", run.bot().value())
                .bind("app", run.app().value())
                .bind("mode", (long) run.mode().ordinal())
                .bind("version", run.version())
                .bind("hash", run.hash())
                .bind("status", WireText.of(run.status()))
                .bind("owner", run.owner())
                .bind("epoch", run.epoch())
                .bind("input", run.input())
                .bind("output", run.output())
                .bind("pending", pending(run))
                .bind("extra", Json.text(run.extra()))
                .bind("code", (long) run.errorCode())
                .bind("msg", run.errorMsg())
                .bind("inputTokens", run.inputTokens())
                .bind("outputTokens", run.outputTokens())
                .bind("created", run.createdAt())
                .bind("updated", run.updatedAt())
                .bind("ended", run.endedAt())
                .execute();
    }

    private static String pending(Run run) {
        return run.pending().isEmpty() ? "" : Json.text(run.pending());
    }

    /** Writes what a stretch came to; false when the run is not this owner's any more. */
    boolean update(Handle handle, Run run) {
        return handle.createUpdate(
                                """
                                UPDATE workflow_run
                                   SET status = :status, output = :output, pending = :pending, error_code = :code,
                                       error_msg = :msg, input_tokens = :inputTokens, output_tokens = :outputTokens,
                                       updated_at = :updated, ended_at = :ended
                                 WHERE id = :id AND status = 'running' AND owner = :owner AND epoch = :epoch
                                """)
                        .bind("status", WireText.of(run.status()))
                        .bind("output", run.output())
                        .bind("pending", pending(run))
                        .bind("code", (long) run.errorCode())
                        .bind("msg", run.errorMsg())
                        .bind("inputTokens", run.inputTokens())
                        .bind("outputTokens", run.outputTokens())
                        .bind("updated", run.updatedAt())
                        .bind("ended", run.endedAt())
                        .bind("id", run.id().value())
                        .bind("owner", run.owner())
                        .bind("epoch", run.epoch())
                        .execute()
                == 1;
    }

    /** Whether the run is still this owner's; notes that it is alive. */
    boolean hold(Handle handle, Run run, long now) {
        return handle.createUpdate(
                                """
                                UPDATE workflow_run SET updated_at = :now
                                 WHERE id = :id AND status = 'running' AND owner = :owner AND epoch = :epoch
                                """)
                        .bind("now", now)
                        .bind("id", run.id().value())
                        .bind("owner", run.owner())
                        .bind("epoch", run.epoch())
                        .execute()
                == 1;
    }

    /** Takes a waiting run for a reply; false when somebody else did, or it does not wait any more. */
    boolean goOn(Handle handle, Run run, long now) {
        return handle.createUpdate(
                                """
                                UPDATE workflow_run
                                   SET status = 'running', owner = :owner, epoch = :epoch, pending = :pending, updated_at = :now
                                 WHERE id = :id AND status = 'interrupted' AND epoch = :epoch - 1
                                """)
                        .bind("owner", run.owner())
                        .bind("epoch", run.epoch())
                        .bind("pending", pending(run))
                        .bind("now", now)
                        .bind("id", run.id().value())
                        .execute()
                == 1;
    }

    /** Takes over a run whose owner is gone, or that has none; false when somebody else did. */
    boolean take(Handle handle, Id id, long from, long to, long now) {
        return handle.createUpdate(
                                """
                                UPDATE workflow_run SET owner = :to, epoch = epoch + 1, updated_at = :now
                                 WHERE id = :id AND status = 'running' AND owner = :from
                                """)
                        .bind("to", to)
                        .bind("now", now)
                        .bind("id", id.value())
                        .bind("from", from)
                        .execute()
                == 1;
    }

    /** Ends a run from outside of its owner; false when it had ended. */
    boolean end(Handle handle, Id id, Run.Status status, int code, String msg, long now) {
        return handle.createUpdate(
                                """
                                UPDATE workflow_run
                                   SET status = :status, error_code = :code, error_msg = :msg, pending = '', epoch = epoch + 1,
                                       updated_at = :now, ended_at = :now
                                 WHERE id = :id AND status IN ('running', 'interrupted')
                                """)
                        .bind("status", WireText.of(status))
                        .bind("code", (long) code)
                        .bind("msg", msg)
                        .bind("now", now)
                        .bind("id", id.value())
                        .execute()
                == 1;
    }

    /** As {@link #end}, only while {@code owner} has it. */
    boolean abandon(Handle handle, Id id, long owner, int code, String msg, long now) {
        return handle.createUpdate(
                                """
                                UPDATE workflow_run
                                   SET status = 'fail', error_code = :code, error_msg = :msg, pending = '', epoch = epoch + 1,
                                       updated_at = :now, ended_at = :now
                                 WHERE id = :id AND status = 'running' AND owner = :owner
                                """)
                        .bind("code", (long) code)
                        .bind("msg", msg)
                        .bind("now", now)
                        .bind("id", id.value())
                        .bind("owner", owner)
                        .execute()
                == 1;
    }

    Optional<Run> find(Handle handle, Id workflow, Id id) {
        return handle.createQuery(RUN + "WHERE id = :id AND workflow_id = :workflow")
                .bind("id", id.value())
                .bind("workflow", workflow.value())
                .map((row, context) -> toRun(row))
                .findOne();
    }

    /** For inner use: the caller has no part in it. */
    Optional<Run> find(Handle handle, Id id) {
        return handle.createQuery(RUN + "WHERE id = :id")
                .bind("id", id.value())
                .map((row, context) -> toRun(row))
                .findOne();
    }

    /** Runs of a workflow, newest first. */
    List<Run> list(Handle handle, Id workflow, Run.@Nullable Status status, long before, int most) {
        return handle.createQuery(RUN + "WHERE workflow_id = :workflow AND id < :before AND (:status = '' OR status = :status)"
                        + " ORDER BY id DESC LIMIT :most")
                .bind("workflow", workflow.value())
                .bind("status", status == null ? "" : WireText.of(status))
                .bind("before", before)
                .bind("most", most)
                .map((row, context) -> toRun(row))
                .list();
    }

    /** A running run: id, owner and how it is answered. */
    record Running(Id id, long owner, Run.Mode mode, long updatedAt) {}

    List<Running> running(Handle handle) {
        return handle.createQuery("SELECT id, owner, mode, updated_at FROM workflow_run WHERE status = 'running' ORDER BY id")
                .map((row, context) -> new Running(
                        new Id(row.getLong("id")),
                        row.getLong("owner"),
                        Run.Mode.values()[row.getInt("mode")],
                        row.getLong("updated_at")))
                .list();
    }

    /** Ends runs that nobody answered for long. */
    List<Id> expireWaiting(Handle handle, long before, int code, String msg, long now) {
        return handle.createQuery(
                        """
                        UPDATE workflow_run
                           SET status = 'fail', error_code = :code, error_msg = :msg, pending = '', epoch = epoch + 1,
                               updated_at = :now, ended_at = :now
                         WHERE status = 'interrupted' AND updated_at < :before
                        RETURNING id
                        """)
                .bind("code", (long) code)
                .bind("msg", msg)
                .bind("now", now)
                .bind("before", before)
                .mapTo(Long.class)
                .map(Id::new)
                .list();
    }

    void insertLog(Handle handle, Id run, long seq, String entries) {
        handle.createUpdate("INSERT INTO workflow_run_log (run_id, seq, entries) VALUES (:run, :seq, :entries)")
                .bind("run", run.value())
                .bind("seq", seq)
                .bind("entries", entries)
                .execute();
    }

    long lastSeq(Handle handle, Id run) {
        return handle.createQuery("SELECT coalesce(max(seq), 0) FROM workflow_run_log WHERE run_id = :run")
                .bind("run", run.value())
                .mapTo(Long.class)
                .one();
    }

    /** The journal, oldest first: JSON arrays of entries. */
    List<String> log(Handle handle, Id run) {
        return handle.createQuery("SELECT entries FROM workflow_run_log WHERE run_id = :run ORDER BY seq")
                .bind("run", run.value())
                .mapTo(String.class)
                .list();
    }

    void insertEvents(Handle handle, Id run, List<RunEvent> events, long now) {
        if (events.isEmpty()) {
            return;
        }
        var batch = handle.prepareBatch(
                """
                INSERT INTO workflow_run_event (run_id, seq, frame, created_at) VALUES (:run, :seq, :frame, :now)
                ON CONFLICT DO NOTHING
                """);
        for (var event : events) {
            batch.bind("run", run.value())
                    .bind("seq", event.seq())
                    .bind("frame", new String(event.frame(), StandardCharsets.UTF_8))
                    .bind("now", now)
                    .add();
        }
        batch.execute();
    }

    List<RunEvent> events(Handle handle, Id run, long after, int most) {
        return handle.createQuery(
                        "SELECT seq, frame FROM workflow_run_event WHERE run_id = :run AND seq > :after ORDER BY seq LIMIT :most")
                .bind("run", run.value())
                .bind("after", after)
                .bind("most", most)
                .map((row, context) ->
                        new RunEvent(row.getLong("seq"), row.getString("frame").getBytes(StandardCharsets.UTF_8)))
                .list();
    }

    long lastEvent(Handle handle, Id run) {
        return handle.createQuery("SELECT coalesce(max(seq), 0) FROM workflow_run_event WHERE run_id = :run")
                .bind("run", run.value())
                .mapTo(Long.class)
                .one();
    }

    int deleteEvents(Handle handle, long before) {
        return handle.createUpdate("DELETE FROM workflow_run_event WHERE created_at < :before")
                .bind("before", before)
                .execute();
    }

    RunBudgets.Budget budget(Handle handle, Id workspace) {
        return handle.createQuery(
                        "SELECT max_tokens, max_calls, max_millis FROM workspace_budget WHERE workspace_id = :workspace")
                .bind("workspace", workspace.value())
                .map((row, context) -> new RunBudgets.Budget(
                        row.getLong("max_tokens"), row.getLong("max_calls"), row.getLong("max_millis")))
                .findOne()
                .orElse(RunBudgets.Budget.NONE);
    }

    void setBudget(Handle handle, Id workspace, RunBudgets.Budget budget) {
        handle.createUpdate(
                        """
                        INSERT INTO workspace_budget (workspace_id, max_tokens, max_calls, max_millis)
                        VALUES (:workspace, :tokens, :calls, :millis)
                        ON CONFLICT (workspace_id) DO UPDATE
                           SET max_tokens = excluded.max_tokens, max_calls = excluded.max_calls,
                               max_millis = excluded.max_millis
                        """)
                .bind("workspace", workspace.value())
                .bind("tokens", budget.maxTokens())
                .bind("calls", budget.maxCalls())
                .bind("millis", budget.maxMillis())
                .execute();
    }

    /** Removes runs that ended before a time; how many. @param id none of them is newer than this: they cannot have ended before they began */
    int deleteBefore(Handle handle, long id, long time, int most) {
        var old = handle.createQuery(
                        """
                        SELECT id FROM workflow_run
                         WHERE id < :id AND ended_at < :time AND status NOT IN ('running', 'interrupted')
                         ORDER BY id LIMIT :most
                        """)
                .bind("id", id)
                .bind("time", time)
                .bind("most", most)
                .mapTo(Long.class)
                .list();
        if (!old.isEmpty()) {
            handle.createUpdate("DELETE FROM workflow_run_log WHERE run_id IN (<ids>)").bindList("ids", old).execute();
            handle.createUpdate("DELETE FROM workflow_run WHERE id IN (<ids>)").bindList("ids", old).execute();
        }
        return old.size();
    }

    private static Run toRun(ResultSet row) throws SQLException {
        return new Run(
                new Id(row.getLong("id")),
                new Id(row.getLong("workflow_id")),
                new Id(row.getLong("workspace_id")),
                new Id(row.getLong("creator_id")),
                row.getString("end_user"),
                new Id(row.getLong("connector_id")),
                new Id(row.getLong("bot_id")),
                new Id(row.getLong("app_id")),
                Run.Mode.values()[row.getInt("mode")],
                row.getString("version"),
                row.getString("canvas_hash"),
                WireText.parse(Run.Status.class, row.getString("status")),
                row.getLong("owner"),
                row.getLong("epoch"),
                row.getString("input"),
                row.getString("output"),
                questions(row.getString("pending")),
                Json.read(row.getString("extra"), Run.Extra.class),
                row.getInt("error_code"),
                row.getString("error_msg"),
                row.getLong("input_tokens"),
                row.getLong("output_tokens"),
                row.getLong("created_at"),
                row.getLong("updated_at"),
                row.getLong("ended_at"));
    }

    private static List<Run.Pending> questions(@Nullable String json) {
        return json == null || json.isEmpty() ? List.of() : Arrays.asList(Json.read(json, Run.Pending[].class));
    }
}
