package dev.pankou.model;

/**
 * Guesses tokens without a vocabulary: a CJK character is about one token, other text about four characters a token. It is
 * the default for budgets because it costs a nanosecond a character and nothing at start, and because a vocabulary of one
 * vendor is only a guess for the others anyway; it is within about a fifth for prose and errs upwards for CJK.
 */
public final class TokenEstimate {
    /** What a message costs beside its text. */
    private static final int PER_MESSAGE = 4;
    /** An image at usual detail. */
    private static final int PER_IMAGE = 800;

    private TokenEstimate() {}

    /** Tokens of a text, rounded up. */
    public static long of(CharSequence text) {
        return (quarters(text) + 3) / 4;
    }

    /** Quarters of a token, so that many small pieces can be summed without rounding each. */
    static long quarters(CharSequence text) {
        var quarters = 0L;
        for (var i = 0; i < text.length(); i++) {
            quarters += isWide(text.charAt(i)) ? 4 : 1;
        }
        return quarters;
    }

    /** Tokens of a whole message with what surrounds it. */
    public static long of(ModelMessage message) {
        return PER_MESSAGE
                + switch (message) {
                    case ModelMessage.System system -> of(system.text());
                    case ModelMessage.User user ->
                        of(user.text())
                                + PER_IMAGE
                                        * user.parts().stream()
                                                .filter(ContentPart.Image.class::isInstance)
                                                .count();
                    case ModelMessage.Assistant assistant ->
                        of(assistant.text())
                                + assistant.calls().stream()
                                        .mapToLong(call -> of(call.name()) + of(call.arguments()))
                                        .sum();
                    case ModelMessage.ToolResult result -> of(result.text());
                };
    }

    /** Tokens of all that a model is given, tools included. */
    public static long of(ModelRequest request) {
        var total = request.messages().stream().mapToLong(TokenEstimate::of).sum();
        for (var tool : request.tools()) {
            total += PER_MESSAGE + of(tool.name()) + of(tool.description()) + of(tool.parameters().toString());
        }
        return total;
    }

    /** CJK ideographs, kana, Hangul and full-width forms; a surrogate is half an emoji, about one token. */
    static boolean isWide(char c) {
        return c >= 0x2E80 && c <= 0x9FFF
                || c >= 0xAC00 && c <= 0xD7AF
                || c >= 0xD800 && c <= 0xDFFF
                || c >= 0xF900 && c <= 0xFAFF
                || c >= 0xFF00 && c <= 0xFFEF;
    }
}
