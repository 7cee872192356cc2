package dev.pankou.chat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

import dev.pankou.api.LiveEvents;
import dev.pankou.api.ReplayedEvents;
import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.json.WireText;
import dev.pankou.run.LiveStream;
import dev.pankou.run.RunEvent;

/** A chat whose stream broke. */
record ChatReplay(ChatParts parts, Id creator, Id chat) implements ReplayedEvents.Source {
    @Override
    public String name() {
        return chat.toString();
    }

    @Override
    public List<RunEvent> stored(long after, int most) {
        return parts.db().read(handle -> parts.store().events(handle, chat, after, most));
    }

    @Override
    public boolean isLast(RunEvent event) {
        return LiveEvents.isNamed(event, "done");
    }

    @Override
    public @Nullable LiveStream live() {
        var run = parts.runs().find(chat);
        return run == null ? null : run.live();
    }

    @Override
    public @Nullable Boolean isOver() {
        return parts.db()
                .read(handle -> parts.store().find(handle, creator, chat))
                .map(row -> row.status() != ChatStatus.IN_PROGRESS)
                .orElse(null);
    }

    @Override
    public List<RunEvent> ending(long from) {
        var row = parts.db().read(handle -> parts.store().find(handle, creator, chat)).orElse(null);
        if (row == null) {
            return List.of();
        }
        var events = new ArrayList<RunEvent>();
        var name = "conversation.chat." + WireText.of(row.status());
        events.add(new RunEvent(from, RunEvent.frame(name, Json.bytes(ChatView.event(row, row.status())))));
        events.add(new RunEvent(from + 1, RunEvent.frame("done", Json.bytes("[DONE]"))));
        parts.db().write(handle -> {
            parts.store().insertEvents(handle, chat, events, parts.clock().millis());
            return true;
        });
        return events;
    }
}
