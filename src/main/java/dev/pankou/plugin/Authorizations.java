package dev.pankou.plugin;

import dev.pankou.api.ApiError;
import dev.pankou.egress.CancelSignal;
import dev.pankou.id.Ids;
import dev.pankou.json.Json;
import dev.pankou.plugin.CredentialStore.Grantee;
import dev.pankou.plugin.CredentialStore.State;
import dev.pankou.plugin.tool.ToolException;
import dev.pankou.plugin.tool.Web;
import dev.pankou.secret.Digests;
import dev.pankou.secret.Seal;
import dev.pankou.store.Db;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.function.Supplier;

/**
 * How an end user allows a plugin to act for them (RFC 6749 with PKCE). A link of ours says whose grant it will be; opening it
 * sends the browser on with a state that comes back once, from the same browser, within minutes. Threads share it.
 */
final class Authorizations {
    static final String START = "/pankou/v1/plugin_oauth/start";
    static final String CALLBACK = "/pankou/v1/plugin_oauth/callback";

    /** A link may wait as long as a workflow run does. */
    private static final Duration LINK = Duration.ofDays(7);

    private static final Duration STATE = Duration.ofMinutes(10);

    private final Db db;
    private final Clock clock;
    private final Ids ids;
    private final Seal seal;
    private final Supplier<String> base;
    private final CredentialStore store = new CredentialStore();

    Authorizations(Db db, Clock clock, Ids ids, Seal seal, Supplier<String> base) {
        this.db = db;
        this.clock = clock;
        this.ids = ids;
        this.seal = seal;
        this.base = base;
    }

    /** What a link says, sealed. */
    private record Ticket(Grantee who, long expiresAt) {}

    /** What a state stands for, sealed. */
    private record Pending(Grantee who, String target, String verifier) {}

    /** Where this grantee authorises; good for seven days. */
    String link(Grantee who) {
        var sealed = seal.seal(Json.text(new Ticket(who, clock.millis() + LINK.toMillis())));
        return base.get() + START + "?ticket=" + sealed.replace('+', '-').replace('/', '_').replace("=", "");
    }

    /** Whose grant a link is for. @throws dev.pankou.api.ApiException 4000 when it is none of ours, or is too old */
    Grantee opened(String ticket) {
        try {
            var read = Json.read(seal.open(ticket.replace('-', '+').replace('_', '/')), Ticket.class);
            if (read.expiresAt() >= clock.millis()) {
                return read.who();
            }
        } catch (IllegalStateException | tools.jackson.core.JacksonException notOurs) {
            // said below
        }
        throw ApiError.HTTP_REFUSED.as(400, "this link is not valid any more; ask for a new one");
    }

    /** Where the browser is sent. @param browser a secret that only this browser has */
    URI begin(Grantee who, Definition definition, String clientId, String browser) {
        var state = ids.secret();
        var verifier = ids.secret();
        var pending = seal.seal(Json.text(new Pending(who, Credentials.target(definition), verifier)));
        var expires = clock.millis() + STATE.toMillis();
        db.write(handle -> {
            store.putState(handle, Digests.sha256(state), new State(Digests.sha256(browser), pending, expires));
            return state;
        });
        var query = new LinkedHashMap<String, String>();
        query.put("response_type", "code");
        query.put("client_id", clientId);
        query.put("redirect_uri", base.get() + CALLBACK);
        if (!definition.auth().scope().isEmpty()) {
            query.put("scope", definition.auth().scope());
        }
        query.put("state", state);
        query.put("code_challenge", challenge(verifier));
        query.put("code_challenge_method", "S256");
        return Web.withQuery(URI.create(definition.auth().authorizeUrl()), query);
    }

    private static String challenge(String verifier) {
        var digest = Digests.sha256();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    }

    /** What came back: whose grant, for what, and the secret of PKCE. */
    record Returned(Grantee who, String target, String verifier) {}

    /** @throws dev.pankou.api.ApiException 4000 when the state is unknown, used, too old, or of another browser */
    Returned returned(String state, String browser) {
        var found = db.write(handle -> store.takeState(handle, Digests.sha256(state))).orElse(null);
        var same = found != null
                && found.expiresAt() >= clock.millis()
                && MessageDigest.isEqual(
                        found.browserHash().getBytes(StandardCharsets.US_ASCII),
                        Digests.sha256(browser).getBytes(StandardCharsets.US_ASCII));
        if (found == null || !same) {
            throw ApiError.HTTP_REFUSED.as(400, "this authorisation was not begun in this browser, is over, or took too long");
        }
        var pending = Json.read(seal.open(found.sealed()), Pending.class);
        return new Returned(pending.who(), pending.target(), pending.verifier());
    }

    /** Exchanges the code and keeps the grant. @throws dev.pankou.api.ApiException 4000 when the provider says no */
    void finish(
            Returned returned, OAuthTokens tokens, OAuthTokens.Client client, Grants grants, String code, CancelSignal cancel) {
        try {
            grants.put(
                    returned.who(),
                    returned.target(),
                    tokens.code(client, code, base.get() + CALLBACK, returned.verifier(), cancel));
        } catch (ToolException refused) {
            throw ApiError.HTTP_REFUSED.as(400, refused.text());
        }
    }

    void sweep() {
        if (db.read(handle -> store.hasStatesBefore(handle, clock.millis()))) {
            db.write(handle -> {
                store.sweepStates(handle, clock.millis());
                return 0;
            });
        }
    }
}
