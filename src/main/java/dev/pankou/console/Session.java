package dev.pankou.console;

import dev.pankou.id.Id;

/**
 * A signed-in browser.
 *
 * @param hash SHA-256 of the cookie's value
 * @param csrf what calls that change something carry in {@code X-Pankou-Csrf}
 * @param expiresAt milliseconds; moves on while the session is used
 */
record Session(String hash, Id user, String csrf, long expiresAt) {}
