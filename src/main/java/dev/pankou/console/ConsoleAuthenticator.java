package dev.pankou.console;

import dev.pankou.access.Caller;
import dev.pankou.api.ApiError;
import dev.pankou.api.Authenticator;
import dev.pankou.http.Exchange;
import dev.pankou.identity.IdentityService;

/** Who calls: the token's user if a token was sent, else the user who signed in at the console. Threads share it. */
public final class ConsoleAuthenticator implements Authenticator {
    private final IdentityService identity;
    private final Sessions sessions;

    ConsoleAuthenticator(IdentityService identity, Sessions sessions) {
        this.identity = identity;
        this.sessions = sessions;
    }

    @Override
    public Caller authenticate(Exchange exchange) {
        var token = exchange.header("Authorization");
        if (token != null || exchange.cookie(Sessions.COOKIE) == null) {
            return identity.authenticate(exchange);
        }
        sessions.requireSameOrigin(exchange);
        var session = sessions.of(exchange)
                .orElseThrow(() -> ApiError.UNAUTHENTICATED.with("the session has ended; sign in again"));
        sessions.requireCsrf(exchange, session);
        return identity.session(identity.user(session.user()));
    }
}
