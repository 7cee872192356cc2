package dev.pankou.identity;

import dev.pankou.access.Permission;
import dev.pankou.id.Id;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Statements on users, access tokens and one-time links. */
final class IdentityStore {
    private static final String USER = "SELECT id, name, nick_name, administrator, language, created_at FROM app_user ";
    private static final String TOKEN =
            """
            SELECT t.id, t.user_id, t.name, t.permissions, t.workspaces, t.created_at, t.expires_at, t.last_used_at
              FROM access_token t
            """;

    void insertUser(Handle handle, User user) {
        handle.createUpdate(
                        """
                        INSERT INTO app_user (id, name, nick_name, administrator, language, created_at)
                        VALUES (:id, :name, :nick, :admin, :language, :at)
                        """)
                .bind("id", user.id().value())
                .bind("name", user.name())
                .bind("nick", user.nickName())
                .bind("admin", user.administrator() ? 1L : 0L)
                .bind("language", user.language())
                .bind("at", user.createdAt())
                .execute();
    }

    Optional<User> user(Handle handle, Id id) {
        return handle.createQuery(USER + "WHERE id = :id").bind("id", id.value()).map(IdentityStore::toUser).findOne();
    }

    Optional<User> userByName(Handle handle, String name) {
        return handle.createQuery(USER + "WHERE name = :name").bind("name", name).map(IdentityStore::toUser).findOne();
    }

    Optional<User> firstAdministrator(Handle handle) {
        return handle.createQuery(USER + "WHERE administrator = 1 ORDER BY id LIMIT 1")
                .map(IdentityStore::toUser)
                .findOne();
    }

    List<User> users(Handle handle, int size, long offset) {
        return handle.createQuery(USER + "ORDER BY id LIMIT :size OFFSET :offset")
                .bind("size", size)
                .bind("offset", offset)
                .map(IdentityStore::toUser)
                .list();
    }

    long countUsers(Handle handle) {
        return handle.createQuery("SELECT count(*) FROM app_user").mapTo(Long.class).one();
    }

    void rename(Handle handle, Id user, String name, String language) {
        handle.createUpdate("UPDATE app_user SET name = :name, nick_name = :name, language = :language WHERE id = :id")
                .bind("name", name)
                .bind("language", language)
                .bind("id", user.value())
                .execute();
    }

    Optional<String> passwordHash(Handle handle, Id user) {
        return handle.createQuery("SELECT password_hash FROM app_user WHERE id = :id AND password_hash IS NOT NULL")
                .bind("id", user.value())
                .mapTo(String.class)
                .findOne();
    }

    void setPasswordHash(Handle handle, Id user, String hash) {
        handle.createUpdate("UPDATE app_user SET password_hash = :hash WHERE id = :id")
                .bind("hash", hash)
                .bind("id", user.value())
                .execute();
    }

    void insertToken(Handle handle, AccessToken token, String hash) {
        handle.createUpdate(
                        """
                        INSERT INTO access_token
                            (id, user_id, name, hash, permissions, workspaces, created_at, expires_at, last_used_at, revoked_at)
                        VALUES (:id, :user, :name, :hash, :permissions, :workspaces, :created, :expires, 0, 0)
                        """)
                .bind("id", token.id().value())
                .bind("user", token.user().value())
                .bind("name", token.name())
                .bind("hash", hash)
                .bind("permissions", token.permissions().stream().map(Permission::point).sorted().collect(Collectors.joining(",")))
                .bind("workspaces", token.workspaces().stream().map(Id::toString).sorted().collect(Collectors.joining(",")))
                .bind("created", token.createdAt())
                .bind("expires", token.expiresAt())
                .execute();
    }

    /** A token that was not revoked, with its user. */
    Optional<Holder> holder(Handle handle, String hash) {
        return handle.createQuery(
                        """
                        SELECT t.id, t.user_id, t.name, t.permissions, t.workspaces, t.created_at, t.expires_at, t.last_used_at,
                               u.administrator AS administrator
                          FROM access_token t
                          JOIN app_user u ON u.id = t.user_id
                         WHERE t.hash = :hash AND t.revoked_at = 0
                        """)
                .bind("hash", hash)
                .map((row, context) -> new Holder(toToken(row, context), row.getLong("administrator") == 1))
                .findOne();
    }

    /** A token and whether its user is an administrator. */
    record Holder(AccessToken token, boolean administrator) {}

    List<AccessToken> tokens(Handle handle, Id user) {
        return handle.createQuery(TOKEN + "WHERE t.user_id = :user AND t.revoked_at = 0 ORDER BY t.id DESC")
                .bind("user", user.value())
                .map(IdentityStore::toToken)
                .list();
    }

    /** The digest of the token that was revoked; empty when the user has no such token. */
    Optional<String> revoke(Handle handle, Id user, Id token, long now) {
        return handle.createQuery(
                        """
                        UPDATE access_token SET revoked_at = :now
                         WHERE id = :id AND user_id = :user AND revoked_at = 0
                        RETURNING hash
                        """)
                .bind("now", now)
                .bind("id", token.value())
                .bind("user", user.value())
                .mapTo(String.class)
                .findOne();
    }

    Optional<Id> tokenOwner(Handle handle, Id token) {
        return handle.createQuery("SELECT user_id FROM access_token WHERE id = :id AND revoked_at = 0")
                .bind("id", token.value())
                .mapTo(Long.class)
                .findOne()
                .map(Id::new);
    }

    void touch(Handle handle, Id token, long now) {
        handle.createUpdate("UPDATE access_token SET last_used_at = :now WHERE id = :id")
                .bind("now", now)
                .bind("id", token.value())
                .execute();
    }

    void insertLink(Handle handle, String hash, Id user, long expiresAt) {
        handle.createUpdate("INSERT INTO one_time_link (hash, user_id, expires_at) VALUES (:hash, :user, :expires)")
                .bind("hash", hash)
                .bind("user", user.value())
                .bind("expires", expiresAt)
                .execute();
    }

    void deleteLinks(Handle handle, Id user) {
        handle.createUpdate("DELETE FROM one_time_link WHERE user_id = :user").bind("user", user.value()).execute();
    }

    /** Uses a link up; the user it was for. */
    Optional<Id> takeLink(Handle handle, String hash, long now) {
        return handle.createQuery("DELETE FROM one_time_link WHERE hash = :hash AND expires_at > :now RETURNING user_id")
                .bind("hash", hash)
                .bind("now", now)
                .mapTo(Long.class)
                .findOne()
                .map(Id::new);
    }

    private static User toUser(ResultSet row, StatementContext context) throws SQLException {
        return new User(
                new Id(row.getLong("id")),
                row.getString("name"),
                row.getString("nick_name"),
                row.getLong("administrator") == 1,
                row.getString("language"),
                row.getLong("created_at"));
    }

    private static AccessToken toToken(ResultSet row, StatementContext context) throws SQLException {
        return new AccessToken(
                new Id(row.getLong("id")),
                new Id(row.getLong("user_id")),
                row.getString("name"),
                split(row.getString("permissions")).stream().flatMap(IdentityStore::known).collect(Collectors.toUnmodifiableSet()),
                split(row.getString("workspaces")).stream().map(Id::of).collect(Collectors.toUnmodifiableSet()),
                row.getLong("created_at"),
                row.getLong("expires_at"),
                row.getLong("last_used_at"));
    }

    private static java.util.stream.Stream<Permission> known(String point) {
        var permission = Permission.find(point);
        return permission == null ? java.util.stream.Stream.empty() : java.util.stream.Stream.of(permission);
    }

    private static Set<String> split(String list) {
        return list.isEmpty() ? Set.of() : Set.copyOf(Arrays.asList(list.split(",")));
    }
}
