package dev.pankou.trace;

import dev.pankou.id.Ids;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The id of one request in answers, logs and support cases: 14 digits of UTC time and 20 hexadecimal digits, such as
 * {@code 20260105093012A1B2C3D4E5F60718293A4B} (ERRORS section 1).
 */
public final class LogId {
    /** The log id of the request or run that the current thread works for. */
    public static final ScopedValue<String> CURRENT = ScopedValue.newInstance();

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Clock clock;
    private final Ids ids;

    public LogId(Clock clock, Ids ids) {
        this.clock = clock;
        this.ids = ids;
    }

    /** A new one. */
    public String next() {
        return TIME.format(clock.instant()) + ids.hex(10).toUpperCase(Locale.ROOT);
    }

    /** The current one, or "" outside a request. */
    public static String current() {
        return CURRENT.orElse("");
    }
}
