package dev.pankou.plugin;

import dev.pankou.egress.CancelSignal;
import dev.pankou.json.Json;
import dev.pankou.plugin.CredentialStore.Grant;
import dev.pankou.plugin.CredentialStore.Grantee;
import dev.pankou.plugin.OAuthTokens.Client;
import dev.pankou.plugin.OAuthTokens.Tokens;
import dev.pankou.plugin.tool.ToolException;
import dev.pankou.secret.Seal;
import dev.pankou.store.Db;
import java.time.Clock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What end users allowed plugins: their tokens, sealed, renewed when they are due. Threads share it. */
final class Grants {
    private static final Logger LOG = LoggerFactory.getLogger(Grants.class);

    private final Db db;
    private final Clock clock;
    private final Seal seal;
    private final OAuthTokens tokens;
    private final Function<Grantee, String> links;
    private final CredentialStore store = new CredentialStore();

    /** @param links the address where somebody grants */
    Grants(Db db, Clock clock, Seal seal, OAuthTokens tokens, Function<Grantee, String> links) {
        this.db = db;
        this.clock = clock;
        this.seal = seal;
        this.tokens = tokens;
        this.links = links;
    }

    /** A token that is good now. @throws NeedsAuthorizationException when there is none to be had without the end user */
    String token(Grantee who, String target, Client client, CancelSignal cancel) {
        var grant = find(who);
        if (grant == null || !grant.target().equals(target)) {
            throw new NeedsAuthorizationException(links.apply(who));
        }
        var known = opened(grant);
        if (known.goodUntil() > clock.millis()) {
            return known.accessToken();
        }
        return renewed(who, grant, known, client, cancel).accessToken();
    }

    /** Renews a grant that the server did not take, or drops it. @throws NeedsAuthorizationException when it was dropped */
    void renew(Grantee who, Client client, CancelSignal cancel) {
        var grant = find(who);
        if (grant == null) {
            throw new NeedsAuthorizationException(links.apply(who));
        }
        renewed(who, grant, opened(grant), client, cancel);
    }

    private Tokens renewed(Grantee who, Grant grant, Tokens known, Client client, CancelSignal cancel) {
        if (!known.refreshToken().isEmpty()) {
            try {
                var fresh = tokens.refresh(client, known.refreshToken(), cancel);
                put(who, grant.target(), fresh);
                return fresh;
            } catch (ToolException refused) {
                if (refused.code() != ToolException.UNAUTHORIZED) {
                    throw refused;
                }
            }
        }
        var dropped = db.write(handle -> store.deleteGrant(handle, who, grant));
        var other = dropped ? null : find(who);
        if (other != null) {
            return opened(other); // somebody else renewed it meanwhile
        }
        throw new NeedsAuthorizationException(links.apply(who));
    }

    private @Nullable Grant find(Grantee who) {
        return db.read(handle -> store.grant(handle, who)).orElse(null);
    }

    private Tokens opened(Grant grant) {
        try {
            return Json.read(seal.open(grant.sealed()), Tokens.class);
        } catch (IllegalStateException lost) {
            LOG.error("A grant of an end user cannot be opened; they have to authorise again");
            return new Tokens("", "", 0);
        }
    }

    void put(Grantee who, String target, Tokens fresh) {
        db.write(handle -> {
            store.putGrant(handle, who, new Grant(target, seal.seal(Json.text(fresh))), clock.millis());
            return who;
        });
    }

    /** Forgets what somebody granted. False: nothing was. */
    boolean revoke(Grantee who) {
        var grant = find(who);
        return grant != null && db.write(handle -> store.deleteGrant(handle, who, grant));
    }
}
