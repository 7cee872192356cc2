package dev.pankou.parse.child;

import dev.pankou.parse.ParseException;
import dev.pankou.parse.ParseException.Kind;
import dev.pankou.parse.wire.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.poi.poifs.filesystem.FileMagic;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;

/** Which format reads what. A file may lie about its suffix within the formats of one program. */
final class Formats {
    private Formats() {}

    static void read(Request request, Output out) throws IOException {
        switch (request.operation()) {
            case Frame.TEXT -> text(request, out);
            case Frame.SHEETS -> {
                try (var workbook = workbook(request.file(), request.type(), "", out)) {
                    Tables.sheets(workbook, out);
                }
            }
            case Frame.TABLE -> {
                try (var workbook = workbook(request.file(), request.type(), "", out)) {
                    Tables.rows(workbook, request.range(), out);
                }
            }
            default -> throw new ParseException(Kind.UNSUPPORTED, "This cannot be read");
        }
    }

    private static void text(Request request, Output out) throws IOException {
        var options = request.text();
        var file = request.file();
        switch (request.type()) {
            case "txt" -> PlainText.read(file, options.charset(), out);
            case "md" -> Markdown.read(file, options.charset(), out);
            case "html" -> Html.read(file, options.charset(), options.wholePage(), out);
            case "pdf" -> Pdf.read(file, request.maxPages(), out);
            case "docx", "doc" -> {
                if (isZip(file)) {
                    Docx.read(file, out);
                } else {
                    Doc.read(file, out);
                }
            }
            case "pptx" -> Pptx.read(opened(file), request.maxPages(), out);
            case "xlsx", "xls", "csv" -> {
                try (var workbook = workbook(file, request.type(), options.charset(), out)) {
                    Tables.text(workbook, out);
                }
            }
            default -> throw new ParseException(Kind.UNSUPPORTED, "Files of this type cannot be read");
        }
    }

    private static Tables.Workbook workbook(Path file, String type, String charset, Output out) throws IOException {
        if (type.equals("csv")) {
            return new Csv(file, charset, out);
        }
        return isZip(file) ? new Xlsx(file, out) : new Xls(file);
    }

    private static Path opened(Path file) throws IOException {
        if (!isZip(file)) {
            throw new IOException("no package");
        }
        return file;
    }

    /** @throws ParseException ENCRYPTED for a package inside an OLE file, which is how Office encrypts */
    private static boolean isZip(Path file) throws IOException {
        try (var in = FileMagic.prepareToCheckMagic(Files.newInputStream(file))) {
            return switch (FileMagic.valueOf(in)) {
                case OOXML -> true;
                case OLE2 -> {
                    try (var system = new POIFSFileSystem(file.toFile(), true)) {
                        if (system.getRoot().hasEntry("EncryptedPackage")) {
                            throw new ParseException(Kind.ENCRYPTED, "The document is protected by a password");
                        }
                    }
                    yield false;
                }
                default -> throw new IOException("neither a package nor an OLE file");
            };
        }
    }
}
