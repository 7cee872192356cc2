package dev.pankou.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that only their owner may read. */
public final class PrivateFile {
    private PrivateFile() {}

    /** Makes a new file of mode 0600. @throws java.nio.file.FileAlreadyExistsException when it is there already */
    public static void write(Path file, String text) throws IOException {
        var views = file.getFileSystem().supportedFileAttributeViews();
        if (views.contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
        Files.writeString(file, text + "\n");
    }

    /** As {@link #write}, in place of an older file. */
    public static void replace(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        write(file, text);
    }
}
