package dev.pankou.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.store.Databases;
import dev.pankou.testing.Database;
import dev.pankou.time.Times;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
@Timeout(60)
record RunNodeTest(Database database) {
    @Test
    void aSweepThatTheStopInterruptsIsNoFailure() throws InterruptedException {
        var log = new Log();
        var logger = Logger.getLogger(RunNode.class.getName());
        logger.addHandler(log);
        try (var db = Databases.open(database.fresh())) {
            var begun = new CountDownLatch(1);
            var ended = new CountDownLatch(1);
            var node = RunNode.join(db, Times.system());
            node.every(() -> {
                begun.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
                try {
                    db.read(handle -> true); // refused with CancellationException, as in any sweep that is interrupted
                } finally {
                    ended.countDown();
                }
            });
            node.start();
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

            node.close();

            assertThat(ended.getCount()).as("the sweep ended before the node").isZero();
            long left = db.read(handle -> handle.createQuery("SELECT count(*) FROM node").mapTo(Long.class).one());
            assertThat(left).isZero();
            assertThat(log.lines).isEmpty();
        } finally {
            logger.removeHandler(log);
        }
    }

    private static final class Log extends Handler {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        public void publish(LogRecord line) {
            if (line.getLoggerName().equals(RunNode.class.getName())) {
                lines.add(line.getLevel() + " " + line.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
