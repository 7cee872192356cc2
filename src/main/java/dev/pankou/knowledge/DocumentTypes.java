package dev.pankou.knowledge;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which files a base of a kind takes, by their suffix. */
final class DocumentTypes {
    private static final List<String> TEXT =
            List.of("pdf", "txt", "doc", "docx", "md", "markdown", "html", "htm", "csv", "xlsx", "xls", "pptx");

    private static final List<String> TABLE = List.of("csv", "xlsx", "xls");

    private static final List<String> IMAGE = List.of("png", "jpg", "jpeg", "gif", "webp");

    private static final Set<String> PAGES = Set.of("text/html", "application/xhtml+xml");

    private DocumentTypes() {}

    static List<String> of(Dataset.Format format) {
        return switch (format) {
            case TEXT -> TEXT;
            case TABLE -> TABLE;
            case IMAGE -> IMAGE;
        };
    }

    /** The suffix of a name in lower case; "" when it has none. */
    static String suffix(String name) {
        var dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    /** What an answer from the web is, by its media type and address; "" when it is nothing that can be read. */
    static String fetched(String mediaType, String path) {
        if (mediaType.isEmpty() || PAGES.contains(mediaType)) {
            return "html";
        }
        return switch (mediaType) {
            case "text/markdown" -> "md";
            case "text/plain" -> suffix(path).equals("md") ? "md" : "txt";
            case "text/csv" -> "csv";
            case "application/pdf" -> "pdf";
            case "application/msword" -> "doc";
            case "application/vnd.openxmlformats-officedocument.wordprocessingml.document" -> "docx";
            case "application/vnd.openxmlformats-officedocument.presentationml.presentation" -> "pptx";
            case "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" -> "xlsx";
            case "application/vnd.ms-excel" -> "xls";
            default -> mediaType.startsWith("text/") ? "txt" : "";
        };
    }
}
