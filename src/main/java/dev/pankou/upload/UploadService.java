package dev.pankou.upload;

import dev.pankou.access.Caller;
import dev.pankou.api.ApiError;
import dev.pankou.files.Blobs;
import dev.pankou.files.Icons;
import dev.pankou.http.Part;
import dev.pankou.id.Id;
import dev.pankou.id.Ids;
import dev.pankou.store.Db;
import dev.pankou.secret.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Uploaded files and icons. Keeps no state of its own, so threads may share it. */
public final class UploadService implements Icons {
    /** Longest file name kept, in characters. */
    private static final int MAX_NAME = 255;

    /** Largest picture that becomes an icon: it is served whole to everybody. */
    private static final long MAX_ICON_BYTES = 10L << 20;

    /** Where files are fetched. */
    public static final String LINKS = "/files/";

    private final Db db;
    private final Clock clock;
    private final Ids ids;
    private final Blobs blobs;
    private final Supplier<String> publicUrl;
    private final UploadStore store = new UploadStore();

    UploadService(Db db, Clock clock, Ids ids, Blobs blobs, Supplier<String> publicUrl) {
        this.db = db;
        this.clock = clock;
        this.ids = ids;
        this.blobs = blobs;
        this.publicUrl = publicUrl;
    }

    /**
     * Keeps a file that arrived (UploadFileOpen).
     *
     * @throws dev.pankou.api.ApiException 4300 when it is empty, 4303 when its kind is not taken
     */
    UploadedFile upload(Caller caller, Part part) {
        if (part.sizeBytes() <= 0) {
            throw ApiError.EMPTY_FILE.with();
        }
        var name = plainName(part.fileName());
        var type = FileTypes.of(name, part.content());
        if (type == null) {
            var extension = FileTypes.extension(name);
            throw ApiError.FILE_TYPE.with(extension.isEmpty() ? "of a file without extension" : extension);
        }
        var sha256 = blobs.take(part.content());
        var file = new UploadedFile(ids.next(), caller.user(), name, part.sizeBytes(), sha256, type, false, clock.millis());
        db.write(handle -> {
            store.insert(handle, file);
            return file;
        });
        return file;
    }

    /** The last part of a client's path, without control characters. */
    private static String plainName(@Nullable String given) {
        var text = given == null ? "" : given;
        var name = new StringBuilder();
        text.substring(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1)
                .codePoints()
                .filter(c -> !Character.isISOControl(c) && (c < 0xD800 || c > 0xDFFF))
                .forEach(name::appendCodePoint);
        if (name.isEmpty()) {
            return "file";
        }
        // too long a name keeps its end, where the extension is
        var count = name.codePointCount(0, name.length());
        return count <= MAX_NAME ? name.toString() : name.substring(name.offsetByCodePoints(0, count - MAX_NAME));
    }

    /** A file of this user (RetrieveFileOpen, and rooms that are given a file_id). */
    public Optional<UploadedFile> find(Handle handle, Id owner, Id file) {
        return store.find(handle, owner, file);
    }

    /** As {@link #find(Handle, Id, Id)}, outside of other work on the store. */
    public Optional<UploadedFile> find(Id owner, Id file) {
        return db.read(handle -> store.find(handle, owner, file));
    }

    /** The content, to be closed by the caller. */
    public InputStream open(UploadedFile file) {
        return blobs.read(file.sha256());
    }

    /**
     * An address under which whoever knows it can fetch the file, as long as it is kept. It proves itself by a part that only
     * the content's owner can know.
     */
    public String link(UploadedFile file) {
        return publicUrl.get() + LINKS + file.id() + "/" + encoded(file.name()) + "?sign=" + sign(file);
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String sign(UploadedFile file) {
        return Digests.sha256("link " + file.id() + " " + file.sha256()).substring(0, 40);
    }

    /** The file of an address that {@link #link} made, whatever host it names. */
    public Optional<UploadedFile> linked(String address) {
        var at = address.indexOf(LINKS);
        if (at < 0) {
            return Optional.empty();
        }
        var rest = address.substring(at + LINKS.length());
        var slash = rest.indexOf('/');
        var sign = rest.indexOf("sign=");
        var id = slash < 0 || sign < 0 ? null : Id.parse(rest.substring(0, slash));
        if (id == null) {
            return Optional.empty();
        }
        var given = rest.substring(sign + "sign=".length()).replaceFirst("[&#].*", "");
        return db.read(handle -> store.any(handle, id)).filter(
                file -> MessageDigest.isEqual(sign(file).getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.UTF_8)));
    }

    /** As {@link #linked(String)}, for an address of this very server. */
    public Optional<UploadedFile> own(String address) {
        return address.startsWith(publicUrl.get() + LINKS) ? linked(address) : Optional.empty();
    }

    /** A file that everybody may fetch. */
    Optional<UploadedFile> icon(Id file) {
        return db.read(handle -> store.icon(handle, file)).filter(UploadedFile::picture);
    }

    /**
     * Takes over a temporary file of the data folder that another room was handed: a document in a request, a page of the web.
     * It counts from {@link #hold(Handle, UploadedFile)} on; without it, its content goes after an hour.
     */
    public UploadedFile take(Id owner, String name, Path content) {
        try {
            var size = Files.size(content);
            var type = FileTypes.of(name, content);
            var known = type == null ? "application/octet-stream" : type;
            return new UploadedFile(ids.next(), owner, plainName(name), size, blobs.take(content), known, true, clock.millis());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Another name for the same content, so that it stays when the upload itself expires. Counts as {@link #take} does. */
    public UploadedFile copy(UploadedFile file) {
        return new UploadedFile(
                ids.next(), file.owner(), file.name(), file.sizeBytes(), file.sha256(), file.mediaType(), true, clock.millis());
    }

    /** Keeps a file for a row of another room until {@link #release}. It is no icon, and only its own link shows it. */
    public void hold(Handle handle, UploadedFile file) {
        store.hold(handle, file);
    }

    /** Lets go of files that were held. */
    public void release(Handle handle, Collection<Id> files) {
        if (!files.isEmpty()) {
            store.release(handle, files);
        }
    }

    /** A file that another room holds. */
    public Optional<UploadedFile> held(Handle handle, Id file) {
        return store.any(handle, file);
    }

    /** Where the content lies; it is not to be changed. */
    public Path place(UploadedFile file) {
        return blobs.place(file.sha256());
    }

    @Override
    public String url(@Nullable Id file, String kind) {
        return publicUrl.get() + "/icons/" + (file == null ? "default-" + kind + ".svg" : file.toString());
    }

    @Override
    public void keep(Handle handle, Id user, Id file, String field) {
        var found = store.find(handle, user, file)
                .orElseThrow(() -> ApiError.field(field, "file " + file + " does not exist or is not yours"));
        if (!found.picture()) {
            throw ApiError.field(field, "file " + file + " is no png, jpg, gif or webp picture");
        }
        if (found.sizeBytes() > MAX_ICON_BYTES) {
            throw ApiError.field(field, "an icon has at most " + MAX_ICON_BYTES + " bytes");
        }
        store.keep(handle, file);
    }

    /**
     * Forgets files older than {@code retention} that are no icons, and deletes contents that no file refers to (BEHAVIOUR
     * 1.13). May run on every node, at any time.
     *
     * @param retention zero: for ever
     */
    public void sweep(Duration retention) {
        if (retention.isPositive()) {
            var before = clock.millis() - retention.toMillis();
            db.write(handle -> store.deleteBefore(handle, before));
        }
        blobs.sweep(sha256 -> db.read(handle -> store.referenced(handle, sha256)));
    }
}
