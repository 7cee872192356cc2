package dev.pankou.store;

import dev.pankou.testing.TestDatabases;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;

/** Durable small rows a second on SQLite: many callers grouped against one caller that commits each row. Run by hand. */
final class StoreBench {
    private static final long NANOS = 4_000_000_000L;
    private static final int CALLERS = 1000;

    private final AtomicLong ids = new AtomicLong();
    private final Db db;

    private StoreBench(Db db) {
        this.db = db;
    }

    public static void main(String[] arguments) throws InterruptedException {
        var folder = arguments.length == 0 ? TestDatabases.folder() : Path.of(arguments[0]);
        try (var db = Databases.open(StoreConfig.of(folder, null), "storetest/first")) {
            var bench = new StoreBench(db);
            bench.writes(CALLERS); // warm up
            var alone = bench.writes(1);
            var grouped = bench.writes(CALLERS);
            System.out.printf("commit each  %,9d rows/s%n", alone);
            System.out.printf("%d callers %,9d rows/s, ratio %.1f%n", CALLERS, grouped, (double) grouped / alone);
            System.out.printf("reads        %,9d /s with %d callers%n", bench.reads(CALLERS), CALLERS);
        }
    }

    private long writes(int callers) throws InterruptedException {
        return rate(callers, () -> db.write(this::insert));
    }

    private long reads(int callers) throws InterruptedException {
        return rate(callers, () -> db.<String>read(handle -> handle.createQuery("SELECT name FROM item WHERE id = :id")
                .bind("id", 1)
                .mapTo(String.class)
                .one()));
    }

    private int insert(Handle handle) {
        return handle.createUpdate("INSERT INTO item (id, name) VALUES (:id, :name)")
                .bind("id", ids.incrementAndGet())
                .bind("name", "一个小行 a small row")
                .execute();
    }

    private static long rate(int callers, Runnable call) throws InterruptedException {
        var calls = new AtomicLong();
        var ended = new CountDownLatch(callers);
        var start = System.nanoTime();
        for (var i = 0; i < callers; i++) {
            Thread.ofVirtual().start(() -> {
                while (System.nanoTime() - start < NANOS) {
                    call.run();
                    calls.incrementAndGet();
                }
                ended.countDown();
            });
        }
        ended.await();
        return calls.get() * 1_000_000_000L / (System.nanoTime() - start);
    }
}
