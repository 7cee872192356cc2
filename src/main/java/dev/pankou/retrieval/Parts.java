package dev.pankou.retrieval;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.jspecify.annotations.Nullable;

/** Adds to "iphone15" its runs of letters and of digits, "iphone" and "15", at the same place; so too for "snake_case" and "v1.2". */
final class Parts extends TokenFilter {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final PositionIncrementAttribute position = addAttribute(PositionIncrementAttribute.class);
    private final Queue<String> parts = new ArrayDeque<>();
    private @Nullable State whole;

    Parts(TokenStream in) {
        super(in);
    }

    @Override
    public boolean incrementToken() throws IOException {
        var part = parts.poll();
        if (part != null) {
            restoreState(whole);
            term.setEmpty().append(part);
            position.setPositionIncrement(0);
            return true;
        }
        if (!input.incrementToken()) {
            return false;
        }
        split();
        return true;
    }

    private void split() {
        var start = 0;
        for (var i = 1; i <= term.length(); i++) {
            if (i == term.length() || kind(term.charAt(i)) != kind(term.charAt(start))) {
                if (start == 0 && i == term.length()) {
                    return; // all of one kind
                }
                if (kind(term.charAt(start)) != 0) {
                    parts.add(term.subSequence(start, i).toString());
                }
                start = i;
            }
        }
        whole = captureState();
    }

    /** 1 digit, 2 letter and what belongs to one, 0 what joins them. */
    private static int kind(char c) {
        if (Character.isDigit(c)) {
            return 1;
        }
        return Character.isLetter(c) || Character.isSurrogate(c) || Character.getType(c) == Character.NON_SPACING_MARK
                        || Character.getType(c) == Character.COMBINING_SPACING_MARK || c == '\'' || c == '’'
                ? 2
                : 0;
    }

    @Override
    public void reset() throws IOException {
        super.reset();
        parts.clear();
        whole = null;
    }
}
