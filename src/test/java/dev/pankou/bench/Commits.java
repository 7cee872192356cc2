package dev.pankou.bench;

import dev.pankou.store.Databases;
import dev.pankou.store.Db;
import dev.pankou.store.StoreConfig;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** Durable rows a second: each call writes one small row and returns when it is on the disk. */
final class Commits implements AutoCloseable {
    private final AtomicLong ids = new AtomicLong();
    private final Db db;

    Commits(StoreConfig config) {
        db = Databases.open(config);
        db.write(handle -> handle.execute("CREATE TABLE bench_row (id bigint PRIMARY KEY, name text NOT NULL)"));
    }

    double rowsPerSecond(int callers, Duration duration) throws InterruptedException {
        var rows = new AtomicLong();
        var ended = new CountDownLatch(callers);
        var start = System.nanoTime();
        for (var i = 0; i < callers; i++) {
            Thread.ofVirtual().start(() -> {
                while (System.nanoTime() - start < duration.toNanos()) {
                    insert();
                    rows.incrementAndGet();
                }
                ended.countDown();
            });
        }
        ended.await();
        return rows.get() * 1e9 / (System.nanoTime() - start);
    }

    private void insert() {
        var id = ids.incrementAndGet();
        db.write(handle -> handle.createUpdate("INSERT INTO bench_row (id, name) VALUES (:id, :name)")
                .bind("id", id)
                .bind("name", "一个小行 a small row")
                .execute());
    }

    @Override
    public void close() {
        db.close();
    }
}
