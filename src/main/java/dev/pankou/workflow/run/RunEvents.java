package dev.pankou.workflow.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

import dev.pankou.json.Json;
import dev.pankou.run.EventJournal;
import dev.pankou.run.LiveStream;
import dev.pankou.run.RunEvent;

/**
 * The events of a streamed run (BEHAVIOUR 2.4). The last message of End goes out when the outcome is stored, so that its usage
 * is that of the whole run. Thread-safe; the lock keeps events in the order of their numbers.
 */
class RunEvents implements RunWork.Listener {
    private final RunParts parts;
    private final LiveStream live;
    private final ReentrantLock lock = new ReentrantLock();
    private final boolean named;
    private @Nullable EventJournal journal;
    private long seq;
    private @Nullable ObjectNode last;

    /**
     * @param named whether the client asked for ids: events are then stored before they are shown
     * @param lastSeq number of the run's last stored event
     */
    RunEvents(RunParts parts, LiveStream live, boolean named, long lastSeq) {
        this.parts = parts;
        this.live = live;
        this.named = named;
        this.seq = lastSeq;
    }

    @Override
    public void begins(Run run) {
        if (named) {
            journal = new EventJournal(
                    events -> parts.db().submit(handle -> {
                        parts.store().insertEvents(handle, run.id(), events, parts.clock().millis());
                        return true;
                    }),
                    run.id(),
                    live);
        }
    }

    @Override
    public LiveStream live() {
        return live;
    }

    @Override
    public void over() {
        if (journal != null) {
            try {
                journal.drain();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
        live.end();
    }

    /** The events that tell how a stretch of a run has come out. */
    static List<RunEvent> ending(RunParts parts, Run run, long from) {
        var found = new ArrayList<RunEvent>();
        var told = new RunEvents(parts, new LiveStream(true, 0), false, from - 1) {
            @Override
            void show(RunEvent event) {
                found.add(event);
            }
        };
        told.ended(run);
        return found;
    }

    @Override
    public void message(Source source, int number, String content, boolean finished) {
        var data = Json.object();
        data.put("content", content).put("content_type", "text").put("node_is_finish", finished);
        data.put("node_seq_id", Integer.toString(number)).put("node_title", source.title()).put("node_id", source.nodeId());
        data.put("node_type", source.typeName()).put("node_execute_uuid", source.uuid());
        if (source.loopIndex() != null) {
            data.put("loop_index", source.loopIndex());
        }
        if (source.batchIndex() != null) {
            data.put("batch_index", source.batchIndex());
        }
        if (source.subExecute() != null) {
            data.put("sub_execute_id", source.subExecute());
        }
        lock.lock();
        try {
            if (source.end() && finished) {
                last = data;
            } else {
                append("Message", data);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void ended(Run run) {
        lock.lock();
        try {
            switch (run.status()) {
                case SUCCESS -> succeeded(run);
                case INTERRUPTED -> interrupted(run);
                case FAIL, CANCEL, RUNNING -> {
                    var data = Json.object().put("error_code", run.errorCode()).put("error_message", run.errorMsg());
                    append("Error", data.put("debug_url", RunAnswers.debugUrl(parts, run)));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void succeeded(Run run) {
        if (last != null) {
            var usage = RunAnswers.Usage.of(run);
            last.put("cost", "0.00").put("token", usage.tokenCount());
            last.set("usage", Json.mapper().valueToTree(usage));
            append("Message", last);
        }
        append("Done", Json.object().put("debug_url", RunAnswers.debugUrl(parts, run)));
    }

    private void interrupted(Run run) {
        var question = run.first();
        if (question == null) {
            return;
        }
        var message = Json.object();
        message.put("content", RunAnswers.shown(question)).put("content_type", "text").put("node_is_finish", true);
        message.put("node_seq_id", "0").put("node_title", question.title()).put("node_id", question.nodeId());
        append("Message", message);
        var data = Json.object();
        data.set("interrupt_data", Json.mapper().valueToTree(RunAnswers.interrupt(run, question)));
        data.put("node_title", question.title()).put("debug_url", RunAnswers.debugUrl(parts, run));
        append("Interrupt", data);
    }

    private void append(String name, ObjectNode data) {
        show(new RunEvent(++seq, RunEvent.frame(name, Json.bytes(data))));
    }

    void show(RunEvent event) {
        if (journal != null) {
            journal.add(event);
        } else {
            live.append(List.of(event));
        }
    }
}
