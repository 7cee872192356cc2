package dev.pankou.api;

import dev.pankou.access.Caller;
import dev.pankou.http.Exchange;

/** Finds out who calls. Implemented by the features that own tokens and sessions. */
public interface Authenticator {
    /** @throws ApiException 4100 when the request proves nobody */
    Caller authenticate(Exchange exchange);
}
