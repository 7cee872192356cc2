package dev.pankou.knowledge;

import dev.pankou.id.Id;
import org.jspecify.annotations.Nullable;

/**
 * A document of a base. Times in milliseconds.
 *
 * @param type suffix of the file, such as pdf; "" as long as a web page was not fetched
 * @param file a copy that belongs to the document; null: a web page that was not fetched yet
 * @param reason why it failed, or a hint; "" when all is well
 * @param percent of the work in progress
 * @param generation of the slices that count; 0: none yet
 * @param stored generation whose slices are complete and wait for vectors; 0: none
 * @param epoch of the worker that has it
 */
record Document(
        Id id,
        Id dataset,
        Id workspace,
        Id creator,
        String name,
        String type,
        long sizeBytes,
        Source source,
        @Nullable Id file,
        String webUrl,
        String caption,
        boolean enabled,
        Status status,
        String reason,
        int percent,
        long begunAt,
        DocumentRule rule,
        UpdateType updateType,
        int updateHours,
        long nextUpdateAt,
        long generation,
        long stored,
        long epoch,
        long charCount,
        long sliceCount,
        long hitCount,
        long createdAt,
        long updatedAt) {

    /** Where it came from. */
    enum Source {
        LOCAL(0),
        WEB(1),
        FILE(5);

        private final int wire;

        Source(int wire) {
            this.wire = wire;
        }

        /** {@code source_type}. */
        int wire() {
            return wire;
        }
    }

    /** What clients know of it: their lists of values are closed (SDK-SURFACE 2). */
    enum Status {
        PROCESSING(0),
        DONE(1),
        FAILED(9);

        private final int wire;

        Status(int wire) {
            this.wire = wire;
        }

        int wire() {
            return wire;
        }
    }

    /** What a web page does when its time comes; {@code update_type} is the place in this list. */
    enum UpdateType {
        NONE,
        OVERWRITE,
        APPEND
    }

    /** Whether its slices can be found. */
    boolean live() {
        return enabled && generation > 0;
    }

    /** Its slices count already and indexes take them in; it is not done yet. */
    boolean appearing() {
        return status == Status.PROCESSING && generation > 0 && stored == generation;
    }
}
