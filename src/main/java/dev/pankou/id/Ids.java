package dev.pankou.id;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes identifiers and secrets. Ids rise in the order they are made on one node: 41 bits of milliseconds since 2010, 10
 * bits of node number, 12 bits of sequence. A clock that jumps back does not repeat an id: the last time is kept until
 * the clock has caught up. Safe for use by many threads; takes no lock.
 */
public final class Ids {
    /** 2010-01-01T00:00:00Z: today's ids have 19 digits and the last one is made in 2079. */
    private static final long EPOCH_MILLIS = 1_262_304_000_000L;

    private static final int NODE_BITS = 10;
    private static final int SEQUENCE_BITS = 12;

    /** Node numbers are 0 to this, both included. */
    public static final int MAX_NODE = (1 << NODE_BITS) - 1;

    private final Clock clock;
    private final long nodeBits;
    /** Milliseconds since the epoch and sequence of the last id, as one number: (millis << 12) | sequence. */
    private final AtomicLong last = new AtomicLong();

    private final SecureRandom random = new SecureRandom();

    public Ids(Clock clock, int node) {
        if (node < 0 || node > MAX_NODE) {
            throw new IllegalArgumentException("node number must be 0 to " + MAX_NODE + ": " + node);
        }
        this.clock = clock;
        this.nodeBits = (long) node << SEQUENCE_BITS;
    }

    /** The next id, larger than all ids made here before. */
    public Id next() {
        var now = (clock.millis() - EPOCH_MILLIS) << SEQUENCE_BITS;
        var stamp = last.updateAndGet(previous -> Math.max(previous + 1, now));
        var millis = stamp >>> SEQUENCE_BITS;
        var sequence = stamp & ((1L << SEQUENCE_BITS) - 1);
        return new Id((millis << (NODE_BITS + SEQUENCE_BITS)) | nodeBits | sequence);
    }

    /** The smallest id that can be made at this time, in milliseconds since 1970: ids of things made before are smaller. */
    public static Id firstAt(long millis) {
        return new Id(Math.max(0, millis - EPOCH_MILLIS) << (NODE_BITS + SEQUENCE_BITS));
    }

    /** From now on ids are larger than this one, whatever the clock says: what is stored already comes first. */
    public void advancePast(Id id) {
        var millis = (id.value() >>> (NODE_BITS + SEQUENCE_BITS)) + 1;
        last.accumulateAndGet(millis << SEQUENCE_BITS, Math::max);
    }

    /** 256 random bits as 43 characters of URL-safe Base64: the secret part of tokens, links and keys. */
    public String secret() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(32));
    }

    /** Random bits as lower-case hexadecimal, two characters a byte. */
    public String hex(int bytes) {
        return HexFormat.of().formatHex(bytes(bytes));
    }

    /** Unpredictable bytes: keys, nonces, salts. */
    public byte[] bytes(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
