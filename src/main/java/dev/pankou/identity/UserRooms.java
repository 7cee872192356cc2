package dev.pankou.identity;

import dev.pankou.id.Id;
import org.jdbi.v3.core.Handle;

/** What else a new user needs, made in the same transaction. Implemented by the workspace room. */
public interface UserRooms {
    /** Makes the personal workspace. */
    void open(Handle handle, User user);

    /** Whether the user belongs to the workspace. */
    boolean belongs(Handle handle, Id user, Id workspace);
}
