package dev.pankou.parse;

import java.util.ArrayList;
import java.util.List;

/** Chunks that are done, numbered. */
final class ReadyChunks {
    private final int maxTokens;
    private final List<Chunk> ready = new ArrayList<>();
    private int position;

    ReadyChunks(int maxTokens) {
        this.maxTokens = maxTokens;
    }

    /** However its parts were counted: what is too long as a whole is cut. Nothing for a blank text. */
    void add(String text, List<String> headings, int page) {
        var clean = text.strip();
        if (clean.isEmpty()) {
            return;
        }
        var tokens = Tokens.count(clean);
        if (tokens <= maxTokens) {
            ready.add(new Chunk(position++, clean, headings, page, tokens));
            return;
        }
        for (var piece : Pieces.hard(clean, maxTokens)) {
            var part = piece.strip();
            if (!part.isEmpty()) {
                ready.add(new Chunk(position++, part, headings, page, Tokens.count(part)));
            }
        }
    }

    List<Chunk> take() {
        var taken = List.copyOf(ready);
        ready.clear();
        return taken;
    }
}
