package dev.pankou.knowledge;

import dev.pankou.id.Id;
import org.jspecify.annotations.Nullable;

/** A knowledge base. Times in milliseconds. */
record Dataset(
        Id id,
        Id workspace,
        Id owner,
        String name,
        String description,
        @Nullable Id iconFile,
        Format format,
        long createdAt,
        long updatedAt) {

    /** What a base holds; the wire's {@code format_type} is the place in this list. */
    enum Format {
        TEXT,
        TABLE,
        IMAGE
    }
}
