package dev.pankou.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pankou.testing.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementException;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
@Timeout(60)
final class DbTest {
    private final Database database;
    private Db db;

    DbTest(Database database) {
        this.database = database;
    }

    @BeforeEach
    void open() {
        db = Databases.open(database.empty(), "storetest/first");
    }

    @AfterEach
    void close() {
        db.close();
    }

    @Test
    void tellsWhenATableWasWritten() {
        var tables = List.of("item");
        if (database == Database.POSTGRESQL) {
            assertThat(db.version(tables)).isEqualTo(Db.UNKNOWN_VERSION); // others write too
            return;
        }
        var none = db.version(tables);
        db.write(handle -> insert(handle, 1, "a"));
        var one = db.version(tables);
        assertThat(one).isGreaterThan(none);
        db.write(handle -> insert(handle, 2, "b")); // by a statement that was kept
        var two = db.version(tables);
        assertThat(two).isGreaterThan(one);
        db.read(handle -> handle.createQuery("SELECT count(*) FROM item").mapTo(Long.class).one());
        assertThatThrownBy(() -> db.write(handle -> {
                    insert(handle, 3, "c");
                    throw new IllegalArgumentException("undone");
                }))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(db.version(tables)).isEqualTo(two);
        assertThat(db.version(List.of("other"))).isEqualTo(0);
        db.write(handle -> handle.createQuery("UPDATE item SET name = 'd' WHERE id = 1 RETURNING id")
                .mapTo(Long.class)
                .one());
        var three = db.version(tables);
        assertThat(three).isGreaterThan(two);
        db.write(handle -> handle.prepareBatch("DELETE FROM item WHERE id = ?").add(1).execute().length);
        assertThat(db.version(tables)).isGreaterThan(three);
    }

    @Test
    void readsWhatWasWritten() {
        db.write(handle -> insert(handle, 1, "盘扣 🪢"));

        assertThat(db.<String>read(handle -> handle.createQuery("SELECT name FROM item WHERE id = :id")
                        .bind("id", 1)
                        .mapTo(String.class)
                        .one()))
                .isEqualTo("盘扣 🪢");
        assertThat(db.dialect().name()).isEqualTo(database.name());
        db.check();
    }

    @Test
    void givesTheCallerItsOwnExceptionAndUndoesTheWork() {
        var mine = new IllegalArgumentException("mine");

        assertThatThrownBy(() -> db.write(handle -> {
                    insert(handle, 1, "a");
                    throw mine;
                }))
                .isSameAs(mine);
        assertThat(names()).isEmpty();
    }

    @Test
    void tellsNoValuesInFailures() {
        assertThatThrownBy(() -> db.write(handle -> handle.createUpdate("INSERT INTO nowhere (name) VALUES (:name)")
                        .bind("name", "what a user said")
                        .execute()))
                .hasMessageNotContaining("said")
                .hasStackTraceContaining("nowhere")
                .satisfies(failure -> assertThat(org.assertj.core.util.Throwables.getStackTrace(failure)).doesNotContain("said"));
    }

    @Test
    void keepsTheWorkOfOthersWhenOneFails() throws Exception {
        var inside = new CountDownLatch(1);
        var queued = new CountDownLatch(1);
        var first = db.submit(handle -> {
            inside.countDown();
            await(queued);
            return insert(handle, 1, "a");
        });
        await(inside);
        var good = db.submit(handle -> insert(handle, 2, "b"));
        var bad = db.submit(handle -> {
            insert(handle, 3, "c");
            return insert(handle, 3, "again");
        });
        var late = db.submit(handle -> insert(handle, 4, "d"));
        queued.countDown();

        first.get();
        good.get();
        late.get();
        assertThatThrownBy(bad::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(UnableToExecuteStatementException.class);
        assertThat(names()).containsExactly("a", "b", "d");
    }

    @Test
    void showsReadersOnlyWhatIsCommitted() throws Exception {
        var written = new CountDownLatch(1);
        var seen = new CountDownLatch(1);
        var work = db.submit(handle -> {
            insert(handle, 1, "a");
            written.countDown();
            await(seen);
            return 1;
        });

        await(written);
        assertThat(names()).isEmpty();
        seen.countDown();
        work.get();
        assertThat(names()).containsExactly("a");
    }

    @Test
    void readsOneSnapshot() throws Exception {
        var counted = new CountDownLatch(1);
        var written = new CountDownLatch(1);
        var counts = inThread(() -> db.read(handle -> {
            var before = count(handle);
            counted.countDown();
            await(written);
            return List.of(before, count(handle));
        }));

        await(counted);
        db.write(handle -> insert(handle, 1, "a"));
        written.countDown();
        assertThat(counts.get()).containsExactly(0, 0);
    }

    @Test
    void refusesToWriteInARead() {
        assertThatThrownBy(() -> db.read(handle -> insert(handle, 1, "a")))
                .isInstanceOf(UnableToExecuteStatementException.class);
        assertThat(names()).isEmpty();
    }

    @Test
    void goesOnAfterEveryKindOfFailure() {
        for (var i = 0; i < 20; i++) {
            assertThatThrownBy(() -> db.write(handle -> handle.execute("nonsense")))
                    .isInstanceOf(StatementException.class);
            assertThatThrownBy(() -> db.read(handle -> handle.execute("nonsense")))
                    .isInstanceOf(StatementException.class);
            assertThatThrownBy(() -> db.write(handle -> {
                        throw new StackOverflowError();
                    }))
                    .isInstanceOf(StackOverflowError.class);
        }

        db.write(handle -> insert(handle, 1, "a"));
        assertThat(names()).containsExactly("a");
    }

    @Test
    void joinsNestedTransactionsAndLetsNobodyEndThem() {
        db.write(handle -> handle.inTransaction(same -> insert(same, 1, "a")));

        assertThatThrownBy(() -> db.write(handle -> handle.commit())).isInstanceOf(IllegalStateException.class);
        assertThat(names()).containsExactly("a");
    }

    @Test
    void forgetsResultsThatAWorkLeftOpen() {
        db.write(handle -> handle.execute("INSERT INTO item (id, name) VALUES (1, 'a'), (2, 'b')"));

        for (var i = 0; i < 20; i++) {
            db.read(handle -> handle.createQuery("SELECT id FROM item").mapTo(long.class).iterator().next());
            db.write(handle -> handle.createQuery("SELECT id FROM item").mapTo(long.class).iterator().next());
        }
        db.write(handle -> insert(handle, 3, "c"));
        assertThat(names()).containsExactly("a", "b", "c");
    }

    @Test
    void returnsNullWhereTheWorkDoes() {
        assertThat(db.<@org.jspecify.annotations.Nullable String>read(handle -> null)).isNull();
    }

    @Test
    void runsManyCallersAtOnce() throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<Future<?>>();
            for (var i = 0; i < 2000; i++) {
                var id = i;
                results.add(callers.submit(() -> {
                    db.write(handle -> insert(handle, id, "n" + id));
                    return db.read(handle -> count(handle));
                }));
            }
            for (var result : results) {
                result.get();
            }
        }

        assertThat(db.<Integer>read(DbTest::count)).isEqualTo(2000);
    }

    @Test
    void cancelsTheWorkOfAnInterruptedCallerBeforeItBegins() throws Exception {
        var seen = new AtomicReference<Throwable>();
        var caller = Thread.ofVirtual().unstarted(() -> {
            try {
                Thread.currentThread().interrupt();
                db.write(handle -> insert(handle, 1, "a"));
            } catch (CancellationException cancelled) {
                if (Thread.currentThread().isInterrupted()) {
                    seen.set(cancelled);
                }
            }
        });

        caller.start();
        caller.join();
        assertThat(seen.get()).isNotNull();
        assertThat(names()).isEmpty();
    }

    @Test
    void finishesTheWorkOfACallerThatIsInterruptedMeanwhile() throws Exception {
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var result = new CompletableFuture<String>();
        var caller = Thread.ofVirtual().start(() -> {
            var rows = db.<Integer>write(handle -> {
                begun.countDown();
                await(go);
                return insert(handle, 1, "a");
            });
            result.complete(rows + " " + Thread.currentThread().isInterrupted());
        });

        await(begun);
        caller.interrupt();
        go.countDown();
        assertThat(result.get()).isEqualTo("1 true");
        assertThat(names()).containsExactly("a");
    }

    @Test
    void finishesAcceptedWorkAndRefusesLaterOnesWhenClosed() throws Exception {
        var accepted = db.submit(handle -> insert(handle, 1, "a"));

        db.close();
        assertThat(accepted.get()).isEqualTo(1);
        assertThatThrownBy(() -> db.write(handle -> 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> db.read(handle -> 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> db.submit(handle -> 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void runsContinuationsOutsideTheCommittingThread() throws Exception {
        var inside = new CountDownLatch(1);
        var held = new CountDownLatch(1);
        var continued = db.submit(handle -> {
                    await(inside);
                    return 1;
                })
                .thenApply(one -> {
                    await(held);
                    return one;
                });

        inside.countDown();
        db.write(handle -> insert(handle, 1, "a"));
        held.countDown();
        assertThat(continued.get()).isEqualTo(1);
    }

    private List<String> names() {
        return db.read(handle ->
                handle.createQuery("SELECT name FROM item ORDER BY id").mapTo(String.class).list());
    }

    private static int count(Handle handle) {
        return handle.createQuery("SELECT count(*) FROM item").mapTo(int.class).one();
    }

    private static int insert(Handle handle, long id, String name) {
        return handle.createUpdate("INSERT INTO item (id, name) VALUES (:id, :name)")
                .bind("id", id)
                .bind("name", name)
                .execute();
    }

    private static <T> CompletableFuture<T> inThread(java.util.function.Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> Thread.ofVirtual().start(task));
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody came");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
