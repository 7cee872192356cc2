package dev.pankou.config;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

/** How setting texts become values. Each parser's complaint completes the sentence "NAME must be …". */
final class Values {
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,12})\\s*([A-Za-z]*)");

    private Values() {}

    static Function<String, Integer> integer(int least, int most) {
        return text -> {
            try {
                var value = Integer.parseInt(text);
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException notANumber) {
                // said below, with the range
            }
            throw new IllegalArgumentException("a whole number from " + least + " to " + most);
        };
    }

    static Boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0" -> false;
            default -> throw new IllegalArgumentException("true or false");
        };
    }

    /** {@code 250ms}, {@code 30s}, {@code 10m}, {@code 24h}, {@code 180d}. */
    static Duration duration(String text) {
        var match = AMOUNT.matcher(text);
        if (match.matches()) {
            var amount = Long.parseLong(match.group(1));
            switch (match.group(2)) {
                case "ms" -> {
                    return Duration.ofMillis(amount);
                }
                case "s" -> {
                    return Duration.ofSeconds(amount);
                }
                case "m" -> {
                    return Duration.ofMinutes(amount);
                }
                case "h" -> {
                    return Duration.ofHours(amount);
                }
                case "d" -> {
                    return Duration.ofDays(amount);
                }
                default -> throw badDuration();
            }
        }
        throw badDuration();
    }

    private static IllegalArgumentException badDuration() {
        return new IllegalArgumentException("a duration such as 250ms, 30s, 10m, 24h or 180d");
    }

    /** {@code 512B}, {@code 64KB}, {@code 15MB}, {@code 2GB} in bytes; units are powers of 1024. */
    static Long size(String text) {
        var match = AMOUNT.matcher(text);
        if (match.matches()) {
            var amount = Long.parseLong(match.group(1));
            switch (match.group(2).toUpperCase(Locale.ROOT)) {
                case "B" -> {
                    return amount;
                }
                case "KB" -> {
                    return amount << 10;
                }
                case "MB" -> {
                    return amount << 20;
                }
                case "GB" -> {
                    return amount << 30;
                }
                default -> throw badSize();
            }
        }
        throw badSize();
    }

    private static IllegalArgumentException badSize() {
        return new IllegalArgumentException("a size such as 64KB, 15MB or 2GB");
    }

    static URI httpUrl(String text) {
        try {
            var uri = URI.create(text);
            var scheme = uri.getScheme();
            if (("http".equals(scheme) || "https".equals(scheme)) && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException notAUri) {
            // said below
        }
        throw new IllegalArgumentException("an http or https address such as https://api.example.com/v1");
    }

    static String jdbcUrl(String text) {
        if (text.startsWith("jdbc:postgresql:")) {
            return text;
        }
        throw new IllegalArgumentException("a JDBC address such as jdbc:postgresql://localhost/pankou");
    }

    /** A comma-separated list without empty entries. */
    static List<String> list(String text) {
        return Arrays.stream(text.split(",")).map(String::strip).filter(entry -> !entry.isEmpty()).toList();
    }

    static Function<String, String> oneOf(String... allowed) {
        return text -> {
            if (Arrays.asList(allowed).contains(text)) {
                return text;
            }
            throw new IllegalArgumentException("one of " + String.join(", ", allowed));
        };
    }

    static Secret token(String text) {
        if (text.length() >= 8 && text.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            return new Secret(text);
        }
        throw new IllegalArgumentException("at least 8 visible ASCII characters");
    }
}
