package dev.pankou.chat;

import dev.pankou.api.EventSource;
import dev.pankou.api.LiveEvents;
import dev.pankou.http.EventStream;
import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.json.WireText;
import dev.pankou.run.RunEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Goes on with a stream that broke, on any node: what is stored first, then what the run makes. A chat that ended without
 * its last events being stored (its node died) gets them now, under the next numbers.
 */
final class ChatReplay implements EventSource {
    private static final int PAGE = 200;
    private static final long LOOK_MILLIS = 100;

    private final ChatParts parts;
    private final Id creator;
    private final Id chat;
    private final Duration heartbeat;
    private final LiveEvents.Dropped dropped = new LiveEvents.Dropped();
    private long after;

    /** @param after number of the last event that the client has */
    ChatReplay(ChatParts parts, Id creator, Id chat, long after, Duration heartbeat) {
        this.parts = parts;
        this.creator = creator;
        this.chat = chat;
        this.after = after;
        this.heartbeat = heartbeat;
    }

    @Override
    public void writeTo(EventStream out) {
        var silent = System.nanoTime();
        while (!Thread.currentThread().isInterrupted()) {
            // The run is looked up first: what it stored before it ended is then found below.
            var run = parts.runs().find(chat);
            var events = stored();
            if (!events.isEmpty()) {
                out.write(LiveEvents.named(events, chat.toString()));
                silent = System.nanoTime();
                if (LiveEvents.isNamed(events.getLast(), "done")) {
                    return;
                }
                continue;
            }
            if (run != null) {
                var live = run.live().subscribe(after, dropped);
                if (live != null) {
                    new LiveEvents(live, LiveEvents.Style.NAMED, chat.toString(), heartbeat, dropped).writeTo(out);
                    return;
                }
            }
            var row = parts.db().read(handle -> parts.store().find(handle, creator, chat));
            if (row.isEmpty()) {
                return;
            }
            if (row.get().status() != ChatStatus.IN_PROGRESS && stored(1).isEmpty()) {
                if (!sawTheEnd()) {
                    out.write(LiveEvents.named(ending(row.get()), chat.toString()));
                }
                return;
            }
            if (System.nanoTime() - silent > heartbeat.toNanos()) {
                out.write(LiveEvents.keepAlive());
                silent = System.nanoTime();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
        }
    }

    /** The next stored events up to the end of this stream; they count as seen. */
    private List<RunEvent> stored() {
        var found = stored(PAGE);
        for (var i = 0; i < found.size(); i++) {
            if (LiveEvents.isNamed(found.get(i), "done")) {
                found = found.subList(0, i + 1);
            }
        }
        if (!found.isEmpty()) {
            after = found.getLast().seq();
        }
        return found;
    }

    private List<RunEvent> stored(int most) {
        return parts.db().read(handle -> parts.store().events(handle, chat, after, most));
    }

    /** Whether the client's last event was the last one there is. */
    private boolean sawTheEnd() {
        var last = after == 0 ? List.<RunEvent>of() : parts.db().read(handle -> parts.store().events(handle, chat, after - 1, 1));
        return !last.isEmpty() && last.getFirst().seq() == after && LiveEvents.isNamed(last.getFirst(), "done");
    }

    private List<RunEvent> ending(Chat row) {
        var events = new ArrayList<RunEvent>();
        var name = "conversation.chat." + WireText.of(row.status());
        events.add(new RunEvent(after + 1, RunEvent.frame(name, Json.bytes(ChatView.event(row, row.status())))));
        events.add(new RunEvent(after + 2, RunEvent.frame("done", Json.bytes("[DONE]"))));
        parts.db().write(handle -> {
            parts.store().insertEvents(handle, chat, events, parts.clock().millis());
            return true;
        });
        return events;
    }
}
