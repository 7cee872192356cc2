package dev.pankou.chat;

import dev.pankou.id.Id;
import org.jspecify.annotations.Nullable;

/** What a chat asks of uploaded files. Implemented by the upload room. */
public interface ChatFiles {
    /** A user's file, read up to {@code mostBytes}; null when there is none (any more). */
    @Nullable Found read(Id user, Id file, int mostBytes);

    /**
     * A file's content.
     *
     * @param whole false when it is longer than was asked for
     */
    record Found(String name, String mediaType, byte[] bytes, boolean whole) {}
}
