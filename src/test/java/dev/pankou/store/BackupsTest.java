package dev.pankou.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pankou.testing.Database;
import dev.pankou.testing.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
@Timeout(60)
final class BackupsTest {
    private static final String MIGRATIONS = "storetest/second";

    private final Database database;
    private final Backups backups = new Backups(Clock.fixed(Instant.ofEpochMilli(1_700_000_000_123L), ZoneOffset.UTC));
    private final Path target = TestDatabases.folder().resolve("backup");
    private StoreConfig config;

    BackupsTest(Database database) {
        this.database = database;
    }

    @BeforeEach
    void fill() throws IOException {
        config = database.empty();
        var data = config.dataDirectory();
        try (var db = Databases.open(config, MIGRATIONS)) {
            db.write(handle -> {
                handle.execute("INSERT INTO item (id, name) VALUES (2, 'tab\t, newline\n, \\N and 盘扣 🪢')");
                handle.execute("INSERT INTO a_note (id, item_id, reply_to, text) VALUES (1, 2, NULL, NULL)");
                return handle.execute("INSERT INTO a_note (id, item_id, reply_to, text) VALUES (0, 2, 1, '')");
            });
        }
        Files.createDirectories(data.resolve("files/ab"));
        Files.write(data.resolve("files/ab/abcd"), new byte[] {0, 1, 2});
        Files.writeString(data.resolve("secret.key"), "key");
        Files.createDirectories(data.resolve("index"));
        Files.writeString(data.resolve("index/segment"), "made again");
    }

    @Test
    void restoresRowsAndFilesOfARunningServer() throws IOException {
        Manifest manifest;
        try (var running = Databases.open(config, MIGRATIONS)) {
            manifest = backups.backup(config, target);
            running.check();
        }
        var restored = database.empty();
        restore(restored);

        assertThat(backups.verify(target)).isEqualTo(manifest);
        assertThat(manifest.createdAt()).isEqualTo(1_700_000_000_123L);
        assertThat(manifest.schemaVersion()).isEqualTo(3);
        assertThat(rows(restored)).isEqualTo(rows(config)).hasSize(4);
        assertThat(restored.dataDirectory().resolve("files/ab/abcd")).hasBinaryContent(new byte[] {0, 1, 2});
        assertThat(restored.dataDirectory().resolve("secret.key")).hasContent("key");
        assertThat(restored.dataDirectory().resolve("index")).doesNotExist();
    }

    @Test
    void refusesAChangedFile() throws IOException {
        var manifest = backups.backup(config, target);
        var restored = database.empty();

        for (var entry : manifest.files()) {
            var file = target.resolve(entry.path());
            var original = Files.readAllBytes(file);
            var changed = original.clone();
            changed[changed.length / 2] ^= 1;
            Files.write(file, changed);
            assertThatThrownBy(() -> restore(restored))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("damaged: " + entry.path());
            Files.write(file, original);
        }
        assertThat(restored.dataDirectory()).isEmptyDirectory();
        restore(restored);
    }

    @Test
    void refusesAnIncompleteBackup() throws IOException {
        backups.backup(config, target);
        Files.delete(target.resolve("files/ab/abcd"));
        assertThatThrownBy(() -> backups.verify(target)).isInstanceOf(StoreException.class).hasMessageContaining("missing");

        Files.delete(target.resolve(Manifest.NAME));
        assertThatThrownBy(() -> backups.verify(target))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no complete backup");
    }

    @Test
    void refusesAFolderThatIsNotEmpty() throws IOException {
        backups.backup(config, target);

        assertThatThrownBy(() -> backups.backup(config, target))
                .isInstanceOf(StoreException.class)
                .hasMessage("The folder " + target + " is not empty");
        var before = rows(config);
        assertThatThrownBy(() -> restore(config)).isInstanceOf(StoreException.class).hasMessageContaining("is not empty");
        assertThat(rows(config)).isEqualTo(before);
    }

    @Test
    void refusesADatabaseThatIsNotEmptyAndLeavesTheFolderEmpty() {
        if (database == Database.SQLITE) {
            return; // the folder is the database
        }
        backups.backup(config, target);
        var folder = TestDatabases.folder();

        assertThatThrownBy(() -> restore(StoreConfig.of(folder, config.jdbcUrl())))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("The database is not empty");
        assertThat(folder.toFile().list()).containsExactly(FolderLock.NAME);
    }

    @Test
    void refusesABackupOfANewerSchemaOrTheOtherDatabase() {
        backups.backup(config, target);
        var restored = database.empty();
        var other = (database == Database.SQLITE ? Database.POSTGRESQL : Database.SQLITE).empty();

        assertThatThrownBy(() -> backups.restore(target, restored, Databases.migrations(restored, "storetest/first")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("schema version 3");
        assertThatThrownBy(() -> restore(other))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("cannot be restored to");
    }

    @Test
    void refusesAPathThatLeadsOutside() throws IOException {
        backups.backup(config, target);
        var file = target.resolve(Manifest.NAME);
        Files.writeString(
                file, Files.readString(file).replace("secret.key", "../secret.key"), StandardOpenOption.TRUNCATE_EXISTING);

        assertThatThrownBy(() -> backups.verify(target))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("outside");
    }

    private void restore(StoreConfig restored) {
        backups.restore(target, restored, Databases.migrations(restored, MIGRATIONS));
    }

    private static List<String> rows(StoreConfig config) {
        try (var db = Databases.open(config, MIGRATIONS)) {
            db.check();
            return db.read(handle -> handle.createQuery("""
                            SELECT id || name FROM item
                             UNION ALL
                            SELECT id || coalesce(text, 'null') || coalesce(reply_to, -1) FROM a_note
                             ORDER BY 1
                            """).mapTo(String.class).list());
        }
    }
}
