package dev.pankou.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The right to use a data folder, kept for the life of a {@link Db}: a lock on {@code pankou.lock}, which holds the pid. */
final class FolderLock implements AutoCloseable {
    static final String NAME = "pankou.lock";

    /**
     * Folders this process holds. Static because the locks are the process's: closing a second channel on the file would
     * release the first one's lock (POSIX), so the file is not even opened then.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    /** Behind the text, so that other processes can read the pid where locks are mandatory. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** Makes the folder where needed. @throws StoreException when it cannot be used or another process has it */
    static FolderLock acquire(Path directory) {
        var folder = made(directory);
        if (!HELD.add(folder)) {
            throw taken(folder, Long.toString(ProcessHandle.current().pid()));
        }
        var acquired = false;
        try {
            var lock = new FolderLock(folder, locked(folder));
            acquired = true;
            return lock;
        } catch (IOException unwritable) {
            throw new StoreException("The data folder " + folder + " cannot be written: " + reason(unwritable), unwritable);
        } finally {
            if (!acquired) {
                HELD.remove(folder);
            }
        }
    }

    private static Path made(Path directory) {
        try {
            if (Files.isDirectory(directory)) {
                return directory.toRealPath();
            }
            Files.createDirectories(directory);
            if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            }
            return directory.toRealPath();
        } catch (IOException impossible) {
            throw new StoreException(
                    "The data folder " + directory + " cannot be created: " + reason(impossible), impossible);
        }
    }

    private static FileChannel locked(Path folder) throws IOException {
        var channel = FileChannel.open(
                folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
                var pid = ByteBuffer.allocate(20);
                channel.read(pid, 0);
                throw taken(folder, new String(pid.array(), 0, pid.position(), StandardCharsets.UTF_8).strip());
            }
            channel.truncate(0);
            channel.write(StandardCharsets.UTF_8.encode(ProcessHandle.current().pid() + "\n"), 0);
            return channel;
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    private static StoreException taken(Path folder, String pid) {
        return new StoreException("The data folder " + folder + " is in use by another Pankou (process " + pid + ")");
    }

    /** Why the file system refused, in a few words. */
    static String reason(IOException failure) {
        return switch (failure) {
            case FileAlreadyExistsException file -> "there is a file in its place";
            case AccessDeniedException denied -> "permission denied";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        };
    }

    @Override
    public void close() {
        if (!channel.isOpen()) {
            return; // closed before, and somebody else may hold the folder by now
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HELD.remove(folder);
        }
    }
}
