package dev.pankou.conversation;

import dev.pankou.api.ApiError;
import java.util.Map;

/** The limits of meta_data (BEHAVIOUR 1.7): at most 16 pairs, keys of 1 to 64 and values of 1 to 512 characters. */
public final class MetaData {
    private static final int MOST_PAIRS = 16;
    private static final int LONGEST_KEY = 64;
    private static final int LONGEST_VALUE = 512;

    private MetaData() {}

    /** @throws dev.pankou.api.ApiException 4003 */
    public static void check(String field, Map<String, String> pairs) {
        if (pairs.size() > MOST_PAIRS) {
            throw ApiError.META_DATA_LIMIT.with(field, "at most " + MOST_PAIRS + " pairs");
        }
        pairs.forEach((key, value) -> {
            if (outside(key, LONGEST_KEY)) {
                throw ApiError.META_DATA_LIMIT.with(field, "a key has 1 to " + LONGEST_KEY + " characters");
            }
            if (outside(value, LONGEST_VALUE)) {
                throw ApiError.META_DATA_LIMIT.with(field + "." + key, "a value has 1 to " + LONGEST_VALUE + " characters");
            }
        });
    }

    private static boolean outside(String text, int longest) {
        var length = text.codePointCount(0, text.length());
        return length < 1 || length > longest;
    }
}
