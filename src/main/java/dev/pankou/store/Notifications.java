package dev.pankou.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on a channel of PostgreSQL with a connection and a thread of its own, which come back when the server does. */
public final class Notifications implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
    private static final int WAIT_MILLIS = 10_000;
    private static final long PAUSE_MILLIS = 1000;

    private final Supplier<Connection> connect;
    private final String channel;
    private final Consumer<String> receiver;
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable Connection connection;

    /** @param channel a fixed name of ours: letters only, because it stands in the SQL text */
    Notifications(Supplier<Connection> connect, String channel, Consumer<String> receiver) {
        this.connect = connect;
        this.channel = channel;
        this.receiver = receiver;
        thread = Thread.ofVirtual().name("store-listen").start(this::listen);
    }

    private void listen() {
        while (!closed) {
            try (var open = connect.get();
                    var statement = open.createStatement()) {
                connection = open;
                statement.execute("LISTEN " + channel);
                var listening = open.unwrap(PGConnection.class);
                while (!closed) {
                    var found = listening.getNotifications(WAIT_MILLIS);
                    if (found != null) {
                        for (var notification : found) {
                            receiver.accept(notification.getParameter());
                        }
                    }
                }
            } catch (SQLException | StoreException lost) {
                if (!closed) {
                    LOG.warn("Listening for signals broke off, trying again: {}", lost.getMessage());
                    pause();
                }
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        var open = connection;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException alreadyBroken) {
                LOG.debug("The listening connection was broken already");
            }
        }
        thread.interrupt();
    }
}
