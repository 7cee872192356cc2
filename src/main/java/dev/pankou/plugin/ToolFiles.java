package dev.pankou.plugin;

import dev.pankou.egress.CancelSignal;
import dev.pankou.plugin.openapi.OpenApiCaller;
import dev.pankou.plugin.tool.Attached;
import dev.pankou.plugin.tool.ToolException;
import dev.pankou.plugin.tool.Web;
import dev.pankou.upload.UploadService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;

/** Files that arguments of tools point at: our own uploads without a way over the network, others through the egress guard. */
final class ToolFiles implements OpenApiCaller.FileSource {
    /** Of one file. */
    static final long MOST_BYTES = 20L << 20;

    private final Web web;
    private final UploadService uploads;

    /** @param web takes answers as large as files may be */
    ToolFiles(Web web, UploadService uploads) {
        this.web = web;
        this.uploads = uploads;
    }

    @Override
    public Content content(String address, CancelSignal cancel) {
        var own = uploads.own(address).orElse(null);
        if (own != null) {
            if (own.sizeBytes() > MOST_BYTES) {
                throw new ToolException(ToolException.INVALID_ARGUMENT, "the file " + own.name() + " is larger than 20 MB");
            }
            try (var in = uploads.open(own)) {
                return new Content(own.name(), own.mediaType(), in.readAllBytes());
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        var other = Web.parse(address);
        if (other == null) {
            throw new ToolException(ToolException.INVALID_ARGUMENT, "a file must be given by its http or https address");
        }
        var answer = web.send(new Web.Ask("GET", other, Map.of("Accept", "*/*"), null, Attached.NOTHING, true), cancel);
        if (!answer.ok()) {
            throw new ToolException(ToolException.REMOTE, "a file to send could not be fetched: status " + answer.status());
        }
        var type = answer.mediaType().isEmpty() ? "application/octet-stream" : answer.mediaType();
        return new Content(name(other), type, answer.bytes());
    }

    private static String name(URI address) {
        var path = address.getPath() == null ? "" : address.getPath();
        var name = path.substring(path.lastIndexOf('/') + 1);
        return name.isEmpty() ? "file" : name;
    }
}
