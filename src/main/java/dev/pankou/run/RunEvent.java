package dev.pankou.run;

import java.nio.charset.StandardCharsets;

/**
 * One event of a run.
 *
 * @param seq 1 for the first event of the run, then rising by 1
 * @param frame the two lines {@code event:NAME} and {@code data:JSON} and the blank line, as they go over the wire
 */
public record RunEvent(long seq, byte[] frame) {
    private static final byte[] EVENT = "event:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DATA = "\ndata:".getBytes(StandardCharsets.US_ASCII);

    /** The frame of an event; {@code json} is one line. */
    public static byte[] frame(String name, byte[] json) {
        var frame = new byte[EVENT.length + name.length() + DATA.length + json.length + 2];
        var at = put(frame, 0, EVENT);
        at = put(frame, at, name.getBytes(StandardCharsets.US_ASCII));
        at = put(frame, at, DATA);
        at = put(frame, at, json);
        frame[at] = '\n';
        frame[at + 1] = '\n';
        return frame;
    }

    private static int put(byte[] into, int at, byte[] bytes) {
        System.arraycopy(bytes, 0, into, at, bytes.length);
        return at + bytes.length;
    }
}
