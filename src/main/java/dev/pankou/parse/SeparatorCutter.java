package dev.pankou.parse;

import dev.pankou.parse.Block.Kind;
import dev.pankou.parse.ChunkRule.Custom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** Cuts the running text at a separator; a piece that is too long is cut after sentences, with overlap. */
final class SeparatorCutter implements Chunker.Cutter {
    private static final String APART = "\n\n";
    private static final Pattern BLANKS = Pattern.compile("[\\s\\u00A0\\u3000]+");
    private static final Pattern URLS = Pattern.compile("(?i)\\b(?:https?|ftp)://[^\\s<>\"'，。；！？、（）《》【】“”\\u3000]+|\\bwww\\.[^\\s<>\"'，。；！？、（）《》【】“”\\u3000]+");
    private static final Pattern EMAILS =
            Pattern.compile("[A-Za-z0-9._%+-]{1,64}+@[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){1,8}");

    private final Custom rule;
    private final String separator;
    private final ReadyChunks ready;
    private final StringBuilder text = new StringBuilder();
    private final Deque<Place> places = new ArrayDeque<>();

    /** Where in the text a block begins. */
    private record Place(int offset, Block block) {}

    SeparatorCutter(Custom rule) {
        this.rule = rule;
        separator = rule.separator().replace("\\n", "\n").replace("\\t", "\t");
        ready = new ReadyChunks(rule.maxTokens());
    }

    @Override
    public void add(Block block) {
        if (!text.isEmpty()) {
            text.append(APART);
        }
        places.add(new Place(text.length(), block));
        if (block.kind() == Kind.HEADING) {
            text.append("#".repeat(Math.min(block.level(), 6))).append(' ');
        }
        text.append(block.text());
        cut();
    }

    private void cut() {
        var start = 0;
        // a separator may begin at the end of this block and end in the next
        for (int at; (at = text.indexOf(separator, start)) >= 0; start = at + separator.length()) {
            piece(start, at);
        }
        if (start > 0) {
            forget(start);
        } else if (text.length() > rule.maxTokens() * 64) { // no separator in sight: what is cut anyway need not wait
            var end = text.length() - separator.length();
            piece(0, end);
            forget(end);
        }
    }

    private void forget(int start) {
        text.delete(0, start);
        Place before = null;
        while (!places.isEmpty() && places.getFirst().offset <= start) {
            before = places.removeFirst();
        }
        var later = List.copyOf(places);
        places.clear();
        if (before != null) {
            places.add(new Place(0, before.block));
        }
        later.forEach(place -> places.add(new Place(place.offset - start, place.block)));
    }

    private void piece(int start, int end) {
        var piece = text.substring(start, end);
        var first = start + piece.length() - piece.stripLeading().length();
        var clean = clean(piece);
        if (clean.isBlank()) {
            return;
        }
        var block = places.getFirst().block;
        for (var place : places) {
            if (place.offset > first) {
                break;
            }
            block = place.block;
        }
        if (Tokens.count(clean) <= rule.maxTokens()) {
            ready.add(clean, block.headings(), block.page());
            return;
        }
        var cutter = new BlockCutter(rule.maxTokens(), rule.overlap(), 0, false);
        cutter.add(new Block(Kind.PARAGRAPH, 0, clean, block.headings(), block.page(), 0));
        cutter.finish();
        for (var chunk : cutter.take()) {
            ready.add(chunk.text(), block.headings(), block.page());
        }
    }

    private String clean(String piece) {
        var clean = piece;
        if (rule.removeUrlsEmails()) {
            clean = EMAILS.matcher(URLS.matcher(clean).replaceAll("")).replaceAll("");
        }
        return rule.removeExtraSpaces() ? BLANKS.matcher(clean).replaceAll(" ") : clean;
    }

    @Override
    public void finish() {
        if (!text.isEmpty()) {
            piece(0, text.length());
            text.setLength(0);
        }
    }

    @Override
    public List<Chunk> take() {
        return ready.take();
    }
}
