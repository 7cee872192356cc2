package dev.pankou.console;

import dev.pankou.id.Id;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Statements on console sessions. Rows are found by the SHA-256 of the cookie's value. */
final class SessionStore {
    void insert(Handle handle, Session session, long now) {
        handle.createUpdate(
                        """
                        INSERT INTO console_session (hash, user_id, csrf, created_at, expires_at)
                        VALUES (:hash, :user, :csrf, :now, :expires)
                        """)
                .bind("hash", session.hash())
                .bind("user", session.user().value())
                .bind("csrf", session.csrf())
                .bind("now", now)
                .bind("expires", session.expiresAt())
                .execute();
    }

    Optional<Session> find(Handle handle, String hash, long now) {
        return handle.createQuery(
                        "SELECT hash, user_id, csrf, expires_at FROM console_session WHERE hash = :hash AND expires_at > :now")
                .bind("hash", hash)
                .bind("now", now)
                .map((row, context) -> new Session(
                        row.getString("hash"), new Id(row.getLong("user_id")), row.getString("csrf"), row.getLong("expires_at")))
                .findOne();
    }

    void extend(Handle handle, String hash, long expiresAt) {
        handle.createUpdate("UPDATE console_session SET expires_at = :expires WHERE hash = :hash")
                .bind("expires", expiresAt)
                .bind("hash", hash)
                .execute();
    }

    void delete(Handle handle, String hash) {
        handle.createUpdate("DELETE FROM console_session WHERE hash = :hash").bind("hash", hash).execute();
    }

    /** Ends all sessions of a user but one. @param kept "" ends them all */
    void deleteOthers(Handle handle, Id user, String kept) {
        handle.createUpdate("DELETE FROM console_session WHERE user_id = :user AND hash <> :kept")
                .bind("user", user.value())
                .bind("kept", kept)
                .execute();
    }

    void deleteExpired(Handle handle, long now) {
        handle.createUpdate("DELETE FROM console_session WHERE expires_at <= :now").bind("now", now).execute();
    }

    /** The cheapest question that shows that the store answers. */
    boolean answers(Handle handle) {
        return handle.createQuery("SELECT 1").mapTo(Integer.class).one() == 1;
    }
}
