package dev.pankou.event;

import dev.pankou.store.Db;
import dev.pankou.store.Notifications;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all nodes that something happened. On SQLite there is one process and a signal is a direct call; on PostgreSQL it
 * goes through LISTEN and NOTIFY. Receivers run on a virtual thread of their own.
 */
public final class Signals implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
    private static final String CHANNEL = "pankou";

    private final Db db;
    private final Map<String, List<Consumer<String>>> receivers = new ConcurrentHashMap<>();
    private final @Nullable Notifications notifications;

    public Signals(Db db) {
        this.db = db;
        this.notifications = db.listen(CHANNEL, this::received);
    }

    /** Calls {@code receiver} with the text of each signal of this topic, from every node. */
    public void on(String topic, Consumer<String> receiver) {
        receivers.computeIfAbsent(topic, key -> new CopyOnWriteArrayList<>()).add(receiver);
    }

    /** Sends a signal. Never fails: what depends on it also looks by itself. */
    public void send(String topic, String text) {
        deliver(topic, text);
        if (notifications != null) {
            db.submit(handle -> handle.createQuery("SELECT pg_notify(:channel, :text)")
                            .bind("channel", CHANNEL)
                            .bind("text", topic + " " + text)
                            .mapTo(String.class)
                            .findOne())
                    .exceptionally(failed -> {
                        LOG.warn("A signal to other nodes was lost topic={}", topic);
                        return java.util.Optional.empty();
                    });
        }
    }

    private void received(String payload) {
        var space = payload.indexOf(' ');
        if (space > 0) {
            deliver(payload.substring(0, space), payload.substring(space + 1));
        }
    }

    private void deliver(String topic, String text) {
        for (var receiver : receivers.getOrDefault(topic, List.of())) {
            Thread.startVirtualThread(() -> {
                try {
                    receiver.accept(text);
                } catch (RuntimeException failed) {
                    LOG.warn("A signal was not handled topic={}", topic, failed);
                }
            });
        }
    }

    @Override
    public void close() {
        if (notifications != null) {
            notifications.close();
        }
    }
}
