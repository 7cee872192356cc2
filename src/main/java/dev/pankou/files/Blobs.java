package dev.pankou.files;

import dev.pankou.secret.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Contents of files under their SHA-256, {@code files/ab/cd/<sha256>} in the data folder; the same content lies there once.
 * Who refers to a content is known by the tables of its users, so deletion asks them. Threads share it.
 */
public final class Blobs {
    /** A content this young is never swept: its row may be about to be committed. */
    private static final Duration GRACE = Duration.ofHours(1);

    private static final int HEX_DIGITS = 64;

    private final Path folder;
    private final Clock clock;
    /** Held while a content is found old and deleted, or found and made young. */
    private final ReentrantLock ages = new ReentrantLock();

    private Blobs(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    public static Blobs open(Path dataDirectory, Clock clock) {
        var folder = dataDirectory.resolve("files");
        try {
            Files.createDirectories(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException("the folder " + folder + " cannot be made", failed);
        }
        return new Blobs(folder, clock);
    }

    /**
     * Takes over a finished temporary file of the data folder. When this returns, the content survives a crash.
     *
     * @return the content's SHA-256 as 64 lower-case hexadecimal digits
     */
    public String take(Path temporary) {
        try {
            var sha256 = digest(temporary);
            var place = place(sha256);
            if (renew(place)) {
                return sha256;
            }
            Files.createDirectories(place.getParent());
            try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.setLastModifiedTime(temporary, FileTime.fromMillis(clock.millis()));
            Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            for (Path parent = place.getParent(); parent != null && parent.startsWith(folder); parent = parent.getParent()) {
                force(parent);
            }
            return sha256;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Whether the content is there already; if so, it is young again. */
    private boolean renew(Path place) throws IOException {
        ages.lock();
        try {
            if (!Files.exists(place)) {
                return false;
            }
            Files.setLastModifiedTime(place, FileTime.fromMillis(clock.millis()));
            return true;
        } finally {
            ages.unlock();
        }
    }

    private static String digest(Path file) throws IOException {
        var digest = Digests.sha256();
        var buffer = new byte[1 << 16];
        try (var in = Files.newInputStream(file)) {
            for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Makes the names in a folder durable, where the system can. */
    private static void force(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (java.nio.file.AccessDeniedException noFolderHandles) {
            // Windows: folders cannot be opened; the file itself is on disk
        }
    }

    /** The content, to be closed by the caller. @throws UncheckedIOException when it is not there */
    public InputStream read(String sha256) {
        try {
            return Files.newInputStream(place(sha256));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Where the content lies, for readers that need a file of their own; not to be changed. */
    public Path place(String sha256) {
        if (sha256.length() != HEX_DIGITS) {
            throw new IllegalArgumentException("not a SHA-256: " + sha256);
        }
        return folder.resolve(sha256.substring(0, 2)).resolve(sha256.substring(2, 4)).resolve(sha256);
    }

    /**
     * Deletes the contents that nobody refers to and that are older than an hour.
     *
     * @return how many were deleted
     */
    public int sweep(Predicate<String> referenced) {
        var deleted = 0;
        try (var files = Files.walk(folder, 3)) {
            for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                var name = file.getFileName().toString();
                if (name.length() == HEX_DIGITS && !referenced.test(name) && deleteIfOld(file)) {
                    deleted++;
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return deleted;
    }

    private boolean deleteIfOld(Path file) throws IOException {
        ages.lock();
        try {
            var old = Files.getLastModifiedTime(file).toInstant().isBefore(clock.instant().minus(GRACE));
            return old && Files.deleteIfExists(file);
        } catch (NoSuchFileException gone) {
            return false;
        } finally {
            ages.unlock();
        }
    }
}
