package dev.pankou.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pankou.testing.Database;
import dev.pankou.testing.TestDatabases;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class PostgresDbTest {
    @Test
    void goesOnByItselfAfterTheServerWasAway() throws Exception {
        try (var outage = TestDatabases.outage();
                var db = Databases.open(outage.config(), "storetest/first")) {
            var acknowledged = ConcurrentHashMap.<Long>newKeySet();
            var failures = ConcurrentHashMap.<Throwable>newKeySet();
            var ids = new AtomicLong();
            var stop = new AtomicBoolean();
            var before = new CountDownLatch(200);
            var refused = new CountDownLatch(8);
            var after = new AtomicInteger();
            var recovered = new CountDownLatch(200);
            var callers = new ArrayList<Thread>();
            for (var i = 0; i < 8; i++) {
                callers.add(Thread.ofVirtual().start(() -> {
                    while (!stop.get()) {
                        var id = ids.incrementAndGet();
                        try {
                            db.write(handle -> insert(handle, id));
                            acknowledged.add(id);
                            before.countDown();
                            if (refused.getCount() == 0 && after.incrementAndGet() > 0) {
                                recovered.countDown();
                            }
                        } catch (RuntimeException failure) {
                            failures.add(failure);
                            refused.countDown();
                        }
                    }
                }));
            }

            before.await();
            outage.stop();
            refused.await();
            assertThatThrownBy(() -> db.read(PostgresDbTest::ids)).isInstanceOf(StoreUnavailable.class);
            assertThatThrownBy(db::check).isInstanceOf(IllegalStateException.class);
            outage.start();
            recovered.await();
            stop.set(true);
            for (var caller : callers) {
                caller.join();
            }

            assertThat(failures).isNotEmpty().allSatisfy(each -> assertThat(each).isInstanceOf(StoreUnavailable.class));
            assertThat(db.<Set<Long>>read(PostgresDbTest::ids)).containsAll(acknowledged);
            db.check();
        }
    }

    @Test
    void runsAWorkAgainThatLostADeadlock() throws Exception {
        try (var db = Databases.open(Database.POSTGRESQL.empty(), "storetest/first")) {
            db.write(handle -> insert(handle, 1) + insert(handle, 2));
            var met = new CyclicBarrier(2);
            var runs = new AtomicInteger();
            var up = db.submit(handle -> bothUpdated(handle, runs, met, 1, 2));
            var down = db.submit(handle -> bothUpdated(handle, runs, met, 2, 1));

            up.get();
            down.get();
            assertThat(runs).hasValueGreaterThan(2); // the loser may take its row again before the other one wakes, and lose again
            assertThat(db.<List<String>>read(handle -> handle.createQuery("SELECT name FROM item ORDER BY id")
                            .mapTo(String.class)
                            .list()))
                    .containsExactly("n++", "n++");
        }
    }

    /** Updates two rows in the given order; the first two runs wait for each other in between, which is a deadlock. */
    private static int bothUpdated(Handle handle, AtomicInteger runs, CyclicBarrier met, long first, long second) {
        var run = runs.incrementAndGet();
        update(handle, first);
        if (run <= 2) {
            try {
                met.await();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
        return update(handle, second);
    }

    private static int update(Handle handle, long id) {
        return handle.createUpdate("UPDATE item SET name = name || '+' WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    private static int insert(Handle handle, long id) {
        return handle.createUpdate("INSERT INTO item (id, name) VALUES (:id, 'n')")
                .bind("id", id)
                .execute();
    }

    private static Set<Long> ids(Handle handle) {
        return handle.createQuery("SELECT id FROM item").mapTo(Long.class).set();
    }
}
