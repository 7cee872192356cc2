package dev.pankou.workspace;

import dev.pankou.id.Id;
import org.jspecify.annotations.Nullable;

/** A workspace. Times in milliseconds. */
public record Workspace(Id id, Id owner, String name, String description, @Nullable Id iconFile, Kind kind) {
    /** {@code workspace_type}. */
    public enum Kind {
        PERSONAL,
        TEAM
    }
}
