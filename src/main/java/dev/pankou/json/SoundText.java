package dev.pankou.json;

/**
 * Text that both databases and all clients can hold: without the character U+0000 and without half a surrogate pair; U+FFFD
 * takes the place of either. What comes from models or out of JSON inside JSON may have them.
 */
public final class SoundText {
    private static final char STAND_IN = '\uFFFD';

    private SoundText() {}

    /** {@code text} itself when it is sound. */
    public static String of(String text) {
        StringBuilder mended = null;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c != 0 && !Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            mended = mended == null ? new StringBuilder(text) : mended;
            mended.setCharAt(i, STAND_IN);
        }
        return mended == null ? text : mended.toString();
    }

    /** A text that comes in pieces, of which one may end in the middle of a surrogate pair. Used by one thread. */
    public static final class Pieces {
        private String held = "";

        /** What is whole with this piece; perhaps "". */
        public String next(String piece) {
            if (piece.isEmpty()) {
                return piece;
            }
            var whole = held.isEmpty() ? piece : held + piece;
            held = "";
            var last = whole.charAt(whole.length() - 1);
            if (Character.isHighSurrogate(last)) {
                held = String.valueOf(last);
                whole = whole.substring(0, whole.length() - 1);
            }
            return of(whole);
        }

        /** What was held back when nothing more comes; mostly "". */
        public String rest() {
            var rest = of(held);
            held = "";
            return rest;
        }
    }
}
