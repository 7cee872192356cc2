package dev.pankou.parse.child;

import dev.pankou.parse.ParseException;
import dev.pankou.parse.ParseException.Kind;
import dev.pankou.parse.wire.Frame;
import java.io.IOException;

/** Which format reads what. */
final class Formats {
    private Formats() {}

    static void read(Request request, Output out) throws IOException {
        switch (request.operation()) {
            case Frame.TEXT -> text(request, out);
            default -> throw new ParseException(Kind.UNSUPPORTED, "This cannot be read");
        }
    }

    private static void text(Request request, Output out) throws IOException {
        var options = request.text();
        switch (request.type()) {
            case "txt" -> PlainText.read(request.file(), options.charset(), out);
            case "md" -> Markdown.read(request.file(), options.charset(), out);
            default -> throw new ParseException(Kind.UNSUPPORTED, "Files of this type cannot be read");
        }
    }
}
