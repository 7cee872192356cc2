package dev.pankou.workflow.node;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;

/** Makes addresses out of what people write: what a URI may not hold is encoded, what is encoded already stays. */
final class HttpAddress {
    private static final String PLAIN = "-._~!$&'()*+,;=:@/?";

    private HttpAddress() {}

    /**
     * @param params joined to the query; each takes the place of those of its name
     * @throws NodeException EXECUTION when it is no http or https address
     */
    static URI of(String written, Map<String, String> params) {
        var url = written.strip();
        var scheme = url.indexOf("://");
        if (!url.regionMatches(true, 0, "http://", 0, 7) && !url.regionMatches(true, 0, "https://", 0, 8)) {
            throw wrong("it must begin with http:// or https://");
        }
        var fragment = url.indexOf('#');
        var end = fragment < 0 ? url.length() : fragment;
        var path = scheme + 3;
        while (path < end && "/?".indexOf(url.charAt(path)) < 0) {
            path++;
        }
        var question = url.indexOf('?', path);
        var pathEnd = question < 0 || question > end ? end : question;
        var query = query(pathEnd < end ? url.substring(pathEnd + 1, end) : "", params);
        var address = url.substring(0, scheme + 3)
                + host(url.substring(scheme + 3, path))
                + encoded(url.substring(path, pathEnd))
                + (query.isEmpty() ? "" : "?" + query);
        try {
            var uri = new URI(address);
            if (uri.getHost() == null) {
                throw wrong("it names no host");
            }
            return uri;
        } catch (URISyntaxException malformed) {
            throw wrong("it cannot be read");
        }
    }

    private static NodeException wrong(String why) {
        return new NodeException(NodeException.EXECUTION, "the URL is not valid: " + why);
    }

    private static String host(String authority) {
        if (authority.chars().allMatch(c -> c < 128)) {
            return authority;
        }
        try {
            return IDN.toASCII(authority);
        } catch (IllegalArgumentException notAHost) {
            throw wrong("its host is no name");
        }
    }

    private static String query(String written, Map<String, String> params) {
        var query = new StringJoiner("&");
        if (!written.isEmpty()) {
            for (var pair : written.split("&", -1)) {
                var equals = pair.indexOf('=');
                if (!params.containsKey(decoded(equals < 0 ? pair : pair.substring(0, equals)))) {
                    query.add(encoded(pair));
                }
            }
        }
        params.forEach((name, value) -> query.add(form(name) + "=" + form(value)));
        return query.toString();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException badPercent) {
            return text;
        }
    }

    /** As forms are encoded: a blank is "+". */
    static String form(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        var out = new StringBuilder(text.length() + 16);
        for (var at = 0; at < text.length(); ) {
            var c = text.codePointAt(at);
            var letterOrDigit = c < 128 && Character.isLetterOrDigit(c);
            if (letterOrDigit || PLAIN.indexOf(c) >= 0 || c == '%' && isHex(text, at + 1) && isHex(text, at + 2)) {
                out.append((char) c);
            } else {
                for (var octet : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    out.append('%').append(hex(octet >> 4)).append(hex(octet));
                }
            }
            at += Character.charCount(c);
        }
        return out.toString();
    }

    private static char hex(int nibble) {
        return Character.toUpperCase(Character.forDigit(nibble & 15, 16));
    }

    private static boolean isHex(String text, int at) {
        return at < text.length() && text.charAt(at) < 128 && Character.digit(text.charAt(at), 16) >= 0;
    }

    /** The name of the file at that address: the upload's name, else the last step of the path, else "file". */
    static String fileName(URI address) {
        var query = address.getRawQuery();
        if (query != null) {
            for (var pair : query.split("&", -1)) {
                if (pair.startsWith("x-wf-file_name=")) { // WORKFLOW 3.4
                    return decoded(pair.substring("x-wf-file_name=".length()));
                }
            }
        }
        var path = address.getPath() == null ? "" : address.getPath();
        var name = path.substring(path.lastIndexOf('/') + 1);
        return name.isEmpty() ? "file" : name;
    }
}
