package dev.pankou.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's native code for this system. The driver unpacks it from its jar at each start and compares the two byte for byte, unless
 * {@code org.sqlite.lib.path} names the folder that has it; that is a tenth of a start.
 */
public final class SqliteLibrary {
    private SqliteLibrary() {}

    /** Unpacks the library into the folder. One that a running server has mapped stays as it is for that server. */
    public static void unpack(Path folder) throws IOException {
        var name = LibraryLoaderUtil.getNativeLibName();
        var unpacked = Files.createTempFile(folder, name, ".new");
        try (var library = LibraryLoaderUtil.class.getResourceAsStream(LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name)) {
            if (library == null) {
                throw new IOException("the driver has no native code for this system");
            }
            Files.copy(library, unpacked, StandardCopyOption.REPLACE_EXISTING);
            Files.move(unpacked, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unpacked);
        }
    }
}
