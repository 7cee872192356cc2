package dev.pankou.conversation;

import dev.pankou.id.Id;
import org.jdbi.v3.core.Handle;

/** What this room asks of uploaded files. Implemented by the upload room. */
public interface Attachments {
    /** Whether the file was uploaded by the user. */
    boolean owns(Handle handle, Id user, Id file);
}
