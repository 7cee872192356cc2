package dev.pankou.store;

import dev.pankou.json.Json;
import dev.pankou.store.Manifest.Entry;
import dev.pankou.store.Manifest.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;

/**
 * Backups of an instance: rows, files and key files, with hashes. A backup holds the keys of the instance: keep it as safe
 * as the data folder. All errors are {@link StoreException} with one sentence.
 */
public final class Backups {
    /** What is copied from the data folder; the rest is the database itself or can be made again. */
    private static final List<String> KEPT = List.of("files", "secret.key", "node.id");

    private final Clock clock;

    public Backups(Clock clock) {
        this.clock = clock;
    }

    /**
     * Copies one consistent state of the database, then the files, into {@code target}, which must be empty or missing. A
     * server may be running on the data: files are never changed, so those the rows refer to are still there.
     */
    public Manifest backup(StoreConfig config, Path target) {
        try {
            requireEmpty(target);
            Files.createDirectories(target);
            BackupFiles.makePrivate(target);
            var tables =
                    switch (config.dialect()) {
                        case SQLITE -> SqliteCopy.write(config, target);
                        case POSTGRESQL -> PostgresCopy.write(config, target);
                    };
            for (var name : KEPT) {
                keep(config.dataDirectory(), name, target);
            }
            return manifest(config, target, tables.version(), tables.tables());
        } catch (IOException | SQLException failed) {
            throw new StoreException("The backup to " + target + " failed: " + reason(failed), failed);
        }
    }

    private static void keep(Path data, String name, Path target) throws IOException {
        for (var file : BackupFiles.below(data.resolve(name))) {
            var copy = target.resolve(data.relativize(file).toString());
            try {
                BackupFiles.copy(file, copy);
            } catch (NoSuchFileException deleted) {
                Files.deleteIfExists(copy); // by the running server
            }
        }
    }

    private Manifest manifest(StoreConfig config, Path target, int version, List<Table> tables) throws IOException {
        var entries = new ArrayList<Entry>();
        for (var file : BackupFiles.below(target)) {
            BackupFiles.sync(file);
            entries.add(new Entry(
                    target.relativize(file).toString().replace('\\', '/'), Files.size(file), BackupFiles.sha256(file)));
        }
        var manifest = new Manifest(Manifest.FORMAT, clock.millis(), config.dialect(), version, tables, entries);
        var file = target.resolve(Manifest.NAME);
        Files.write(file, Json.bytes(manifest), StandardOpenOption.CREATE_NEW);
        BackupFiles.sync(file);
        return manifest;
    }

    /** Reads the whole backup and compares it with its manifest. */
    public Manifest verify(Path backup) {
        try {
            var manifest = Json.read(Files.readString(backup.resolve(Manifest.NAME)), Manifest.class);
            if (manifest.format() != Manifest.FORMAT) {
                throw new StoreException("The backup " + backup + " has format " + manifest.format()
                        + ", this program reads only " + Manifest.FORMAT);
            }
            for (var entry : manifest.files()) {
                verify(backup, entry);
            }
            return manifest;
        } catch (NoSuchFileException missing) {
            throw new StoreException(backup + " is no complete backup: " + missing.getFile() + " is missing", missing);
        } catch (IOException | JacksonException unreadable) {
            throw new StoreException("The backup " + backup + " cannot be read: " + reason(unreadable), unreadable);
        }
    }

    private static void verify(Path backup, Entry entry) throws IOException {
        var file = backup.resolve(entry.path()).normalize();
        if (!file.startsWith(backup.normalize())) {
            throw new StoreException("The backup " + backup + " names a file outside of it: " + entry.path());
        }
        if (Files.size(file) != entry.sizeBytes() || !BackupFiles.sha256(file).equals(entry.sha256())) {
            throw new StoreException("The backup " + backup + " is damaged: " + entry.path() + " is not what was backed up");
        }
    }

    /**
     * Verifies the backup and makes the instance from it: the data folder must be empty or missing, a PostgreSQL database
     * without our tables. The schema is the backup's; opening the database brings it up to date. After a failure the
     * folder is empty again.
     */
    public void restore(Path backup, StoreConfig target) {
        restore(backup, target, Databases.migrations(target));
    }

    void restore(Path backup, StoreConfig target, Migrations migrations) {
        var manifest = verify(backup);
        if (manifest.database() != target.dialect()) {
            throw new StoreException("A backup of " + manifest.database() + " cannot be restored to " + target.dialect());
        }
        if (manifest.schemaVersion() > migrations.newest()) {
            throw new StoreException("The backup has schema version " + manifest.schemaVersion()
                    + ", this program knows only up to " + migrations.newest() + ": use the newer program");
        }
        try {
            requireEmpty(target.dataDirectory());
            try (var lock = FolderLock.acquire(target.dataDirectory())) {
                try {
                    copyBack(backup, manifest, target, migrations);
                } catch (IOException | SQLException | RuntimeException failed) {
                    BackupFiles.clear(target.dataDirectory(), FolderLock.NAME);
                    throw failed;
                }
            }
        } catch (IOException | SQLException failed) {
            throw new StoreException("The backup " + backup + " could not be restored: " + reason(failed), failed);
        }
    }

    private static void copyBack(Path backup, Manifest manifest, StoreConfig target, Migrations migrations)
            throws IOException, SQLException {
        for (var entry : manifest.files()) {
            if (!entry.path().startsWith("tables/")) {
                var copy = target.dataDirectory().resolve(entry.path()).normalize();
                BackupFiles.copy(backup.resolve(entry.path()), copy);
                BackupFiles.sync(copy);
            }
        }
        switch (target.dialect()) {
            case SQLITE -> SqliteCopy.check(target);
            case POSTGRESQL -> PostgresCopy.read(backup, manifest, target, migrations);
        }
    }

    private static void requireEmpty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var inside = Files.list(folder)) {
            if (inside.anyMatch(path -> !path.getFileName().toString().equals(FolderLock.NAME))) {
                throw new StoreException("The folder " + folder + " is not empty");
            }
        }
    }

    private static String reason(Exception failure) {
        return failure instanceof IOException io ? FolderLock.reason(io) : String.valueOf(failure.getMessage());
    }

    /** The rows of a database in a backup. */
    record Copied(int version, List<Table> tables) {}
}
