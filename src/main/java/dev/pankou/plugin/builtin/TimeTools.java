package dev.pankou.plugin.builtin;

import dev.pankou.json.Json;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Times and time zones. */
final class TimeTools {
    private static final String MOMENT =
            """
            {"type":"object","properties":{
              "time":{"type":"string","description":"ISO 8601 with offset, such as 2026-11-21T09:30:00+08:00"},
              "date":{"type":"string","description":"such as 2026-11-21"},
              "weekday":{"type":"string","description":"in English, such as Saturday"},
              "timezone":{"type":"string"},
              "timestamp":{"type":"integer","description":"Unix seconds"}}}
            """;

    private final Clock clock;

    private TimeTools(Clock clock) {
        this.clock = clock;
    }

    static List<BuiltInTool> all(Clock clock) {
        var tools = new TimeTools(clock);
        return List.of(
                BuiltInTool.of(
                        "now",
                        "The current time in a time zone.",
                        """
                        {"type":"object","properties":{
                          "timezone":{"type":"string","default":"UTC","description":"IANA name or offset, such as Asia/Shanghai or +08:00"}}}
                        """,
                        MOMENT,
                        (arguments, cancel) -> tools.now(arguments)),
                BuiltInTool.of(
                        "convert",
                        "The same moment in another time zone.",
                        """
                        {"type":"object","required":["time","to"],"properties":{
                          "time":{"type":"string","description":"ISO 8601; with an offset, or local to the time zone given as from; or Unix seconds"},
                          "from":{"type":"string","default":"UTC","description":"time zone of a time without offset"},
                          "to":{"type":"string","description":"time zone of the result"}}}
                        """,
                        MOMENT,
                        (arguments, cancel) -> convert(arguments)));
    }

    private JsonNode now(ObjectNode arguments) {
        return moment(clock.instant(), zone(arguments, "timezone"));
    }

    private static JsonNode convert(ObjectNode arguments) {
        return moment(instant(arguments.path("time").asString("").strip(), zone(arguments, "from")), zone(arguments, "to"));
    }

    private static JsonNode moment(Instant instant, ZoneId zone) {
        var time = ZonedDateTime.ofInstant(instant.truncatedTo(java.time.temporal.ChronoUnit.SECONDS), zone);
        var weekday = time.getDayOfWeek().getDisplayName(java.time.format.TextStyle.FULL, java.util.Locale.ENGLISH);
        return Json.object()
                .put("time", time.format(DateTimeFormatter.ISO_OFFSET_DATE_TIME))
                .put("date", time.toLocalDate().toString())
                .put("weekday", weekday)
                .put("timezone", zone.getId())
                .put("timestamp", time.toEpochSecond());
    }

    private static ZoneId zone(ObjectNode arguments, String name) {
        var text = arguments.path(name).asString("").strip();
        try {
            return ZoneId.of(text);
        } catch (DateTimeException unknown) {
            throw BuiltInTool.bad(name, "is no time zone such as Asia/Shanghai or +08:00");
        }
    }

    private static Instant instant(String text, ZoneId zone) {
        try {
            if (text.matches("-?[0-9]{1,11}")) {
                return Instant.ofEpochSecond(Long.parseLong(text));
            }
            var iso = text.replaceFirst("^(\\d{4}-\\d{2}-\\d{2}) ", "$1T");
            if (iso.length() == 10) {
                return LocalDate.parse(iso).atStartOfDay(zone).toInstant();
            }
            return iso.matches(".*(Z|z|[+-]\\d{2}:?\\d{2})")
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).atZone(zone).toInstant();
        } catch (DateTimeParseException unreadable) {
            throw BuiltInTool.bad("time", "is no time such as 2026-11-21T09:30:00+08:00");
        }
    }
}
