package dev.pankou.parse;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

/** Counts tokens. Loaded with the first text, a megabyte of ranks. */
final class Tokens {
    private static final Encoding ENCODING =
            Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.CL100K_BASE);

    /** No text of so many tokens has fewer characters: tokens are bytes, of which a character has at most four. */
    private static final int MOST_PER_CHARACTER = 4;

    private Tokens() {}

    static int count(String text) {
        return ENCODING.countTokensOrdinary(text);
    }

    /** The first characters, none of them a half. */
    static String start(String text, int length) {
        if (length >= text.length()) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }

    /** Length of the longest beginning of the text that has at most so many tokens; at least one character, none halved. */
    static int fitting(String text, int most) {
        var fits = 1;
        var over = Math.min(text.length(), most * 16) + 1;
        while (over - fits > 1) {
            var middle = (fits + over) >>> 1;
            if (middle <= most / MOST_PER_CHARACTER || count(start(text, middle)) <= most) {
                fits = middle;
            } else {
                over = middle;
            }
        }
        if (fits < text.length() && Character.isHighSurrogate(text.charAt(fits - 1))) {
            return fits == 1 ? 2 : fits - 1;
        }
        return fits;
    }
}
