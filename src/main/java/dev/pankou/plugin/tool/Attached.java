package dev.pankou.plugin.tool;

import java.net.URI;
import java.util.Locale;
import java.util.Map;

/**
 * Credentials that go along with requests to one origin, and with no others.
 *
 * @param origin such as {@code https://api.example.com}; "" matches nothing
 */
public record Attached(String origin, Map<String, String> headers, Map<String, String> query) {
    public static final Attached NOTHING = new Attached("", Map.of(), Map.of());

    /** Shorter texts are no secrets, and are found by chance. */
    private static final int LEAST_SECRET = 6;

    public Attached {
        headers = Map.copyOf(headers);
        query = Map.copyOf(query);
    }

    /** Scheme, host and port of an address in lower case; the scheme's own port is left out. */
    public static String origin(URI address) {
        var scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        var host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
        var usual = scheme.equals("https") ? 443 : 80;
        var port = address.getPort();
        return scheme + "://" + host + (port < 0 || port == usual ? "" : ":" + port);
    }

    /** Whether a request to this address may carry them. */
    public boolean belongTo(URI address) {
        return !origin.isEmpty() && origin.equals(origin(address));
    }

    /** {@code text} without the secrets, for servers that send back what they got. */
    public String scrub(String text) {
        var clean = text;
        for (var value : headers.values()) {
            clean = without(clean, value);
            var space = value.indexOf(' '); // "Bearer …"
            clean = space < 0 ? clean : without(clean, value.substring(space + 1));
        }
        for (var value : query.values()) {
            clean = without(clean, value);
        }
        return clean;
    }

    private static String without(String text, String secret) {
        return secret.length() < LEAST_SECRET ? text : text.replace(secret, "***");
    }

    /** No values: they are secret. */
    @Override
    public String toString() {
        return "Attached[" + origin + "]";
    }
}
