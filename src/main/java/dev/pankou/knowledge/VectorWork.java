package dev.pankou.knowledge;

import dev.pankou.id.Id;
import dev.pankou.jobs.Jobs;
import dev.pankou.model.ModelException;
import dev.pankou.store.Db;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Vectors that are missing in slices that count already: the embedding model, or its dimension, is another one than when they
 * were made, or there was none. Words and the old vectors serve meanwhile. Threads share it.
 */
final class VectorWork {
    /** The kind of job; its subject is a workspace. */
    static final String JOB = "embed";

    private static final Logger LOG = LoggerFactory.getLogger(VectorWork.class);
    private static final int BATCH = 128;
    private static final Duration TURN = Duration.ofSeconds(10);

    private final Db db;
    private final IndexTail index;
    private final Jobs jobs;
    private final @Nullable Embedding embedding;
    private final SliceStore slices = new SliceStore();
    private final ChangeStore changes = new ChangeStore();
    private final AtomicBoolean looked = new AtomicBoolean();

    VectorWork(Db db, IndexTail index, Jobs jobs, @Nullable Embedding embedding) {
        this.db = db;
        this.index = index;
        this.jobs = jobs;
        this.embedding = embedding;
    }

    /** Submits what is missing, once a process; again as long as the model does not answer. */
    void look() {
        if (embedding == null || looked.get() || !db.read(slices::any)) {
            return;
        }
        String model;
        try {
            model = embedding.model();
        } catch (ModelException away) {
            LOG.warn("The embedding model does not answer kind={}", away.kind());
            return;
        }
        looked.set(true);
        var missing = db.read(handle -> slices.workspacesWithoutVectors(handle, model));
        if (!missing.isEmpty()) {
            LOG.info("Vectors are made for slices that have none of this model model={} workspaces={}", model, missing.size());
            db.write(handle -> {
                missing.forEach(workspace -> jobs.submit(handle, JOB, workspace));
                return true;
            });
            jobs.wake();
        }
    }

    /** One turn of a workspace. */
    Jobs.Next work(Id workspace) {
        if (embedding == null) {
            return Jobs.Next.DONE;
        }
        var began = System.nanoTime();
        while (System.nanoTime() - began < TURN.toNanos()) {
            var model = embedding.model();
            var batch = db.read(handle -> slices.withoutVector(handle, workspace, model, BATCH));
            if (batch.isEmpty()) {
                db.write(handle -> {
                    slices.deleteOtherVectors(handle, workspace, model);
                    return true;
                });
                return Jobs.Next.DONE;
            }
            var vectors = embedding.vectors(batch);
            db.write(handle -> {
                slices.putVectors(handle, model, vectors);
                changes.slices(handle, batch);
                return true;
            });
            index.nudge();
        }
        return Jobs.Next.MORE;
    }
}
