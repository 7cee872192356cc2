package dev.pankou.parse.child;

import dev.pankou.parse.wire.Frame;
import java.io.IOException;
import java.nio.file.Path;

/** Text files: paragraphs are what empty lines part. */
final class PlainText {
    private PlainText() {}

    static void read(Path file, String charset, Output out) throws IOException {
        try (var in = Charsets.open(file, charset, out)) {
            var paragraph = new StringBuilder();
            var buffer = new char[8192];
            var lineEmpty = true;
            for (int count; (count = in.read(buffer)) > 0; ) {
                for (var i = 0; i < count; i++) {
                    var c = buffer[i];
                    paragraph.append(c);
                    if (c == '\n') {
                        if (lineEmpty || paragraph.length() > Frame.MOST_CHARACTERS / 2) {
                            out.paragraph(paragraph.toString(), 0);
                            paragraph.setLength(0);
                        }
                        lineEmpty = true;
                    } else if (lineEmpty && !Character.isWhitespace(c)) {
                        lineEmpty = false;
                    }
                }
                if (paragraph.length() > 4 * Frame.MOST_CHARACTERS) { // one endless line
                    var parts = Texts.split(paragraph.toString(), Frame.MOST_CHARACTERS);
                    parts.subList(0, parts.size() - 1).forEach(part -> out.paragraph(part, 0));
                    paragraph.setLength(0);
                    paragraph.append(parts.getLast());
                }
            }
            out.paragraph(paragraph.toString(), 0);
        }
    }
}
