package dev.pankou.parse;

import java.util.List;

/**
 * A piece of a document in reading order.
 *
 * @param level of a heading, 1 to 9 from the outermost; else 0
 * @param text plain for headings and paragraphs; Markdown for lists, tables (one header row) and code (fenced). Never empty, at most
 *     64 K characters: what is longer comes in several blocks, a table with its header repeated
 * @param headings titles this block stands under, outermost first; of a heading those above it
 * @param page from 1, or the number of the slide; 0 where a format has none
 * @param position from 0, in the document
 */
public record Block(Kind kind, int level, String text, List<String> headings, int page, int position) {
    public enum Kind {
        HEADING,
        PARAGRAPH,
        LIST,
        TABLE,
        CODE
    }

    public Block {
        headings = List.copyOf(headings);
    }
}
