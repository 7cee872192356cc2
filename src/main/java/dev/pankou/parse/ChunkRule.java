package dev.pankou.parse;

/** How a document is cut into chunks. Lengths are in tokens of cl100k_base; no chunk is longer than its rule's {@code maxTokens}. */
public sealed interface ChunkRule {
    int MOST_TOKENS = 2000;
    int LEAST_TOKENS = 100;

    /** The one for documents nobody decided about (chunk_type 0). */
    Automatic AUTOMATIC = new Automatic(800, 80);

    int maxTokens();

    /**
     * By structure: a chunk holds neighbours of one section; small sections share one; tables, lists and code stay whole while they
     * fit, else they are cut between rows, items and lines (a table's header is repeated); a long paragraph is cut after sentences.
     *
     * @param overlap of chunks that one paragraph or text without headings fills, in whole sentences; 0: none
     */
    record Automatic(int maxTokens, int overlap) implements ChunkRule {
        public Automatic {
            check(maxTokens, overlap);
        }
    }

    /**
     * By a separator (chunk_type 1): the text is cut at each, the pieces are cut further where they are too long.
     *
     * @param separator {@code \n} and {@code \t} may be written so; never empty
     * @param removeExtraSpaces runs of blanks, tabs and line breaks become one blank
     * @param removeUrlsEmails addresses of pages and people are left out
     * @param overlap of the pieces of one part that was too long; 0: none
     */
    record Custom(String separator, int maxTokens, boolean removeExtraSpaces, boolean removeUrlsEmails, int overlap)
            implements ChunkRule {
        public Custom {
            check(maxTokens, overlap);
            if (separator.isEmpty()) {
                throw new IllegalArgumentException("separator must not be empty");
            }
        }
    }

    /**
     * By headings (chunk_type 2): a section down to this level is a chunk with all below it, cut only where it is too long.
     *
     * @param maxLevel 1 to 9
     * @param keepTitles each chunk begins with the titles it stands under
     */
    record Hierarchical(int maxLevel, int maxTokens, boolean keepTitles) implements ChunkRule {
        public Hierarchical {
            check(maxTokens, 0);
            if (maxLevel < 1 || maxLevel > 9) {
                throw new IllegalArgumentException("maxLevel must be 1 to 9");
            }
        }
    }

    private static void check(int maxTokens, int overlap) {
        if (maxTokens < LEAST_TOKENS || maxTokens > MOST_TOKENS) {
            throw new IllegalArgumentException("maxTokens must be " + LEAST_TOKENS + " to " + MOST_TOKENS);
        }
        if (overlap < 0 || overlap > maxTokens / 2) {
            throw new IllegalArgumentException("overlap must be 0 to half of maxTokens");
        }
    }
}
