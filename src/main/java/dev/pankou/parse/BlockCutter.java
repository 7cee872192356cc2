package dev.pankou.parse;

import dev.pankou.parse.Block.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills chunks with neighbouring blocks. A heading begins a new one: in automatic chunking where enough has come together, a higher
 * section ends or a chapter begins, in hierarchical chunking at every heading down to a level and nowhere else.
 */
final class BlockCutter implements Chunker.Cutter {
    private static final String APART = "\n\n";
    private static final int APART_TOKENS = 2;

    private final int maxTokens;
    private final int overlap;
    private final int maxLevel;
    private final boolean keepTitles;
    private final ReadyChunks ready;

    private final StringBuilder text = new StringBuilder();
    private int tokens;
    private List<String> headings = List.of();
    private int page;
    private boolean onlyHeadings;
    private int topLevel;

    /** The last sentences of a paragraph that ended the chunk before; empty when a table or heading did. */
    private String carried = "";

    private String lastParagraph = "";

    /** @param maxLevel of hierarchical chunking; 0: automatic */
    BlockCutter(int maxTokens, int overlap, int maxLevel, boolean keepTitles) {
        this.maxTokens = maxTokens;
        this.overlap = overlap;
        this.maxLevel = maxLevel;
        this.keepTitles = keepTitles;
        ready = new ReadyChunks(maxTokens);
    }

    @Override
    public void add(Block block) {
        if (block.kind() == Kind.HEADING) {
            heading(block);
            return;
        }
        var count = Tokens.count(block.text());
        if (count <= maxTokens - titleTokens(block)) {
            append(block, block.text(), count, APART);
            lastParagraph = block.kind() == Kind.PARAGRAPH ? block.text() : "";
            return;
        }
        switch (block.kind()) {
            case TABLE -> {
                for (var part : Pieces.tables(block.text(), maxTokens - titleTokens(block))) {
                    append(block, part, Tokens.count(part), APART);
                }
                lastParagraph = "";
            }
            case LIST, CODE -> {
                pieces(block, block.text().lines().map(line -> line + "\n").toList());
                lastParagraph = "";
            }
            case PARAGRAPH, HEADING -> {
                var sentences = Pieces.sentences(block.text());
                pieces(block, sentences);
                lastParagraph = block.text();
            }
        }
    }

    private void pieces(Block block, List<String> pieces) {
        var glue = APART;
        var most = maxTokens - titleTokens(block);
        for (var piece : pieces) {
            var count = Tokens.count(piece);
            for (var part : count > most ? Pieces.hard(piece, most) : List.of(piece)) {
                append(block, part, count > most ? Tokens.count(part) : count, glue);
                glue = "";
                lastParagraph = block.kind() == Kind.PARAGRAPH ? lastParagraph + part : "";
            }
        }
    }

    private void heading(Block block) {
        var begins = maxLevel > 0
                ? block.level() <= maxLevel
                : tokens >= maxTokens / 4 || block.level() < topLevel || block.level() == 1 || topLevel == 0;
        if (!text.isEmpty() && begins && !(onlyHeadings && block.level() > topLevel)) {
            flush();
        }
        if (onlyHeadings && keepTitles && block.level() > topLevel) {
            clear(); // they are titles above it now
        }
        carried = "";
        lastParagraph = "";
        var line = "#".repeat(Math.min(block.level(), 6)) + " " + block.text();
        append(block, line, Tokens.count(line), APART);
        lastParagraph = "";
    }

    private void append(Block block, String piece, int count, String glue) {
        var between = text.isEmpty() || glue.isEmpty() ? 0 : APART_TOKENS;
        if (!text.isEmpty() && tokens + between + count > maxTokens) {
            carried = overlap > 0 && block.kind() == Kind.PARAGRAPH ? tail(lastParagraph) : "";
            flush();
            lastParagraph = "";
        }
        if (text.isEmpty()) {
            begin(block, count);
        } else {
            text.append(glue);
        }
        text.append(piece);
        tokens += between + count;
        onlyHeadings &= block.kind() == Kind.HEADING;
        if (block.kind() == Kind.HEADING) {
            topLevel = topLevel == 0 ? block.level() : Math.min(topLevel, block.level());
        }
    }

    private void begin(Block block, int count) {
        headings = block.headings();
        page = block.page();
        onlyHeadings = true;
        topLevel = 0;
        tokens = 0;
        if (keepTitles && !headings.isEmpty()) {
            text.append(titles(block)).append(APART);
            tokens = titleTokens(block);
        }
        if (!carried.isEmpty()) {
            var more = Tokens.count(carried);
            if (tokens + more + count <= maxTokens) {
                text.append(carried);
                tokens += more;
            }
            carried = "";
        }
    }

    private static String titles(Block block) {
        var titles = new StringBuilder();
        for (var title : block.headings()) {
            titles.append(titles.isEmpty() ? "" : " > ").append(title);
        }
        return titles.toString();
    }

    private int titleTokens(Block block) {
        return keepTitles && !block.headings().isEmpty()
                ? Math.min(maxTokens / 2, Tokens.count(titles(block)) + APART_TOKENS)
                : 0;
    }

    /** The last whole sentences that have at most {@code overlap} tokens. */
    private String tail(String paragraph) {
        var sentences = Pieces.sentences(paragraph);
        var tail = "";
        var left = overlap;
        for (var i = sentences.size() - 1; i >= 0; i--) {
            left -= Tokens.count(sentences.get(i));
            if (left < 0) {
                break;
            }
            tail = sentences.get(i) + tail;
        }
        return tail;
    }

    private void flush() {
        ready.add(text.toString(), headings, page);
        clear();
    }

    private void clear() {
        text.setLength(0);
        tokens = 0;
        topLevel = 0;
        onlyHeadings = false;
    }

    @Override
    public void finish() {
        flush();
    }

    @Override
    public List<Chunk> take() {
        return ready.take();
    }
}
