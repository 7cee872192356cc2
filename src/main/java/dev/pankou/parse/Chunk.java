package dev.pankou.parse;

import java.util.List;

/**
 * A passage of a document, as it is indexed.
 *
 * @param position from 0
 * @param text never empty
 * @param headings titles its first block stands under, outermost first; the text may repeat them
 * @param page of its first block; 0 where a format has none
 * @param tokens as cl100k_base counts the text
 */
public record Chunk(int position, String text, List<String> headings, int page, int tokens) {
    public Chunk {
        headings = List.copyOf(headings);
    }
}
