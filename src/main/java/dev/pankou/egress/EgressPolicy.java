package dev.pankou.egress;

import dev.pankou.egress.Addresses.Block;
import dev.pankou.egress.Addresses.Reach;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which destinations may be reached. Immutable.
 *
 * @param allowed exceptions that the operator made ({@code PANKOU_EGRESS_ALLOW})
 */
public record EgressPolicy(List<Rule> allowed) {
    public EgressPolicy {
        allowed = List.copyOf(allowed);
    }

    /** One exception: a host name or a block of addresses, on one port or on all (port 0). */
    public record Rule(@Nullable String host, @Nullable Block block, int port) {
        boolean matches(String name, InetAddress address, int requestedPort) {
            if (port != 0 && port != requestedPort) {
                return false;
            }
            return block != null ? block.contains(address.getAddress()) : name.equalsIgnoreCase(host);
        }
    }

    /**
     * Reads a comma list of {@code host}, {@code host:port}, {@code CIDR} or {@code CIDR:port}; IPv6 with a port stands in
     * brackets: {@code [fd00::/8]:8080}. Blank means no exception.
     *
     * @throws IllegalArgumentException naming the part that cannot be read
     */
    public static EgressPolicy parse(String list) {
        var rules = new ArrayList<Rule>();
        for (var part : list.split(",", -1)) {
            if (!part.isBlank()) {
                rules.add(rule(part.strip()));
            }
        }
        return new EgressPolicy(rules);
    }

    private static Rule rule(String text) {
        var target = text;
        var port = 0;
        var colon = text.lastIndexOf(':');
        var bracket = text.indexOf(']');
        var single = text.indexOf(':') == colon;
        if (colon > bracket && colon >= 0 && (single || bracket >= 0)) {
            target = text.substring(0, colon);
            port = port(text, text.substring(colon + 1));
        }
        if (target.startsWith("[") && target.endsWith("]")) {
            target = target.substring(1, target.length() - 1);
        }
        var numeric = target.indexOf(':') >= 0 || target.matches("[0-9.]+(/[0-9]+)?") || target.indexOf('/') >= 0;
        return numeric
                ? new Rule(null, Block.parse(target), port)
                : new Rule(target.toLowerCase(Locale.ROOT), null, port);
    }

    private static int port(String rule, String text) {
        try {
            var port = Integer.parseInt(text);
            if (port > 0 && port < 65536) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // told below
        }
        throw new IllegalArgumentException("port must be 1 to 65535: " + rule);
    }

    /**
     * Checks every address of a name: one bad address refuses them all, so that an answer that mixes public and private
     * ones cannot be used to pick.
     */
    void check(String host, int port, EgressTrust trust, List<InetAddress> addresses) {
        for (var address : addresses) {
            var reach = Addresses.reach(address);
            var fine = reach == Reach.PUBLIC
                    || (reach == Reach.PRIVATE && trust == EgressTrust.CONFIGURED)
                    || allowed.stream().anyMatch(rule -> rule.matches(host, address, port));
            if (!fine) {
                throw new EgressException(
                        EgressException.Kind.REFUSED,
                        "The address is not public, so this server does not connect to it. Its operator can allow it: egress-allow.");
            }
        }
    }
}
