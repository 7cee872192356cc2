package dev.pankou.files;

import dev.pankou.id.Id;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Pictures of bots, workflows, workspaces and users. Implemented by the upload room. */
public interface Icons {
    /** The address of an icon; without a file that of the default picture of its kind ("bot", "workflow", "workspace", "user"). */
    String url(@Nullable Id file, String kind);

    /**
     * Makes an uploaded picture an icon, which is kept for ever (UploadFileOpen).
     *
     * @throws dev.pankou.api.ApiException 4000 that names {@code field} when the file is none of the user's or no picture
     */
    void keep(Handle handle, Id user, Id file, String field);
}
