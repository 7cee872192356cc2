package dev.pankou.model;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

/**
 * Counts tokens with OpenAI's o200k vocabulary: exact for its models, a guess for others. The first use loads about 30 MB,
 * so budgets use {@link TokenEstimate}; this is for where a person reads the number.
 */
public final class TokenCount {
    private TokenCount() {}

    /** Loaded when first used. */
    private static final class Vocabulary {
        private static final Encoding O200K = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    }

    /** Tokens of a text; special-token words count as plain text. */
    public static long of(String text) {
        return Vocabulary.O200K.countTokensOrdinary(text);
    }
}
