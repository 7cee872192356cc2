package dev.pankou.knowledge;

import dev.pankou.api.ApiError;
import dev.pankou.knowledge.DocumentOperations.ChunkStrategy;
import dev.pankou.knowledge.DocumentOperations.CreateDocuments;
import dev.pankou.knowledge.DocumentOperations.DocumentBase;
import dev.pankou.knowledge.DocumentOperations.SourceInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what CreateDocumentOpenAPI is sent (BEHAVIOUR 3.11). */
final class NewDocuments {
    private static final int MIN_TOKENS = 100;
    private static final int MAX_TOKENS = 2000;

    private final Path temporary;

    NewDocuments(Path temporary) {
        this.temporary = temporary;
    }

    /** @throws dev.pankou.api.ApiException 4000 that names the field */
    List<NewDocument> read(CreateDocuments request, Dataset.Format format) {
        var rule = rule(request.chunkStrategy());
        var wanted = new ArrayList<NewDocument>();
        try {
            for (var i = 0; i < request.documentBases().size(); i++) {
                wanted.add(document("document_bases[" + i + "]", request.documentBases().get(i), rule, format));
                if (wanted.get(i).from().getClass() != wanted.getFirst().from().getClass()) {
                    throw ApiError.field("document_bases", "one way of upload a call: file_base64, web_url or source_file_id");
                }
            }
            return wanted;
        } catch (RuntimeException refused) {
            discard(wanted);
            throw refused;
        }
    }

    /** Removes what was not taken over. */
    static void discard(List<NewDocument> documents) {
        for (var document : documents) {
            if (document.from() instanceof NewDocument.From.Content(var file, var type)) {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            }
        }
    }

    private NewDocument document(String at, DocumentBase base, DocumentRule rule, Dataset.Format format) {
        var update = base.updateRule();
        var type = update == null || update.updateType() == null
                ? Document.UpdateType.NONE
                : DocumentOperations.updateType(at + ".update_rule", update.updateType());
        var hours = DocumentOperations.hours(at + ".update_rule", type, update == null ? null : update.updateInterval());
        if (base.caption() != null && format != Dataset.Format.IMAGE) {
            throw ApiError.field(at + ".caption", "only images have captions");
        }
        var from = from(at + ".source_info", base.sourceInfo(), format);
        if (type != Document.UpdateType.NONE && !(from instanceof NewDocument.From.Web)) {
            throw ApiError.field(at + ".update_rule.update_type", "only web pages can be updated by themselves");
        }
        return new NewDocument(
                at, base.name(), from, base.caption() == null ? "" : base.caption(), type, hours, tabular(at, base, rule));
    }

    private NewDocument.From from(String at, SourceInfo source, Dataset.Format format) {
        var given = source.documentSource();
        var local = source.fileBase64() != null;
        var web = source.webUrl() != null;
        var uploaded = source.sourceFileId() != null;
        if ((local ? 1 : 0) + (web ? 1 : 0) + (uploaded ? 1 : 0) != 1) {
            throw ApiError.field(at, "exactly one of file_base64, web_url and source_file_id is required");
        }
        var source5 = uploaded && given != null && given == 0; // some clients leave 0 beside a file_id
        var expected = local ? 0 : web ? 1 : 5;
        if (given != null && given != expected && !source5) {
            throw ApiError.field(at + ".document_source", "must be " + expected + " with the field that is given");
        }
        if (local) {
            if (format == Dataset.Format.IMAGE) {
                throw ApiError.field(at + ".file_base64", "images are uploaded first and given as source_file_id");
            }
            return new NewDocument.From.Content(content(at, String.valueOf(source.fileBase64())), suffix(at, source));
        }
        if (web) {
            if (format != Dataset.Format.TEXT) {
                throw ApiError.field(at + ".web_url", "only knowledge bases of text take web pages");
            }
            return new NewDocument.From.Web(address(at, String.valueOf(source.webUrl())));
        }
        return new NewDocument.From.Uploaded(java.util.Objects.requireNonNull(source.sourceFileId()));
    }

    private static String suffix(String at, SourceInfo source) {
        var type = source.fileType() == null ? "" : source.fileType().toLowerCase(Locale.ROOT).replaceFirst("^\\.", "");
        if (type.isEmpty()) {
            throw ApiError.field(at + ".file_type", "is required with file_base64");
        }
        return type;
    }

    private Path content(String at, String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getMimeDecoder().decode(base64.substring(base64.startsWith("data:") ? base64.indexOf(',') + 1 : 0));
        } catch (IllegalArgumentException notBase64) {
            throw ApiError.field(at + ".file_base64", "is not Base64");
        }
        if (bytes.length == 0) {
            throw ApiError.field(at + ".file_base64", "is not Base64 of any content");
        }
        try {
            return Files.write(Files.createTempFile(temporary, "document", ".part"), bytes);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static String address(String at, String url) {
        try {
            var uri = new URI(url.strip());
            if (("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                    && uri.getHost() != null) {
                return uri.toString();
            }
        } catch (URISyntaxException notAUri) {
            // said below
        }
        throw ApiError.field(at + ".web_url", "must be an http or https address");
    }

    static DocumentRule rule(@Nullable ChunkStrategy given) {
        if (given == null) {
            return DocumentRule.AUTOMATIC;
        }
        var type = given.chunkType() == null ? 0 : given.chunkType();
        var caption = given.captionType() == null ? 0 : given.captionType();
        if (caption < 0 || caption > 1) {
            throw ApiError.field("chunk_strategy.caption_type", "must be one of 0 (automatic), 1 (manual)");
        }
        return switch (type) {
            case 0 -> new DocumentRule(0, "", 0, 0, false, false, caption, null);
            case 1 -> {
                var separator = given.separator();
                if (separator == null || separator.isEmpty()) {
                    throw ApiError.field("chunk_strategy.separator", "is required with chunk_type 1");
                }
                var tokens = tokens(given, true);
                yield new DocumentRule(
                        1,
                        separator,
                        tokens,
                        (int) (tokens * (given.overlap() == null ? 0 : given.overlap())),
                        Boolean.TRUE.equals(given.removeExtraSpaces()),
                        Boolean.TRUE.equals(given.removeUrlsEmails()),
                        caption,
                        null);
            }
            case 2 -> new DocumentRule(2, "", tokens(given, false), 0, false, false, caption, null);
            default -> throw ApiError.field("chunk_strategy.chunk_type", "must be one of 0 (automatic), 1 (custom), 2 (by headings)");
        };
    }

    private static int tokens(ChunkStrategy given, boolean required) {
        var tokens = given.maxTokens();
        if (!required && (tokens == null || tokens == 0)) {
            return 0;
        }
        if (tokens == null || tokens < MIN_TOKENS || tokens > MAX_TOKENS) {
            throw ApiError.field("chunk_strategy.max_tokens", MIN_TOKENS + " to " + MAX_TOKENS);
        }
        return tokens.intValue();
    }

    private static DocumentRule tabular(String at, DocumentBase base, DocumentRule rule) {
        var sheet = base.tableSheet();
        if (sheet == null && base.tableMeta().isEmpty()) {
            return rule;
        }
        var columns = new ArrayList<DocumentRule.Column>();
        for (var i = 0; i < base.tableMeta().size(); i++) {
            var column = base.tableMeta().get(i);
            var types = DocumentRule.ColumnType.values();
            var type = column.columnType() == null || column.columnType() == 0 ? 1 : column.columnType();
            if (type < 1 || type > types.length) {
                throw ApiError.field(at + ".table_meta[" + i + "].column_type", "1 to " + types.length);
            }
            columns.add(new DocumentRule.Column(
                    column.columnName(), types[type - 1], !Boolean.FALSE.equals(column.isSemantic())));
        }
        if (!columns.isEmpty() && columns.stream().noneMatch(DocumentRule.Column::index)) {
            throw ApiError.field(at + ".table_meta", "at least one column must be searched (is_semantic)");
        }
        var header = sheet == null || sheet.headerLineIdx() == null ? 0 : sheet.headerLineIdx();
        var start = sheet == null || sheet.startLineIdx() == null ? header + 1 : sheet.startLineIdx();
        if (start <= header) {
            throw ApiError.field(at + ".table_sheet.start_line_idx", "must come after header_line_idx");
        }
        return new DocumentRule(
                rule.chunkType(),
                rule.separator(),
                rule.maxTokens(),
                rule.overlapTokens(),
                rule.removeExtraSpaces(),
                rule.removeUrlsEmails(),
                rule.captionType(),
                new DocumentRule.Table(sheet == null || sheet.sheetId() == null ? 0 : sheet.sheetId(), header, start, columns));
    }
}
