package dev.pankou.plugin;

import dev.pankou.id.Id;
import dev.pankou.plugin.PluginStore.Use;
import dev.pankou.store.Db;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Counts calls in memory and adds them to the store now and then: a crash loses seconds of statistics, a call costs no write. */
final class CallCounts {
    private final Db db;
    private final PluginStore store = new PluginStore();
    private final ReentrantLock lock = new ReentrantLock();
    private Map<Id, Use> counts = new HashMap<>();

    CallCounts(Db db) {
        this.db = db;
    }

    void add(Id plugin, boolean failed, long millis) {
        lock.lock();
        try {
            counts.merge(plugin, new Use(1, failed ? 1 : 0, millis), CallCounts::sum);
        } finally {
            lock.unlock();
        }
    }

    static Use sum(Use one, Use other) {
        return new Use(one.calls() + other.calls(), one.failures() + other.failures(), one.millis() + other.millis());
    }

    /** What was counted and not yet stored. */
    Map<Id, Use> waiting() {
        lock.lock();
        try {
            return Map.copyOf(counts);
        } finally {
            lock.unlock();
        }
    }

    void flush() {
        Map<Id, Use> taken;
        lock.lock();
        try {
            taken = counts;
            if (taken.isEmpty()) {
                return;
            }
            counts = new HashMap<>();
        } finally {
            lock.unlock();
        }
        db.write(handle -> {
            taken.forEach((plugin, use) -> store.used(handle, plugin, use));
            return taken.size();
        });
    }
}
