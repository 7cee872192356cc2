package dev.pankou.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pankou.testing.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SqliteDbTest {
    private StoreConfig config;
    private Db db;

    @BeforeEach
    void open() {
        config = Database.SQLITE.empty();
        db = Databases.open(config, "storetest/first");
    }

    @AfterEach
    void close() {
        db.close();
    }

    @Test
    void survivesAPowerCutByItsSettings() {
        assertThat(db.<List<String>>write(handle -> List.of(
                        pragma(handle, "journal_mode"), pragma(handle, "synchronous"), pragma(handle, "foreign_keys"))))
                .containsExactly("wal", "2", "1");
    }

    @Test
    void undoesOneWorkOfAGroupToItsSavepoint() {
        var results = grouped(List.of(
                handle -> insert(handle, 1, "a"),
                handle -> {
                    insert(handle, 2, "b");
                    throw new IllegalArgumentException("mine");
                },
                handle -> insert(handle, 2, "c")));

        assertThat(results.get(0)).isCompletedWithValue(1);
        assertThat(results.get(1)).isCompletedExceptionally();
        assertThat(results.get(2)).isCompletedWithValue(1);
        assertThat(ids()).containsExactly(1L, 2L);
    }

    @Test
    void failsTheWholeGroupWhenItCannotCommit() {
        var results = grouped(List.of(handle -> insert(handle, 1, "a"), handle -> {
            insert(handle, 2, "b");
            return handle.execute("ROLLBACK"); // as SQLite itself may do when the disk fails
        }));

        for (var result : results) {
            assertThatThrownBy(result::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(StoreUnavailable.class);
        }
        assertThat(ids()).isEmpty();
        db.write(handle -> insert(handle, 3, "c"));
        assertThat(ids()).containsExactly(3L);
    }

    @Test
    void losesNothingAcknowledgedWhenTheDiskIsFull() {
        var acknowledged = new ArrayList<Long>();
        limitPages(40);

        assertThatThrownBy(() -> {
                    for (var id = 1L; ; id++) {
                        var row = id;
                        db.write(handle -> insert(handle, row, "x".repeat(1000)));
                        acknowledged.add(row);
                    }
                })
                .isInstanceOf(StoreUnavailable.class)
                .hasMessage("The disk is full");
        assertThat(acknowledged).isNotEmpty();
        assertThat(ids()).containsExactlyElementsOf(acknowledged);

        limitPages(100_000);
        db.write(handle -> insert(handle, 0, "there is room again"));
        db.check();
        db.close();
        db = Databases.open(config, "storetest/first");
        assertThat(ids()).hasSize(acknowledged.size() + 1).containsAll(acknowledged);
    }

    @Test
    void failsOnlyTheWorkThatFillsTheDisk() {
        limitPages(40);

        var results = grouped(List.of(
                handle -> insert(handle, 1, "a"),
                handle -> insert(handle, 2, "x".repeat(1_000_000)),
                handle -> insert(handle, 3, "c")));

        var kept = new ArrayList<Long>();
        for (var id = 1L; id <= 3; id++) {
            if (!results.get((int) id - 1).isCompletedExceptionally()) {
                kept.add(id);
            }
        }
        assertThatThrownBy(results.get(1)::get).hasCauseInstanceOf(StoreUnavailable.class);
        assertThat(ids()).containsExactlyElementsOf(kept);
        db.write(handle -> insert(handle, 4, "d"));
    }

    @Test
    void refusesACallFromInsideAWork() {
        assertThatThrownBy(() -> db.write(handle -> db.write(same -> 1))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> db.read(handle -> db.read(same -> 1))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void namesTheRowsThatReferToNothing() {
        db.write(handle -> {
            handle.execute("CREATE TABLE child (item_id bigint REFERENCES item (id))");
            return 1;
        });
        assertThatThrownBy(() -> db.write(handle -> handle.execute("INSERT INTO child VALUES (7)")))
                .isInstanceOf(UnableToExecuteStatementException.class);
        db.close();
        try (var plain = java.sql.DriverManager.getConnection("jdbc:sqlite:" + config.file());
                var statement = plain.createStatement()) {
            statement.execute("INSERT INTO child VALUES (7)"); // foreign keys are off by default
        } catch (java.sql.SQLException e) {
            throw new AssertionError(e);
        }
        db = Databases.open(config, "storetest/first");

        assertThatThrownBy(db::check).isInstanceOf(IllegalStateException.class).hasMessageContaining("child row 1 -> item");
    }

    @Test
    void keepsWhatWasAcknowledgedWhenTheProcessIsKilled() throws Exception {
        var data = Database.SQLITE.empty();
        var child = DatabasesTest.java(Writer.class, data.dataDirectory());
        var acknowledged = new ArrayList<Long>();
        var out = child.inputReader();
        while (acknowledged.size() < 500) {
            acknowledged.add(Long.valueOf(out.readLine()));
        }
        child.destroyForcibly().waitFor();

        try (var after = Databases.open(data, "storetest/first")) {
            after.check();
            assertThat(after.<List<Long>>read(SqliteDbTest::ids)).containsAll(acknowledged);
        }
    }

    /** Runs the works in one transaction, by holding the writer until all are queued; returns when all have ended. */
    private List<CompletableFuture<Integer>> grouped(List<Work<Integer>> works) {
        var inside = new CountDownLatch(1);
        var queued = new CountDownLatch(1);
        var holder = db.submit(handle -> {
            inside.countDown();
            await(queued);
            return 0;
        });
        await(inside);
        var results = works.stream().map(db::submit).toList();
        queued.countDown();
        holder.join();
        CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
                .exceptionally(failed -> null)
                .join();
        return results;
    }

    private void limitPages(int pages) {
        db.write(handle -> pragma(handle, "max_page_count = " + pages));
    }

    private static String pragma(Handle handle, String name) {
        return handle.createQuery("PRAGMA " + name).mapTo(String.class).one();
    }

    private List<Long> ids() {
        return db.read(SqliteDbTest::ids);
    }

    private static List<Long> ids(Handle handle) {
        return handle.createQuery("SELECT id FROM item ORDER BY id").mapTo(Long.class).list();
    }

    private static int insert(Handle handle, long id, String name) {
        return handle.createUpdate("INSERT INTO item (id, name) VALUES (:id, :name)")
                .bind("id", id)
                .bind("name", name)
                .execute();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Writes rows from several threads and prints each id once it is acknowledged, until it is killed. */
    static final class Writer {
        public static void main(String[] arguments) throws InterruptedException {
            var db = Databases.open(StoreConfig.of(java.nio.file.Path.of(arguments[0]), null), "storetest/first");
            var threads = new ArrayList<Thread>();
            for (var first = 0L; first < 8; first++) {
                var start = first * 1_000_000;
                threads.add(Thread.ofVirtual().start(() -> {
                    for (var id = start; ; id++) {
                        var row = id;
                        db.write(handle -> insert(handle, row, "n"));
                        System.out.println(row);
                    }
                }));
            }
            for (var thread : threads) {
                thread.join();
            }
        }
    }
}
