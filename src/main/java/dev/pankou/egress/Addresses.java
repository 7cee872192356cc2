package dev.pankou.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** Tells public addresses from those that lead into our own network (IANA special-purpose registries). */
final class Addresses {
    /** How far an address reaches. */
    enum Reach {
        /** The internet. */
        PUBLIC,
        /** This machine or this network. */
        PRIVATE,
        /** Nothing that an HTTP request should ever reach: metadata services, multicast, tunnels into private space. */
        NEVER
    }

    private static final List<Block> PRIVATE = blocks(
            "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7");
    private static final List<Block> NEVER = blocks(
            "0.0.0.0/8",
            "100.100.100.200/32", // metadata of Alibaba Cloud
            "168.63.129.16/32", // the same of Azure, a public address that only its machines reach
            "169.254.0.0/16",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "2001::/23", // Teredo, ORCHID, benchmarks
            "2001:db8::/32",
            "3fff::/20",
            "fd00:42::42/128", // metadata of Scaleway, of Oracle, of AWS, of Google
            "fd00:c1::a9fe:a9fe/128",
            "fd00:ec2::/32",
            "fd20:ce::/64");
    /** What IANA gave out so far; all else of IPv6 is special, or nothing yet. */
    private static final Block GLOBAL6 = Block.parse("2000::/3");
    private static final Block NAT64 = Block.parse("64:ff9b::/96");
    private static final Block SIX_TO_FOUR = Block.parse("2002::/16");

    private Addresses() {}

    static Reach reach(InetAddress address) {
        var bytes = address.getAddress();
        if (bytes.length == 16) {
            if (isMapped(bytes)) {
                return reach(inner(bytes, 12));
            }
            if (NAT64.contains(bytes)) {
                return embedded(bytes, 12);
            }
            if (SIX_TO_FOUR.contains(bytes)) {
                return embedded(bytes, 2);
            }
        }
        if (NEVER.stream().anyMatch(block -> block.contains(bytes))) {
            return Reach.NEVER;
        }
        if (PRIVATE.stream().anyMatch(block -> block.contains(bytes))) {
            return Reach.PRIVATE;
        }
        return bytes.length == 4 || GLOBAL6.contains(bytes) ? Reach.PUBLIC : Reach.NEVER;
    }

    /** A tunnel to a public address is public; one to anywhere else is a trick. */
    private static Reach embedded(byte[] bytes, int from) {
        return reach(inner(bytes, from)) == Reach.PUBLIC ? Reach.PUBLIC : Reach.NEVER;
    }

    private static boolean isMapped(byte[] bytes) {
        for (var i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return bytes[10] == -1 && bytes[11] == -1;
    }

    private static InetAddress inner(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are an address", impossible);
        }
    }

    private static List<Block> blocks(String... texts) {
        return Arrays.stream(texts).map(Block::parse).toList();
    }

    /** A CIDR block; a bare address is a block of one. */
    record Block(List<Byte> prefix, int bits) {
        static Block parse(String text) {
            var slash = text.indexOf('/');
            var literal = slash < 0 ? text : text.substring(0, slash);
            if (literal.indexOf(':') < 0 && literal.split("\\.", -1).length != 4) {
                throw new IllegalArgumentException("an IPv4 address has four numbers: " + text); // "1.2.3" is 1.2.0.3
            }
            try {
                var bytes = InetAddress.ofLiteral(literal).getAddress();
                var bits = slash < 0 ? bytes.length * 8 : Integer.parseInt(text.substring(slash + 1));
                if (bits < 0 || bits > bytes.length * 8) {
                    throw new IllegalArgumentException("no such prefix length: " + text);
                }
                var prefix = new Byte[bytes.length];
                Arrays.setAll(prefix, i -> bytes[i]);
                return new Block(List.of(prefix), bits);
            } catch (NumberFormatException bad) {
                throw new IllegalArgumentException("not a CIDR block: " + text, bad);
            }
        }

        boolean contains(byte[] address) {
            if (address.length != prefix.size()) {
                return false;
            }
            for (var bit = 0; bit < bits; bit += 8) {
                var mask = bits - bit >= 8 ? 0xFF : 0xFF << (8 - (bits - bit)) & 0xFF;
                if (((address[bit / 8] ^ prefix.get(bit / 8)) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
