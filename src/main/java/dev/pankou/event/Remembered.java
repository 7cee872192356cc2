package dev.pankou.event;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Keeps what was read from the store until some node says that anything of its topic changed: for what is read by every chat
 * and changes rarely. The node that changed something goes by it at once; another one may go by what it knows for up to 30 s,
 * when the signal was lost. Threads share it.
 */
public final class Remembered<K, V> {
    private static final Duration TRUSTED = Duration.ofSeconds(30);
    private static final long MOST = 100_000;

    private final Signals signals;
    private final String topic;
    private final AtomicLong changes = new AtomicLong();
    private final Cache<K, Known<V>> cache =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(TRUSTED).build();

    /** A value and what {@link #changes} was before it was read. */
    private record Known<V>(long change, V value) {}

    public Remembered(Signals signals, String topic) {
        this.signals = signals;
        this.topic = topic;
        signals.on(topic, text -> changes.incrementAndGet());
    }

    /** What is known of {@code key}, or else what {@code read} finds in the store. */
    public V get(K key, Supplier<V> read) {
        var change = changes.get();
        var known = cache.getIfPresent(key);
        if (known == null || known.change() != change) {
            known = new Known<>(change, read.get());
            cache.put(key, known);
        }
        return known.value();
    }

    /** Forgets everything, here and on the other nodes. To be called after the commit. */
    public void changed() {
        changes.incrementAndGet();
        signals.send(topic, "changed");
    }
}
