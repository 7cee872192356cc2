package dev.pankou.upload;

import dev.pankou.api.Operation;
import dev.pankou.files.Blobs;
import dev.pankou.id.Ids;
import dev.pankou.store.Db;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/** What {@code Wiring} sees of this room. {@code service} is also the installation's {@link dev.pankou.files.Icons}. */
public record UploadRoom(UploadService service, List<Operation<?, ?>> operations) {
    /**
     * @param maxUploadBytes largest file
     * @param publicUrl how browsers reach this server, without a slash at the end; asked when an address is made
     */
    public static UploadRoom open(
            Db db, Clock clock, Ids ids, Path dataDirectory, long maxUploadBytes, Supplier<String> publicUrl) {
        var service = new UploadService(db, clock, ids, Blobs.open(dataDirectory, clock), publicUrl);
        return new UploadRoom(service, new UploadOperations(service, maxUploadBytes).declared());
    }
}
