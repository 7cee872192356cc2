package dev.pankou.upload;

import dev.pankou.access.Caller;
import dev.pankou.access.Permission;
import dev.pankou.api.ApiError;
import dev.pankou.api.Call;
import dev.pankou.api.Operation;
import dev.pankou.api.RateGroup;
import dev.pankou.api.Required;
import dev.pankou.http.HttpException;
import dev.pankou.http.Part;
import dev.pankou.id.Id;
import dev.pankou.api.Query;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Operations on uploaded files, and the addresses of icons. */
final class UploadOperations {
    /** Default pictures, which lie in the jar. */
    private static final Set<String> DEFAULTS = Set.of("default-bot.svg", "default-workflow.svg", "default-workspace.svg", "default-user.svg", "default-plugin.svg", "default-dataset.svg");

    /** Parts read before the request is refused; clients send one. */
    private static final int MAX_PARTS = 32;

    /** What boundaries, part headers and stray fields may add to a file. */
    private static final long OVERHEAD_BYTES = 64 << 10;

    private static final String YEAR = "public, max-age=31536000, immutable";
    private static final int PIECE_BYTES = 64 << 10;
    private static final String DAY = "public, max-age=86400";

    private final UploadService uploads;
    private final long maxUploadBytes;
    private final Map<String, byte[]> defaults;

    UploadOperations(UploadService uploads, long maxUploadBytes) {
        this.uploads = uploads;
        this.maxUploadBytes = maxUploadBytes;
        this.defaults = DEFAULTS.stream()
                .collect(java.util.stream.Collectors.toUnmodifiableMap(name -> name, UploadOperations::resource));
    }

    private static byte[] resource(String name) {
        try (var in = UploadOperations.class.getResourceAsStream("/icons/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks icons/" + name);
            }
            return in.readAllBytes();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    List<Operation<?, ?>> declared() {
        return List.of(
                Operation.post("UploadFileOpen", "/v1/files/upload")
                        .permission(Permission.UPLOAD_FILE)
                        .summary("Upload a file; answers the file_id by which chats and other calls use it")
                        .rate(RateGroup.UPLOAD)
                        .body(Operation.Body.MULTIPART)
                        .dataOf(Operation.Nothing.class, FileView.class, (call, none) -> upload(call)),
                Operation.get("RetrieveFileOpen", "/v1/files/retrieve")
                        .permission(Permission.RETRIEVE_FILE)
                        .summary("What is known about an uploaded file")
                        .data(RetrieveFile.class, FileView.class, this::retrieve),
                Operation.get("PankouIcon", "/icons/{name}")
                        .open()
                        .summary("The picture of a bot, workflow, workspace or user")
                        .doneOf(Icon.class, this::icon),
                Operation.get("PankouFile", UploadService.LINKS + "{file_id}/{name}")
                        .open()
                        .summary("An uploaded file, for whoever was given its signed address")
                        .doneOf(Linked.class, this::linked));
    }

    private FileView upload(Call call) {
        List<Part> parts;
        try {
            parts = call.exchange().parts(maxUploadBytes + OVERHEAD_BYTES, MAX_PARTS);
        } catch (HttpException refused) {
            call.exchange().closeAfterwards();
            throw switch (refused.status()) {
                case 400 -> ApiError.EMPTY_FILE.with();
                case 413 -> ApiError.FILE_TOO_LARGE.with(maxUploadBytes);
                default -> refused;
            };
        }
        // A part is never judged by its content type: the Java client writes a misleading one (SDK-SURFACE 5).
        var files = parts.stream().filter(part -> part.name().equals("file")).toList();
        if (files.isEmpty()) {
            throw ApiError.EMPTY_FILE.with();
        }
        if (files.size() > 1) {
            throw ApiError.MORE_THAN_ONE_FILE.with();
        }
        if (files.getFirst().sizeBytes() > maxUploadBytes) {
            throw ApiError.FILE_TOO_LARGE.with(maxUploadBytes);
        }
        return FileView.of(uploads.upload(call.caller(), files.getFirst()));
    }

    private FileView retrieve(Caller caller, RetrieveFile request) {
        return uploads.find(caller.user(), request.fileId())
                .map(FileView::of)
                .orElseThrow(() -> ApiError.NOT_FOUND.with("file_id", request.fileId()));
    }

    private Operation.Nothing icon(Call call, Icon request) {
        var exchange = call.exchange();
        exchange.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
        var picture = defaults.get(request.name());
        if (picture != null) {
            exchange.setHeader("Cache-Control", DAY);
            exchange.answer(200, "image/svg+xml", picture);
            return new Operation.Nothing();
        }
        var id = Id.parse(request.name());
        var file = id == null ? null : uploads.icon(id).orElse(null);
        if (file == null) {
            throw ApiError.NOT_FOUND.as(404, "icon", request.name());
        }
        exchange.setHeader("Cache-Control", YEAR);
        exchange.setHeader("Content-Disposition", "inline");
        try (InputStream in = uploads.open(file)) {
            exchange.answer(200, file.mediaType(), in.readAllBytes());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return new Operation.Nothing();
    }

    /** Never shown by a browser as a page of ours (DESIGN 4). */
    private Operation.Nothing linked(Call call, Linked request) {
        var exchange = call.exchange();
        var address = UploadService.LINKS + request.fileId() + "/" + request.name() + "?sign=" + request.sign();
        var file = uploads.linked(address).orElseThrow(() -> ApiError.NOT_FOUND.as(404, "file", request.fileId()));
        exchange.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
        exchange.setHeader("Content-Disposition", "attachment; filename*=UTF-8''"
                + URLEncoder.encode(file.name(), StandardCharsets.UTF_8).replace("+", "%20"));
        exchange.setHeader("Cache-Control", "private, max-age=3600");
        exchange.setHeader("Content-Length", Long.toString(file.sizeBytes()));
        try (InputStream in = uploads.open(file)) {
            var out = exchange.stream(file.mediaType());
            try {
                var buffer = new byte[PIECE_BYTES];
                for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    out.write(ByteBuffer.wrap(buffer, 0, read));
                }
                out.end();
                exchange.streamEnded(null);
            } catch (IOException | RuntimeException broken) {
                exchange.streamEnded(broken);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return new Operation.Nothing();
    }

    record Linked(@Required Id fileId, @Required String name, @Required @Query String sign) {}

    record RetrieveFile(@Required Id fileId) {}

    record Icon(@Required String name) {}

    /** Schema File; the time in seconds. */
    record FileView(Id id, long bytes, long createdAt, String fileName) {
        static FileView of(UploadedFile file) {
            return new FileView(file.id(), file.sizeBytes(), file.createdAt() / 1000, file.name());
        }
    }
}
