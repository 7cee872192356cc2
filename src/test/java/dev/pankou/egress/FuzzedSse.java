package dev.pankou.egress;

import dev.pankou.testing.FuzzClock;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A stream of events of any bytes: however it comes in pieces, the events are the same. */
public final class FuzzedSse {
    private static final int MOST_EVENT_BYTES = 3000;

    private FuzzedSse() {}

    public static void fuzzerInitialize() {
        FuzzClock.start();
    }

    public static void fuzzerTestOneInput(byte[] input) {
        FuzzClock.next(input);
        var whole = events(new ByteArrayInputStream(input));
        var pieces = events(new ByteArrayInputStream(input) {
            @Override
            public synchronized int read(byte[] bytes, int from, int length) {
                return super.read(bytes, from, Math.min(length, 1 + pos % 7));
            }
        });
        if (!whole.equals(pieces)) {
            throw new IllegalStateException(whole + " and in pieces " + pieces);
        }
    }

    private static List<String> events(InputStream in) {
        List<String> events = new ArrayList<>();
        var reader = new SseReader(in, MOST_EVENT_BYTES);
        try {
            while (reader.next()) {
                reader.ready();
                events.add(new String(reader.data(), 0, reader.length(), StandardCharsets.ISO_8859_1));
            }
        } catch (EgressException tooLong) {
            events.add("too long");
        }
        return events;
    }
}
