package dev.pankou.id;

import org.jspecify.annotations.Nullable;

/**
 * A 64-bit identifier. On the wire a decimal string of up to 19 digits (BEHAVIOUR 1.3); requests may also send it as a
 * JSON number.
 */
public record Id(long value) implements Comparable<Id> {
    public Id {
        if (value < 0) {
            throw new IllegalArgumentException("id is negative: " + value);
        }
    }

    /** The id that {@code text} spells, or null when it is not 1 to 19 digits that fit a signed 64-bit number. */
    public static @Nullable Id parse(String text) {
        if (text.isEmpty() || text.length() > 19) {
            return null;
        }
        for (var i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return null;
            }
        }
        try {
            return new Id(Long.parseLong(text));
        } catch (NumberFormatException tooLarge) {
            return null;
        }
    }

    /** The id that {@code text} spells; for ids that we wrote ourselves. */
    public static Id of(String text) {
        var id = parse(text);
        if (id == null) {
            throw new IllegalArgumentException("not an id: " + text);
        }
        return id;
    }

    @Override
    public int compareTo(Id other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
