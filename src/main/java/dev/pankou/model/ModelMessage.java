package dev.pankou.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One turn of what a model is given. */
public sealed interface ModelMessage {
    record System(String text) implements ModelMessage {}

    record User(List<ContentPart> parts) implements ModelMessage {
        public User {
            parts = List.copyOf(parts);
        }

        public static User of(String text) {
            return new User(List.of(new ContentPart.Text(text)));
        }

        /** The words alone, parts joined by line ends. */
        String text() {
            var text = new StringBuilder();
            for (var part : parts) {
                var piece = switch (part) {
                    case ContentPart.Text words -> words.text();
                    case ContentPart.FileText file -> file.asText();
                    case ContentPart.Image image -> "";
                };
                if (!piece.isEmpty()) {
                    text.append(text.isEmpty() ? "" : "\n").append(piece);
                }
            }
            return text.toString();
        }
    }

    /** @param reasoning what the model thought then; sent back only to models that want it */
    record Assistant(String text, @Nullable String reasoning, List<ToolCall> calls) implements ModelMessage {
        public Assistant {
            calls = List.copyOf(calls);
        }

        public static Assistant of(String text) {
            return new Assistant(text, null, List.of());
        }
    }

    record ToolResult(String callId, String text) implements ModelMessage {}
}
