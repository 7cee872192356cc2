package dev.pankou.console;

import dev.pankou.api.ApiError;
import dev.pankou.http.Exchange;
import dev.pankou.id.Id;
import dev.pankou.id.Ids;
import dev.pankou.secret.Digests;
import dev.pankou.store.Db;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Sessions of browsers: a cookie with 256 random bits whose SHA-256 is stored, good for 14 days after its last use. Threads
 * share it.
 */
final class Sessions {
    static final String COOKIE = "pankou_session";
    static final String CSRF_HEADER = "X-Pankou-Csrf";

    private static final Duration LIFE = Duration.ofDays(14);
    /** A session is written at most once a day for being used. */
    private static final Duration STEP = Duration.ofDays(1);
    private static final Set<String> HARMLESS = Set.of("GET", "HEAD");

    private final Db db;
    private final Clock clock;
    private final Ids ids;
    private final Supplier<URI> publicUrl;
    private final SessionStore store = new SessionStore();

    Sessions(Db db, Clock clock, Ids ids, Supplier<URI> publicUrl) {
        this.db = db;
        this.clock = clock;
        this.ids = ids;
        this.publicUrl = publicUrl;
    }

    /**
     * Signs a browser in and sets its cookie.
     *
     * @param endOthers whether the user's other sessions end, as after a lost password
     */
    Session open(Exchange exchange, Id user, boolean endOthers) {
        var value = ids.secret();
        var now = clock.millis();
        var session = new Session(Digests.sha256(value), user, ids.secret(), now + LIFE.toMillis());
        db.write(handle -> {
            store.deleteExpired(handle, now);
            if (endOthers) {
                store.deleteOthers(handle, user, "");
            }
            store.insert(handle, session, now);
            return session;
        });
        exchange.addHeader("Set-Cookie", cookie(value, LIFE));
        return session;
    }

    /** The session whose cookie came with the request. Renews it and the cookie once a day. */
    Optional<Session> of(Exchange exchange) {
        var value = exchange.cookie(COOKIE);
        if (value == null || value.isEmpty()) {
            return Optional.empty();
        }
        var now = clock.millis();
        var found = db.read(handle -> store.find(handle, Digests.sha256(value), now));
        if (found.isPresent() && found.get().expiresAt() < now + LIFE.toMillis() - STEP.toMillis()) {
            db.write(handle -> {
                store.extend(handle, found.get().hash(), now + LIFE.toMillis());
                return true;
            });
            exchange.addHeader("Set-Cookie", cookie(value, LIFE));
        }
        return found;
    }

    /** Ends the session of the request, if it has one, and takes its cookie back. */
    void close(Exchange exchange) {
        var value = exchange.cookie(COOKIE);
        if (value != null && !value.isEmpty()) {
            db.write(handle -> {
                store.delete(handle, Digests.sha256(value));
                return true;
            });
        }
        exchange.addHeader("Set-Cookie", cookie("", Duration.ZERO));
    }

    /** Ends the user's sessions except the one of the request. */
    void closeOthers(Exchange exchange, Id user) {
        var kept = exchange.cookie(COOKIE);
        db.write(handle -> {
            store.deleteOthers(handle, user, kept == null ? "" : Digests.sha256(kept));
            return true;
        });
    }

    private String cookie(String value, Duration life) {
        var secure = "https".equals(publicUrl.get().getScheme()) ? "; Secure" : "";
        return COOKIE + "=" + value + "; Path=/; Max-Age=" + life.toSeconds() + "; HttpOnly; SameSite=Lax" + secure;
    }

    /**
     * Refuses what a page of another site sent.
     *
     * @throws dev.pankou.api.ApiException 4100
     */
    void requireSameOrigin(Exchange exchange) {
        if (!sameOrigin(exchange)) {
            throw ApiError.UNAUTHENTICATED.with("sessions work only from pages of this site; send a token");
        }
    }

    /** Browsers tell where a request comes from; where no header tells, no browser page sent it (or it is a plain GET). */
    private boolean sameOrigin(Exchange exchange) {
        var site = exchange.header("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin") || (site.equals("none") && HARMLESS.contains(exchange.method()));
        }
        var origin = exchange.header("Origin");
        if (origin == null) {
            return true;
        }
        var host = exchange.header("Host");
        var address = publicUrl.get();
        return origin.equals(address.getScheme() + "://" + address.getRawAuthority())
                || (host != null && (origin.equals("http://" + host) || origin.equals("https://" + host)));
    }

    /** @throws dev.pankou.api.ApiException 4101, HTTP 403, when a call that changes something lacks the session's token */
    void requireCsrf(Exchange exchange, Session session) {
        var sent = exchange.header(CSRF_HEADER);
        if (!HARMLESS.contains(exchange.method()) && (sent == null || !Digests.sha256(sent).equals(Digests.sha256(session.csrf())))) {
            throw ApiError.CSRF.with("the header " + CSRF_HEADER + " must carry the csrf_token of GET /pankou/v1/session");
        }
    }
}
