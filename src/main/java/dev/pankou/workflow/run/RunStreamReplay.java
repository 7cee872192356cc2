package dev.pankou.workflow.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

import dev.pankou.api.LiveEvents;
import dev.pankou.api.ReplayedEvents;
import dev.pankou.id.Id;
import dev.pankou.run.LiveStream;
import dev.pankou.run.RunEvent;

/** A run whose stream broke; whether the caller may see it was checked. */
record RunStreamReplay(RunParts parts, Id run) implements ReplayedEvents.Source {
    @Override
    public String name() {
        return run.toString();
    }

    @Override
    public List<RunEvent> stored(long after, int most) {
        return parts.db().read(handle -> parts.store().events(handle, run, after, most));
    }

    @Override
    public boolean isLast(RunEvent event) {
        return LiveEvents.isNamed(event, "Done") || LiveEvents.isNamed(event, "Error") || LiveEvents.isNamed(event, "Interrupt");
    }

    @Override
    public @Nullable LiveStream live() {
        var work = parts.runs().find(run);
        return work == null ? null : work.live();
    }

    @Override
    public @Nullable Boolean isOver() {
        return parts.db()
                .read(handle -> parts.store().find(handle, run))
                .map(row -> row.status() != Run.Status.RUNNING)
                .orElse(null);
    }

    @Override
    public List<RunEvent> ending(long from) {
        var row = parts.db().read(handle -> parts.store().find(handle, run)).orElse(null);
        if (row == null) {
            return List.of();
        }
        var events = RunEvents.ending(parts, row, from);
        parts.db().write(handle -> {
            parts.store().insertEvents(handle, run, events, parts.clock().millis());
            return true;
        });
        return events;
    }
}
