package dev.pankou.bench;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads chunked event streams from a kept connection and counts what it sees, a byte at a time and without making objects. */
final class AnswerReader {
    private enum State {
        HEAD,
        FIXED,
        SIZE,
        DATA,
        AFTER_DATA,
        END
    }

    private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};

    private State state = State.HEAD;
    private final byte[] status = new byte[12];
    private int headBytes;
    private int matched;
    private final byte[] head = new byte[4096];
    private int left;
    private int newlines;
    private int events;

    /** Events of the answer at hand, or of the one that has just ended. */
    int events() {
        return events;
    }

    /** -1 when the answer comes in chunks. */
    private int contentLength(int length) {
        var text = new String(head, 0, length, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
        var at = text.indexOf("content-length:");
        return at < 0 ? -1 : Integer.parseInt(text.substring(at + 15, text.indexOf('\r', at)).strip());
    }

    /** Takes what was read. @return true when the answer ended with it */
    boolean take(byte[] bytes, int length) {
        var ended = false;
        for (var at = 0; at < length; ) {
            switch (state) {
                case HEAD -> {
                    if (headBytes == 0) {
                        events = 0;
                    }
                    if (headBytes < status.length) {
                        status[headBytes] = bytes[at];
                    }
                    if (headBytes < head.length) {
                        head[headBytes] = bytes[at];
                    }
                    headBytes++;
                    matched = bytes[at] == HEAD_END[matched] ? matched + 1 : bytes[at] == '\r' ? 1 : 0;
                    at++;
                    if (matched == HEAD_END.length) {
                        if (!new String(status, StandardCharsets.US_ASCII).endsWith(" 200")) {
                            throw new IllegalStateException("answered: " + new String(bytes, 0, length, StandardCharsets.UTF_8));
                        }
                        matched = 0;
                        left = contentLength(Math.min(headBytes, head.length));
                        headBytes = 0;
                        state = left < 0 ? State.SIZE : State.FIXED;
                        left = Math.max(0, left);
                    }
                }
                case FIXED -> {
                    var end = Math.min(length, at + left);
                    left -= end - at;
                    at = end;
                    if (left == 0) {
                        state = State.HEAD;
                        ended = true;
                    }
                }
                case SIZE -> {
                    var digit = Character.digit(bytes[at], 16);
                    if (digit >= 0) {
                        left = left * 16 + digit;
                    } else if (bytes[at] == '\n') {
                        state = left == 0 ? State.END : State.DATA;
                    } else if (bytes[at] != '\r') {
                        throw new IllegalStateException("no event stream: " + new String(bytes, 0, length, StandardCharsets.UTF_8));
                    }
                    at++;
                }
                case DATA -> {
                    var end = Math.min(length, at + left);
                    left -= end - at;
                    for (; at < end; at++) {
                        if (bytes[at] != '\n') {
                            newlines = 0;
                        } else if (++newlines == 2) { // a third one is a keep-alive
                            events++;
                        }
                    }
                    if (left == 0) {
                        state = State.AFTER_DATA;
                    }
                }
                case AFTER_DATA -> {
                    if (bytes[at++] == '\n') {
                        state = State.SIZE;
                    }
                }
                case END -> {
                    if (bytes[at++] == '\n') {
                        state = State.HEAD;
                        newlines = 0;
                        ended = true;
                    }
                }
            }
        }
        return ended;
    }
}
