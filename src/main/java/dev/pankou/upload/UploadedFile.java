package dev.pankou.upload;

import dev.pankou.id.Id;

/**
 * A file that a user uploaded.
 *
 * @param name as the client named it, without folders
 * @param sha256 where its content lies in {@link dev.pankou.files.Blobs}
 * @param mediaType by its content where that can be told, else by its extension
 * @param keep whether it became an icon, which is kept for ever
 * @param createdAt in milliseconds
 */
public record UploadedFile(
        Id id, Id owner, String name, long sizeBytes, String sha256, String mediaType, boolean keep, long createdAt) {
    /** Whether browsers can show it as a picture. */
    public boolean picture() {
        return switch (mediaType) {
            case "image/png", "image/jpeg", "image/gif", "image/webp" -> true;
            default -> false;
        };
    }
}
