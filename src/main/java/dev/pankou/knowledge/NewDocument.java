package dev.pankou.knowledge;

import dev.pankou.id.Id;
import java.nio.file.Path;

/**
 * A document that is to be made.
 *
 * @param field of the request that named it, for what is wrong with it
 * @param caption of an image
 * @param updateHours between two times that a web page is read again
 */
record NewDocument(
        String field,
        String name,
        From from,
        String caption,
        Document.UpdateType updateType,
        int updateHours,
        DocumentRule rule) {

    /** Where its content comes from. */
    sealed interface From {
        /** A temporary file of the data folder, which is taken over. */
        record Content(Path file, String type) implements From {}

        record Web(String url) implements From {}

        /** A file that the caller uploaded. */
        record Uploaded(Id file) implements From {}
    }
}
