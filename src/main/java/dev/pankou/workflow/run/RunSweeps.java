package dev.pankou.workflow.run;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.pankou.id.Ids;
import dev.pankou.workflow.node.NodeException;

/** Takes over or ends runs that nobody works on any more, and removes what is past its time. Every step may run twice, on any node. */
final class RunSweeps {
    private static final Logger LOG = LoggerFactory.getLogger(RunSweeps.class);
    /** A run of this node's own that is nowhere to be found may have just begun. */
    private static final long BEGINNING_MILLIS = 15_000;

    static final String OWNER_GONE = "the server that ran this workflow stopped";
    private static final int PAGE = 500;
    private static final Duration EVENTS_KEPT = Duration.ofHours(24);

    private final RunParts parts;
    private final RunService service;

    RunSweeps(RunParts parts, RunService service) {
        this.parts = parts;
        this.service = service;
    }

    /** Goes on with asynchronous runs whose owner is gone, and ends the others. */
    void recover() {
        var now = parts.clock().millis();
        var me = parts.node().incarnation();
        var orphans = parts.db().read(parts.store()::running).stream()
                .filter(run -> run.owner() != me
                        || (parts.runs().find(run.id()) == null && Math.abs(now - run.updatedAt()) > BEGINNING_MILLIS))
                .toList();
        if (orphans.isEmpty()) {
            return;
        }
        var living = parts.db().write(parts.node()::living);
        var ended = 0;
        var taken = 0;
        for (var run : orphans) {
            if (run.owner() != me && run.owner() != 0 && living.contains(run.owner())) {
                continue;
            }
            if (run.mode() == Run.Mode.ASYNC) {
                taken += service.takeOver(run.id(), run.owner()) ? 1 : 0;
            } else {
                ended += parts.db().write(handle -> parts.store().abandon(
                                handle,
                                run.id(),
                                run.owner(),
                                NodeException.EXECUTION,
                                OWNER_GONE,
                                now))
                        ? 1
                        : 0;
            }
        }
        if (ended + taken > 0) {
            LOG.info("Runs whose server stopped: taken over={} ended={}", taken, ended);
        }
    }

    /** Ends what waited too long and removes what is past its time. */
    void expire() {
        var now = parts.clock().millis();
        var ended = parts.db().write(handle -> parts.store().expireWaiting(
                handle,
                now - parts.times().waiting().toMillis(),
                NodeException.EXECUTION,
                "nobody answered in time",
                now));
        parts.flows().expired(ended);
        if (!ended.isEmpty()) {
            LOG.info("Runs whose questions nobody answered were ended count={}", ended.size());
        }
        parts.db().write(handle -> parts.store().deleteEvents(handle, now - EVENTS_KEPT.toMillis()));
        var before = now - parts.times().kept().toMillis();
        parts.db().write(handle -> parts.store().deleteBefore(handle, Ids.firstAt(before).value(), before, PAGE));
    }
}
