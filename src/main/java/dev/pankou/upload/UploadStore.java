package dev.pankou.upload;

import dev.pankou.id.Id;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Statements on uploaded files. */
final class UploadStore {
    private static final String COLUMNS =
            "SELECT id, owner_id, name, size_bytes, sha256, media_type, keep, created_at FROM uploaded_file ";

    void insert(Handle handle, UploadedFile file) {
        handle.createUpdate(
                        """
                        INSERT INTO uploaded_file (id, owner_id, name, size_bytes, sha256, media_type, keep, created_at)
                        VALUES (:id, :owner, :name, :size, :sha256, :type, :keep, :createdAt)
                        """)
                .bind("id", file.id().value())
                .bind("owner", file.owner().value())
                .bind("name", file.name())
                .bind("size", file.sizeBytes())
                .bind("sha256", file.sha256())
                .bind("type", file.mediaType())
                .bind("keep", file.keep() ? 1 : 0)
                .bind("createdAt", file.createdAt())
                .execute();
    }

    Optional<UploadedFile> find(Handle handle, Id owner, Id file) {
        return handle.createQuery(COLUMNS + "WHERE id = :id AND owner_id = :owner")
                .bind("id", file.value())
                .bind("owner", owner.value())
                .map((row, context) -> toFile(row))
                .findOne();
    }

    /** A file that is open to everybody. */
    Optional<UploadedFile> icon(Handle handle, Id file) {
        return handle.createQuery(COLUMNS + "WHERE id = :id AND keep = 1")
                .bind("id", file.value())
                .map((row, context) -> toFile(row))
                .findOne();
    }

    /** Anybody's file; whoever asks has proved otherwise that he may. */
    Optional<UploadedFile> any(Handle handle, Id file) {
        return handle.createQuery(COLUMNS + "WHERE id = :id")
                .bind("id", file.value())
                .map((row, context) -> toFile(row))
                .findOne();
    }

    void keep(Handle handle, Id file) {
        handle.createUpdate("UPDATE uploaded_file SET keep = 1 WHERE id = :id").bind("id", file.value()).execute();
    }

    /** Neither a public icon nor swept: it goes with what it belongs to. */
    private static final int HELD = 2;

    void hold(Handle handle, UploadedFile file) {
        insert(handle, file);
        handle.createUpdate("UPDATE uploaded_file SET keep = :held WHERE id = :id")
                .bind("held", HELD)
                .bind("id", file.id().value())
                .execute();
    }

    void release(Handle handle, Collection<Id> files) {
        handle.createUpdate("DELETE FROM uploaded_file WHERE keep = :held AND id IN (<ids>)")
                .bind("held", HELD)
                .bindList("ids", files.stream().map(Id::value).toList())
                .execute();
    }

    int deleteBefore(Handle handle, long time) {
        return handle.createUpdate("DELETE FROM uploaded_file WHERE keep = 0 AND created_at < :time")
                .bind("time", time)
                .execute();
    }

    boolean referenced(Handle handle, String sha256) {
        return handle.createQuery("SELECT 1 FROM uploaded_file WHERE sha256 = :sha256 LIMIT 1")
                .bind("sha256", sha256)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    private static UploadedFile toFile(ResultSet row) throws SQLException {
        return new UploadedFile(
                new Id(row.getLong("id")),
                new Id(row.getLong("owner_id")),
                row.getString("name"),
                row.getLong("size_bytes"),
                row.getString("sha256"),
                row.getString("media_type"),
                row.getLong("keep") != 0,
                row.getLong("created_at"));
    }
}
