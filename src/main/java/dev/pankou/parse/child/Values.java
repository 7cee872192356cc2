package dev.pankou.parse.child;

import dev.pankou.parse.Column.Type;
import dev.pankou.parse.child.Output.Cell;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values of cells in the one form that each type has. */
final class Values {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final MathContext SPREADSHEET = new MathContext(15); // digits that a spreadsheet keeps
    private static final Pattern INTEGER = Pattern.compile("[+-]?(?:0|[1-9]\\d{0,17})");
    private static final Pattern FLOAT = Pattern.compile("[+-]?(?:0|[1-9]\\d{0,17})?\\.\\d{1,18}|[+-]?\\d(?:\\.\\d{1,17})?[eE][+-]?\\d{1,3}");
    private static final Pattern DATE = Pattern.compile(
            "(\\d{4})([-/.年])(\\d{1,2})[-/.月](\\d{1,2})日?(?:[T ]\\s*(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.\\d{1,9})?)?Z?)?");

    private Values() {}

    /** A number as a spreadsheet shows it: 15 digits, no exponent. */
    static Cell number(double value) {
        if (!Double.isFinite(value)) {
            return Cell.EMPTY;
        }
        var decimal = new BigDecimal(value).round(SPREADSHEET).stripTrailingZeros();
        if (decimal.scale() <= 0 && decimal.precision() - decimal.scale() <= 18) {
            return new Cell(Type.INTEGER, decimal.toPlainString());
        }
        return new Cell(Type.FLOAT, Math.abs(decimal.scale()) > 40 ? decimal.toString() : decimal.toPlainString());
    }

    static Cell time(LocalDateTime time) {
        return new Cell(Type.TIME, TIME.format(time.plus(500, ChronoUnit.MILLIS).truncatedTo(ChronoUnit.SECONDS)));
    }

    static Cell clock(LocalTime time) {
        return new Cell(Type.TEXT, CLOCK.format(time));
    }

    static Cell bool(boolean value) {
        return new Cell(Type.BOOLEAN, Boolean.toString(value));
    }

    /** What a text of a CSV file is. Numbers with leading zeros, such as postal codes and telephone numbers, stay texts. */
    static Cell guess(String raw) {
        var text = raw.strip();
        if (text.isEmpty()) {
            return Cell.EMPTY;
        }
        if (text.length() > 40) {
            return Cell.text(text);
        }
        if (INTEGER.matcher(text).matches()) {
            return new Cell(Type.INTEGER, text.startsWith("+") ? text.substring(1) : text);
        }
        if (FLOAT.matcher(text).matches()) {
            return new Cell(Type.FLOAT, text);
        }
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return bool(text.equalsIgnoreCase("true"));
        }
        var date = DATE.matcher(text);
        if (date.matches()) {
            try {
                var day = LocalDate.of(number(date.group(1)), number(date.group(3)), number(date.group(4)));
                var clock = LocalTime.of(number(date.group(5)), number(date.group(6)), number(date.group(7)));
                return time(day.atTime(clock));
            } catch (DateTimeException none) {
                return Cell.text(text);
            }
        }
        return Cell.text(text);
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
