package dev.pankou.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL: one transaction a caller, in READ COMMITTED; reads in a REPEATABLE READ snapshot. Each has connections of its
 * own, so that setting the level costs no round trip and neither can starve the other. Works run on virtual threads of the
 * store, because an interrupt in the caller's would close the connection under the transaction.
 */
final class PostgresDb implements Db {
    static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final int RETRIES = 3;

    private final String jdbcUrl;
    private final AutoCloseable lock;
    private final HikariDataSource writePool;
    private final HikariDataSource readPool;
    private final Jdbi writes;
    private final Jdbi reads;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** @param lock closed last */
    PostgresDb(String jdbcUrl, int poolSize, AutoCloseable lock) {
        this.jdbcUrl = jdbcUrl;
        this.lock = lock;
        this.writePool = pool(jdbcUrl, "store-write", poolSize / 2, false);
        this.readPool = pool(jdbcUrl, "store-read", poolSize - poolSize / 2, true);
        this.writes = jdbi(writePool);
        this.reads = jdbi(readPool);
    }

    /** Settings of all our connections; what the URL says goes first. */
    static Properties properties() {
        var properties = new Properties();
        properties.setProperty("ApplicationName", "pankou");
        properties.setProperty("connectTimeout", Long.toString(TIMEOUT.toSeconds()));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("logServerErrorDetail", "false"); // it quotes rows, and messages end up in logs
        return properties;
    }

    private static HikariDataSource pool(String jdbcUrl, String name, int size, boolean readOnly) {
        var config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl);
        config.setPoolName(name);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(TIMEOUT.toMillis());
        config.setInitializationFailTimeout(-1); // Databases has already looked
        config.setAutoCommit(false);
        config.setReadOnly(readOnly);
        config.setTransactionIsolation(readOnly ? "TRANSACTION_REPEATABLE_READ" : "TRANSACTION_READ_COMMITTED");
        config.setDataSourceProperties(properties());
        config.addDataSourceProperty("socketTimeout", Long.toString(SILENCE.toSeconds()));
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        return new HikariDataSource(config);
    }

    private static Jdbi jdbi(HikariDataSource pool) {
        var jdbi = Jdbi.create(pool);
        jdbi.setTransactionHandler(new Joined());
        jdbi.configure(StatementExceptions.class, Failures::withoutValues);
        jdbi.configure(Handles.class, handles -> handles.setForceEndTransactions(false)); // we do
        return jdbi;
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
        return started(new Call<>(work, Runnable::run), reads, false).await();
    }

    @Override
    public <T extends @Nullable Object> T write(Work<T> work) {
        return started(new Call<>(work, Runnable::run), writes, true).await();
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> submit(Work<T> work) {
        return started(new Call<>(work, Runnable::run), writes, true).future();
    }

    private <T extends @Nullable Object> Call<T> started(Call<T> call, Jdbi jdbi, boolean writing) {
        if (Thread.currentThread().isInterrupted()) {
            throw Call.cancelled();
        }
        try {
            threads.execute(() -> {
                try {
                    run(call, jdbi, writing);
                } catch (Throwable failure) { // thread top: it goes to the caller
                    call.fail(Failures.seen(failure, writing));
                    return;
                }
                call.succeed();
            });
            return call;
        } catch (RejectedExecutionException shut) {
            throw CallQueue.closedAlready();
        }
    }

    private static void run(Call<?> call, Jdbi jdbi, boolean writing) throws SQLException {
        for (var retries = RETRIES; ; retries--) {
            try (var handle = jdbi.open()) {
                if (retries == RETRIES && !call.begin()) {
                    return;
                }
                try {
                    call.run(handle);
                    handle.getConnection().commit();
                    return;
                } catch (Throwable failure) {
                    undo(handle.getConnection(), failure);
                    if (retries == 0 || !writing || !Failures.lostRace(failure)) {
                        throw failure;
                    }
                }
            }
        }
    }

    private static void undo(java.sql.Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException broken) {
            failure.addSuppressed(broken); // the server undoes what has no connection any more
        }
    }

    @Override
    public long version(List<String> tables) {
        return UNKNOWN_VERSION; // other nodes write too
    }

    @Override
    public Dialect dialect() {
        return Dialect.POSTGRESQL;
    }

    @Override
    public DataSource connections() {
        return writePool;
    }

    @Override
    public Notifications listen(String channel, Consumer<String> receiver) {
        return new Notifications(
                () -> {
                    try {
                        return DriverManager.getConnection(jdbcUrl, properties());
                    } catch (SQLException unreachable) {
                        throw new StoreUnavailable("The database cannot be reached", unreachable);
                    }
                },
                channel,
                receiver);
    }

    @Override
    public void check() {
        try {
            var one = read(handle -> handle.createQuery("SELECT 1").mapTo(int.class).one());
            if (one != 1) {
                throw new IllegalStateException("The database answers 1 with " + one);
            }
        } catch (StoreUnavailable unavailable) {
            throw new IllegalStateException(unavailable.getMessage(), unavailable);
        }
    }

    @Override
    public void close() {
        threads.close();
        writePool.close();
        readPool.close();
        try {
            lock.close();
        } catch (Exception e) {
            throw new IllegalStateException("the data folder could not be released", e);
        }
    }
}
