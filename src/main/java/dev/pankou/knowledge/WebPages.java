package dev.pankou.knowledge;

import dev.pankou.egress.Egress;
import dev.pankou.egress.EgressException;
import dev.pankou.egress.EgressRequest;
import dev.pankou.egress.EgressTrust;
import dev.pankou.egress.CancelSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fetches pages of the web, which strangers chose: only public addresses, or those the settings allow. */
final class WebPages {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration WHOLE = Duration.ofMinutes(2);
    private static final Pattern CHARSET = Pattern.compile("(?i)charset\\s*=\\s*\"?([\\w.:-]+)");

    private static final Map<String, String> HEADERS = Map.of(
            "User-Agent", "Mozilla/5.0 (compatible; Pankou)",
            "Accept", "text/html,application/xhtml+xml,text/*;q=0.9,application/pdf;q=0.8,*/*;q=0.5",
            "Accept-Encoding", "gzip");

    private final Egress egress;
    private final Path temporary;
    private final long maxBytes;

    WebPages(Egress egress, Path temporary, long maxBytes) {
        this.egress = egress;
        this.temporary = temporary;
        this.maxBytes = maxBytes;
    }

    /** @param file temporary, to be taken over or deleted */
    record Fetched(Path file, String type, @Nullable String charset) {}

    /** @throws EgressException when it cannot be had
     *  @throws UnreadableException when it is there and nothing that can be read */
    Fetched fetch(String url) {
        var uri = URI.create(url);
        var request = new EgressRequest(
                "GET", uri, HEADERS, null, EgressTrust.PUBLIC, PATIENCE, PATIENCE, WHOLE, maxBytes, new CancelSignal());
        try (var response = egress.send(request)) {
            if (response.status() != 200) {
                throw new UnreadableException("The address answers with HTTP status " + response.status() + ".");
            }
            var path = uri.getPath() == null ? "" : uri.getPath();
            var named = DocumentTypes.suffix(path);
            var type = DocumentTypes.fetched(response.mediaType(), path);
            if (type.isEmpty() && DocumentTypes.of(Dataset.Format.TEXT).contains(named)) {
                type = named; // many servers send files as application/octet-stream
            }
            if (type.isEmpty()) {
                throw new UnreadableException("The address answers with " + response.mediaType() + ", which cannot be read.");
            }
            var header = response.header("Content-Type");
            var charset = header == null ? null : CHARSET.matcher(header);
            var file = Files.createTempFile(temporary, "page", ".part");
            try (var out = Files.newOutputStream(file); var in = response.body()) {
                in.transferTo(out);
            } catch (IOException | RuntimeException broken) {
                Files.deleteIfExists(file);
                throw broken;
            }
            return new Fetched(file, type, charset != null && charset.find() ? charset.group(1) : null);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
