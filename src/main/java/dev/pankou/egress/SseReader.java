package dev.pankou.egress;

import dev.pankou.egress.EgressException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads server-sent events as bytes, without making strings: the data of an event lies in {@link #data} from 0 to
 * {@link #length}. Lines end in LF or CR LF; comments and other fields are skipped; several data lines are joined by LF.
 * An event that the stream's end cuts in the middle of a line is dropped. For one thread.
 */
public final class SseReader {
    private static final int START_BYTES = 2048;

    private final InputStream in;
    private final int maxEventBytes;
    private byte[] buffer = new byte[START_BYTES];
    private int start;
    private int end;
    private byte[] data = new byte[512];
    private int length;

    SseReader(InputStream in, int maxEventBytes) {
        this.in = in;
        this.maxEventBytes = maxEventBytes;
    }

    /** Waits for the next event that has data; false at the end of the stream. */
    public boolean next() {
        length = 0;
        var found = false;
        while (true) {
            var lineEnd = line();
            if (lineEnd < 0) {
                return found;
            }
            var from = start;
            start = lineEnd + 1;
            var to = lineEnd > from && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
            if (to == from) {
                if (found) {
                    return true;
                }
            } else if (isData(from, to)) {
                append(from, to, found);
                found = true;
            }
        }
    }

    /** True when {@link #next} will not have to wait: a whole event is here already. */
    public boolean ready() {
        for (var i = start; i + 1 < end; i++) {
            if (buffer[i] == '\n' && (buffer[i + 1] == '\n' || buffer[i + 1] == '\r')) {
                return true;
            }
        }
        return false;
    }

    /** Holds the current event's data; overwritten by the next call of {@link #next}. */
    public byte[] data() {
        return data;
    }

    public int length() {
        return length;
    }

    /** True when the current event's data is exactly this ASCII text. */
    public boolean is(String ascii) {
        if (length != ascii.length()) {
            return false;
        }
        for (var i = 0; i < length; i++) {
            if (data[i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean isData(int from, int to) {
        return to - from >= 4
                && buffer[from] == 'd'
                && buffer[from + 1] == 'a'
                && buffer[from + 2] == 't'
                && buffer[from + 3] == 'a'
                && (to - from == 4 || buffer[from + 4] == ':');
    }

    private void append(int from, int to, boolean more) {
        var text = Math.min(from + 5, to);
        if (text < to && buffer[text] == ' ') {
            text++;
        }
        var needed = length + to - text + 1;
        if (needed > maxEventBytes) {
            throw tooLong();
        }
        if (needed > data.length) {
            data = Arrays.copyOf(data, Math.max(needed, data.length * 2));
        }
        if (more) {
            data[length++] = '\n';
        }
        System.arraycopy(buffer, text, data, length, to - text);
        length += to - text;
    }

    /** Position of the LF that ends the line at {@code start}, or -1 when the stream ended before one. */
    private int line() {
        var scanned = start;
        while (true) {
            for (; scanned < end; scanned++) {
                if (buffer[scanned] == '\n') {
                    return scanned;
                }
            }
            if (start > 0) {
                System.arraycopy(buffer, start, buffer, 0, end - start);
                scanned -= start;
                end -= start;
                start = 0;
            }
            if (end == buffer.length) {
                if (end >= maxEventBytes) {
                    throw tooLong();
                }
                buffer = Arrays.copyOf(buffer, end * 2);
            }
            try {
                var read = in.read(buffer, end, buffer.length - end);
                if (read < 0) {
                    return -1;
                }
                end += read;
            } catch (IOException broken) {
                throw new EgressException(Kind.CUT_OFF, "The answer ended in the middle.", broken);
            }
        }
    }

    private EgressException tooLong() {
        return new EgressException(Kind.TOO_LARGE, "One event of the answer is larger than " + maxEventBytes + " bytes.");
    }
}
