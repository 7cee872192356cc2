package dev.pankou.knowledge;

import dev.pankou.id.Id;
import dev.pankou.jobs.Jobs;
import dev.pankou.store.Db;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Has the rows of deleted documents and bases away in pieces, so that nobody's writes wait for hundreds of thousands of slices and
 * vectors. A job is a workspace. Threads share it.
 */
final class Removal {
    /** The kind of job; its subject is a workspace. */
    static final String JOB = "remove";

    private static final int SLICES_A_WRITE = 1000;
    private static final Duration TURN = Duration.ofSeconds(5);

    private final Db db;
    private final DatasetStore datasets = new DatasetStore();
    private final DocumentStore documents = new DocumentStore();
    private final SliceStore slices = new SliceStore();

    Removal(Db db) {
        this.db = db;
    }

    /** One turn of a workspace. */
    Jobs.Next work(Id workspace) {
        var began = System.nanoTime();
        for (var next = deleted(workspace); next != null; next = deleted(workspace)) {
            var document = next;
            while (db.write(handle -> slices.deleteOthers(handle, document, 0, SLICES_A_WRITE))) {
                if (System.nanoTime() - began > TURN.toNanos() || Thread.currentThread().isInterrupted()) {
                    return Jobs.Next.MORE;
                }
            }
            db.write(handle -> {
                documents.remove(handle, document);
                return document;
            });
        }
        db.write(handle -> {
            datasets.remove(handle, workspace);
            return workspace;
        });
        return Jobs.Next.DONE;
    }

    private @Nullable Id deleted(Id workspace) {
        return db.read(handle -> documents.deleted(handle, workspace)).orElse(null);
    }
}
