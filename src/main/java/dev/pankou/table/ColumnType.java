package dev.pankou.table;

import com.fasterxml.jackson.annotation.JsonAlias;
import dev.pankou.json.Json;
import dev.pankou.json.SoundText;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a column holds; aliases are what workflows and other products call it. The kind of place tells where: t is text, i a 64-bit integer, f a double. */
public enum ColumnType {
    @JsonAlias("string")
    TEXT('t'),
    @JsonAlias({"int", "long"})
    INTEGER('i'),
    @JsonAlias({"number", "double"})
    FLOAT('f'),
    @JsonAlias("bool")
    BOOLEAN('i'),
    /** {@code yyyy-MM-dd HH:mm:ss}, so that texts compare as times do; what says its zone is kept in UTC. */
    @JsonAlias({"date", "datetime"})
    TIME('t');

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    private final char place;

    ColumnType(char place) {
        this.place = place;
    }

    char place() {
        return place;
    }

    boolean isNumber() {
        return this == INTEGER || this == FLOAT;
    }

    boolean isText() {
        return place == 't';
    }

    /** How a moment is written in a column of times, in UTC. */
    static String time(long millis) {
        return SECONDS.format(java.time.Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
    }

    /**
     * A value as the database holds it: String, Long, Double or null.
     *
     * @throws TableException when it is no such value
     */
    @Nullable Object stored(@Nullable Object value) {
        if (value == null || value instanceof JsonNode node && node.isNull()) {
            return null;
        }
        var plain = value instanceof JsonNode node ? plain(node) : value;
        var stored = switch (this) {
            case TEXT -> SoundText.of(text(plain));
            case INTEGER -> integer(plain);
            case FLOAT -> number(plain);
            case BOOLEAN -> flag(plain);
            case TIME -> moment(text(plain).strip());
        };
        if (stored == null) {
            var shown = text(plain);
            throw new TableException("\"" + (shown.length() > 50 ? shown.substring(0, 50) + "…" : shown) + "\" is not of type "
                    + dev.pankou.json.WireText.of(this));
        }
        return stored;
    }

    /** A value as people see it: String, Long, Double, Boolean or null. */
    @Nullable Object shown(@Nullable Object stored) {
        return this == BOOLEAN && stored instanceof Long flag ? (Object) (flag != 0) : stored;
    }

    private static Object plain(JsonNode node) {
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        return node.isNumber() ? (Object) node.asString() : node.isString() ? node.stringValue() : Json.text(node);
    }

    private static String text(Object value) {
        return switch (value) {
            case String text -> text;
            case Double number -> decimal(number);
            case List<?> list -> Json.text(list);
            case Map<?, ?> map -> Json.text(map);
            default -> value.toString();
        };
    }

    private static String decimal(double number) {
        return Double.isFinite(number) ? new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString() : "NaN";
    }

    private static @Nullable Long integer(Object value) {
        return switch (value) {
            case Long whole -> whole;
            case Boolean flag -> flag ? 1L : 0L;
            default -> {
                var number = exact(text(value).strip());
                yield number == null || number.compareTo(LEAST) < 0 || number.compareTo(MOST) > 0
                                || number.stripTrailingZeros().scale() > 0
                        ? null
                        : (Long) number.longValue();
            }
        };
    }

    private static @Nullable Double number(Object value) {
        if (value instanceof Boolean) {
            return null;
        }
        var number = exact(text(value).strip());
        return number == null || !Double.isFinite(number.doubleValue()) ? null : (Double) number.doubleValue();
    }

    /** A decimal number; exponents of thousands are none, as they would take for ever to write out. */
    private static @Nullable BigDecimal exact(String text) {
        try {
            var number = text.length() > 400 ? null : new BigDecimal(text);
            return number == null || Math.abs((long) number.scale()) > 400 ? null : number;
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    private static @Nullable Long flag(Object value) {
        return switch (text(value).strip().toLowerCase(Locale.ROOT)) {
            case "true", "1", "t" -> 1L;
            case "false", "0", "f" -> 0L;
            default -> null;
        };
    }

    private static @Nullable String moment(String text) {
        var iso = text.replace(' ', 'T').replace('/', '-');
        try {
            if (iso.length() == 10) {
                return SECONDS.format(LocalDate.parse(iso).atStartOfDay());
            }
            var zoned = iso.length() > 16 && (iso.endsWith("Z") || iso.indexOf('+', 11) > 0 || iso.indexOf('-', 11) > 0);
            var time = zoned
                    ? OffsetDateTime.parse(iso).withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()
                    : LocalDateTime.parse(iso);
            return time.getYear() < 0 || time.getYear() > 9999 ? null : SECONDS.format(time);
        } catch (DateTimeException noTime) {
            return null;
        }
    }
}
