package dev.pankou.chat;

import dev.pankou.id.Id;
import dev.pankou.upload.UploadService;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads uploaded files for a chat. */
final class ChatFiles {
    private final UploadService uploads;

    ChatFiles(UploadService uploads) {
        this.uploads = uploads;
    }

    /**
     * A file's content.
     *
     * @param whole false when it is longer than was asked for
     */
    record Found(String name, String mediaType, byte[] bytes, boolean whole) {}

    /** A user's file, read up to {@code mostBytes}; null when there is none (any more). */
    @Nullable Found read(Id user, Id file, int mostBytes) {
        var found = uploads.find(user, file).orElse(null);
        if (found == null) {
            return null;
        }
        try (var in = uploads.open(found)) {
            var bytes = in.readNBytes(mostBytes + 1);
            return bytes.length <= mostBytes
                    ? new Found(found.name(), found.mediaType(), bytes, true)
                    : new Found(found.name(), found.mediaType(), Arrays.copyOf(bytes, mostBytes), false);
        } catch (IOException unreadable) {
            throw new IllegalStateException("file " + file + " cannot be read", unreadable);
        }
    }
}
