package dev.pankou.jobs;

import dev.pankou.id.Id;
import org.jdbi.v3.core.Handle;

/** Our statements on jobs; picking, heart-beats and rescheduling are db-scheduler's. */
final class JobStore {
    /** A subject that has its job already is asked for once more. */
    void submit(Handle handle, String kind, Id subject, long at) {
        handle.createUpdate(
                        """
                        INSERT INTO job (task_name, task_instance, execution_time, picked, version, asked)
                        VALUES (:kind, :subject, :at, FALSE, 1, 1)
                        ON CONFLICT (task_name, task_instance) DO UPDATE SET asked = job.asked + 1
                        """)
                .bind("kind", kind)
                .bind("subject", subject.toString())
                .bind("at", at)
                .execute();
    }

    /** How often the job was asked for; 0 when it is not there. */
    long asked(Handle handle, String kind, Id subject) {
        return handle.createQuery("SELECT asked FROM job WHERE task_name = :kind AND task_instance = :subject")
                .bind("kind", kind)
                .bind("subject", subject.toString())
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    /** Removes a job that nobody asked for again. */
    boolean finish(Handle handle, String kind, Id subject, long asked) {
        return handle.createUpdate(
                                "DELETE FROM job WHERE task_name = :kind AND task_instance = :subject AND asked = :asked")
                        .bind("kind", kind)
                        .bind("subject", subject.toString())
                        .bind("asked", asked)
                        .execute()
                > 0;
    }

    boolean any(Handle handle) {
        return handle.createQuery("SELECT 1 FROM job LIMIT 1").mapTo(Integer.class).findOne().isPresent();
    }

    /** Frees what a process that is gone had begun. */
    void release(Handle handle) {
        handle.execute("UPDATE job SET picked = FALSE, picked_by = NULL WHERE picked = TRUE");
    }
}
