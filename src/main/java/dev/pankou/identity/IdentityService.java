package dev.pankou.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pankou.access.Caller;
import dev.pankou.access.Permission;
import dev.pankou.api.ApiError;
import dev.pankou.api.Authenticator;
import dev.pankou.api.Page;
import dev.pankou.api.PageRequest;
import dev.pankou.http.Exchange;
import dev.pankou.id.Id;
import dev.pankou.id.Ids;
import dev.pankou.secret.Digests;
import dev.pankou.store.Db;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rules of users and access tokens. Threads share it. */
public final class IdentityService implements Authenticator {
    /** Prefix of personal access tokens (BEHAVIOUR 1.1). */
    public static final String TOKEN_PREFIX = "pat_";

    private static final Logger LOG = LoggerFactory.getLogger(IdentityService.class);
    private static final Duration LINK_LIFE = Duration.ofHours(24);
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
    private static final Set<Permission> ADMINISTRATIVE =
            EnumSet.of(Permission.MANAGE_USERS, Permission.MANAGE_MODELS, Permission.ADMINISTER);

    private final Db db;
    private final Clock clock;
    private final Ids ids;
    private final UserRooms rooms;
    private final IdentityStore store = new IdentityStore();
    /** By digest; short-lived, so that a token revoked on another node stops working within seconds. */
    private final Cache<String, Known> known = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofSeconds(2))
            .maximumSize(50_000)
            .build();

    public IdentityService(Db db, Clock clock, Ids ids, UserRooms rooms) {
        this.db = db;
        this.clock = clock;
        this.ids = ids;
        this.rooms = rooms;
    }

    private record Known(Caller caller, long expiresAt) {}

    /** A token just made; its value is nowhere else. */
    public record NewToken(AccessToken token, String value) {}

    /** A user just made, with a first token of all permissions. */
    public record NewUser(User user, NewToken token) {}

    @Override
    public Caller authenticate(Exchange exchange) {
        var header = exchange.header("Authorization");
        if (header == null || header.isBlank()) {
            throw ApiError.UNAUTHENTICATED.with("send the header Authorization: Bearer <token>");
        }
        if (header.length() < 8 || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw ApiError.UNAUTHENTICATED.with("the header must be Authorization: Bearer <token>, nothing more");
        }
        return caller(header.substring(7).strip());
    }

    /** @throws dev.pankou.api.ApiException 4100 when the token is unknown, revoked or expired */
    public Caller caller(String token) {
        var hash = Digests.sha256(token);
        var found = known.getIfPresent(hash);
        if (found == null) {
            found = load(hash);
            known.put(hash, found);
        }
        if (found.expiresAt() != 0 && found.expiresAt() <= clock.millis()) {
            throw ApiError.UNAUTHENTICATED.with("the token has expired");
        }
        return found.caller();
    }

    private Known load(String hash) {
        var holder = db.read(handle -> store.holder(handle, hash))
                .orElseThrow(() -> ApiError.UNAUTHENTICATED.with("the token is unknown or was revoked"));
        var token = holder.token();
        var now = clock.millis();
        if (now - token.lastUsedAt() > DAY_MILLIS) {
            var noted = db.submit(handle -> {
                store.touch(handle, token.id(), now);
                return true;
            });
            noted.exceptionally(failed -> {
                LOG.warn("The last use of a token could not be noted token={}", token.id());
                return false;
            });
        }
        return new Known(callerOf(token, holder.administrator()), token.expiresAt());
    }

    private static Caller callerOf(AccessToken token, boolean administrator) {
        var all = pointsOf(administrator);
        if (!token.permissions().isEmpty()) {
            all.retainAll(token.permissions());
        }
        return new Caller(
                token.user(), token.id(), administrator, all, token.workspaces().isEmpty() ? null : token.workspaces());
    }

    private static EnumSet<Permission> pointsOf(boolean administrator) {
        var points = EnumSet.allOf(Permission.class);
        if (!administrator) {
            points.removeAll(ADMINISTRATIVE);
        }
        return points;
    }

    /** Whether the caller holds every point that its user may hold. */
    public boolean holdsAll(Caller caller) {
        return caller.permissions().containsAll(pointsOf(caller.administrator()));
    }

    /** What a user holds who signed in at the console: all points, all workspaces. */
    public Caller session(User user) {
        return new Caller(user.id(), null, user.administrator(), pointsOf(user.administrator()), null);
    }

    public User user(Id id) {
        return db.read(handle -> store.user(handle, id)).orElseThrow(() -> ApiError.NOT_FOUND.with("user_id", id));
    }

    public Optional<User> userByName(String name) {
        return db.read(handle -> store.userByName(handle, name));
    }

    public Optional<User> firstAdministrator() {
        return db.read(store::firstAdministrator);
    }

    /** All users, oldest first; for administrators. */
    public Page<User> users(PageRequest page) {
        return db.read(handle ->
                new Page<>(store.users(handle, page.size(), page.offset()), store.countUsers(handle)));
    }

    /**
     * Makes a user with a personal workspace and a first access token.
     *
     * @throws dev.pankou.api.ApiException 4000 when the name is taken
     */
    public NewUser createUser(String name, boolean administrator, @Nullable String tokenValue) {
        var user = new User(ids.next(), name, name, administrator, "", clock.millis());
        var value = tokenValue == null ? TOKEN_PREFIX + ids.secret() : tokenValue;
        var token = new AccessToken(ids.next(), user.id(), "first token", Set.of(), Set.of(), clock.millis(), 0, 0);
        return db.write(handle -> {
            if (store.userByName(handle, name).isPresent()) {
                throw ApiError.field("name", "a user of this name exists");
            }
            store.insertUser(handle, user);
            rooms.open(handle, user);
            store.insertToken(handle, token, Digests.sha256(value));
            return new NewUser(user, new NewToken(token, value));
        });
    }

    /**
     * Makes a token of a user.
     *
     * @param days 0: never expires
     * @throws dev.pankou.api.ApiException 4000 when a workspace is none of the user's
     */
    public NewToken createToken(Id user, String name, int days, Set<Permission> permissions, Set<Id> workspaces) {
        var now = clock.millis();
        var expires = days == 0 ? 0 : now + days * DAY_MILLIS;
        var token = new AccessToken(ids.next(), user, name, permissions, workspaces, now, expires, 0);
        var value = TOKEN_PREFIX + ids.secret();
        db.write(handle -> {
            for (var workspace : workspaces) {
                if (!rooms.belongs(handle, user, workspace)) {
                    throw ApiError.field("workspace_ids", "workspace " + workspace + " is none of the user's");
                }
            }
            store.insertToken(handle, token, Digests.sha256(value));
            return token;
        });
        return new NewToken(token, value);
    }

    public List<AccessToken> tokens(Id user) {
        return db.read(handle -> store.tokens(handle, user));
    }

    /** Revokes a token of the user's own, at once. @throws dev.pankou.api.ApiException 4200 */
    public void revokeToken(Id user, Id token) {
        var hash = db.write(handle -> store.revoke(handle, user, token, clock.millis()))
                .orElseThrow(() -> ApiError.NOT_FOUND.with("token_id", token));
        known.invalidate(hash);
    }

    /** Whose token this is; for administrators. */
    public Optional<Id> tokenOwner(Id token) {
        return db.read(handle -> store.tokenOwner(handle, token));
    }

    /** A link key for one sign-in of this user; older ones stop working. */
    public String oneTimeKey(Id user) {
        var key = ids.secret();
        db.write(handle -> {
            store.deleteLinks(handle, user);
            store.insertLink(handle, Digests.sha256(key), user, clock.millis() + LINK_LIFE.toMillis());
            return key;
        });
        return key;
    }

    /** Uses a link key up. @throws dev.pankou.api.ApiException 4100 */
    public User takeOneTimeKey(String key, String name, String passwordHash, String language) {
        return db.write(handle -> {
            var id = store.takeLink(handle, Digests.sha256(key), clock.millis())
                    .orElseThrow(() -> ApiError.UNAUTHENTICATED.with("the link was used already or is too old"));
            var taken = store.userByName(handle, name);
            if (taken.isPresent() && !taken.get().id().equals(id)) {
                throw ApiError.field("name", "a user of this name exists");
            }
            store.rename(handle, id, name, language);
            store.setPasswordHash(handle, id, passwordHash);
            return store.user(handle, id).orElseThrow();
        });
    }

    /** Sets a user's password; one-time links that still wait stop working. */
    public void setPasswordHash(Id user, String hash) {
        db.write(handle -> {
            store.deleteLinks(handle, user);
            store.setPasswordHash(handle, user, hash);
            return user;
        });
    }

    /** The stored password hash of a user, if one was set. */
    public Optional<String> passwordHash(Id user) {
        return db.read(handle -> store.passwordHash(handle, user));
    }
}
