package dev.pankou.model;

import java.util.Base64;

/** A part of what a user says. */
public sealed interface ContentPart {
    record Text(String text) implements ContentPart {}

    /** An image; {@code url} is a data URL or one that the model's server can reach. */
    record Image(String url) implements ContentPart {
        public static Image of(byte[] bytes, String mediaType) {
            return new Image("data:" + mediaType + ";base64," + Base64.getEncoder().encodeToString(bytes));
        }
    }

    /** The text of a file that the user handed in. */
    record FileText(String name, String text) implements ContentPart {
        /** What the model reads. */
        String asText() {
            return "[file " + name + "]\n" + text + "\n[end of file]";
        }
    }
}
