package dev.pankou.knowledge;

import dev.pankou.id.Id;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a document, which is what recall finds.
 *
 * @param position from 0 in its document; new ones by hand share the position of the one before
 * @param indexed what is searched where that is not the content
 * @param headings from the outermost
 * @param page from 1; 0: the document has none
 */
record Slice(
        Id id,
        Id document,
        Id dataset,
        Id workspace,
        long generation,
        long position,
        String content,
        @Nullable String indexed,
        List<String> headings,
        int page,
        boolean enabled,
        long hitCount,
        long createdAt,
        long updatedAt) {
    Slice {
        headings = List.copyOf(headings);
    }

    /** What is searched. */
    String searched() {
        return indexed == null ? content : indexed;
    }
}
