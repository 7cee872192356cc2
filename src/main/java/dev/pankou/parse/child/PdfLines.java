package dev.pankou.parse.child;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * From glyphs to lines in reading order. Glyphs that follow each other are a run; runs on one baseline are a segment, parted where the
 * gap is wider than between words; segments are put in order by cutting the page where nothing crosses: first between columns of
 * running text, then between lines.
 */
final class PdfLines {
    /** Wider than blanks between words mostly are, in font sizes. */
    private static final double SEGMENT_GAP = 0.95;

    private static final double SAME_LINE = 0.35;
    private static final int MOST_DEPTH = 60;

    private PdfLines() {}

    /** @param y of the baseline, downwards */
    record Glyph(String text, float x, float y, float width, float size, boolean bold, int direction) {}

    /** A part of a line: words of one column or cell. */
    static final class Segment {
        final List<Glyph> glyphs = new ArrayList<>();
        double left;
        double right;
        double y;
        double size;

        /** Bounds of the column of text it is in. */
        double columnLeft;

        double columnRight;

        Segment(Glyph first) {
            left = first.x;
            right = first.x;
            y = first.y;
            size = first.size;
            add(first);
        }

        void add(Glyph glyph) {
            glyphs.add(glyph);
            left = Math.min(left, glyph.x);
            right = Math.max(right, glyph.x + glyph.width);
            if (glyph.size > size && !glyph.text.isBlank()) {
                size = glyph.size;
                y = glyph.y;
            }
        }

        double top() {
            return y - size;
        }

        boolean bold() {
            return glyphs.stream().filter(glyph -> glyph.bold).count() * 10L >= glyphs.size() * 9L;
        }

        String text() {
            glyphs.sort(Comparator.comparingDouble(Glyph::x));
            var text = new StringBuilder();
            var end = left;
            Glyph before = null;
            for (var glyph : glyphs) {
                if (before != null && shadow(before, glyph)) {
                    continue;
                }
                var gap = glyph.x - end;
                if (!text.isEmpty() && !glyph.text.isBlank() && gap > space(text, glyph) * Math.max(glyph.size, 1)) {
                    text.append(' ');
                }
                text.append(glyph.text);
                end = Math.max(end, glyph.x + glyph.width);
                before = glyph;
            }
            return text.toString();
        }

        /** Printed twice, a little apart, to look bold. */
        private static boolean shadow(Glyph before, Glyph glyph) {
            return before.text.equals(glyph.text) && !glyph.text.isBlank() && Math.abs(before.x - glyph.x) < before.width * 0.25
                    && Math.abs(before.y - glyph.y) < before.size * 0.2;
        }

        private static double space(StringBuilder before, Glyph glyph) {
            var cjk = Texts.isCjk(before.codePointBefore(before.length())) && Texts.isCjk(glyph.text.codePointAt(0));
            return cjk ? 0.7 : 0.16;
        }
    }

    static List<Segment> of(List<Glyph> glyphs) {
        var main = glyphs.stream().filter(glyph -> glyph.direction == 0).count() * 2 >= glyphs.size()
                ? 0
                : glyphs.getFirst().direction;
        var ordered = new ArrayList<Segment>();
        var runs = runs(glyphs.stream().filter(glyph -> glyph.direction == main).toList());
        var segments = merged(runs);
        order(segments, 0, ordered);
        for (var turned : runs(glyphs.stream().filter(glyph -> glyph.direction != main).toList())) {
            if (turned.glyphs.size() > 3) { // marks at the margin
                turned.columnLeft = turned.left;
                turned.columnRight = turned.right;
                turned.y = Double.NaN; // stands outside the order
                ordered.add(turned);
            }
        }
        return ordered;
    }

    private static List<Segment> runs(List<Glyph> glyphs) {
        List<Segment> runs = new ArrayList<>();
        Segment run = null;
        for (var glyph : glyphs) {
            var gap = run == null ? 0 : glyph.x - run.right;
            var size = Math.max(glyph.size, 1);
            if (run == null || gap > SEGMENT_GAP * size || gap < -0.6 * size || Math.abs(glyph.y - run.y) > SAME_LINE * Math.max(size, run.size)) {
                if (glyph.text.isBlank()) {
                    continue;
                }
                run = new Segment(glyph);
                runs.add(run);
            } else {
                run.add(glyph);
            }
        }
        return runs;
    }

    /** Runs of one line that a program wrote in pieces, or out of order. */
    private static List<Segment> merged(List<Segment> runs) {
        runs.sort(Comparator.<Segment>comparingDouble(run -> run.y).thenComparingDouble(run -> run.left));
        List<Segment> merged = new ArrayList<>();
        for (var run : runs) {
            Segment best = null;
            for (var i = merged.size() - 1; i >= 0 && i > merged.size() - 40; i--) {
                var other = merged.get(i);
                var size = Math.max(run.size, other.size);
                if (run.y - other.y > 3 * size) {
                    break;
                }
                var gap = Math.max(run.left - other.right, other.left - run.right);
                if (Math.abs(run.y - other.y) <= SAME_LINE * size && gap < SEGMENT_GAP * Math.min(run.size, other.size)) {
                    best = other;
                    break;
                }
            }
            if (best == null) {
                merged.add(run);
            } else {
                run.glyphs.forEach(best::add);
            }
        }
        return merged;
    }

    private static void order(List<Segment> segments, int depth, List<Segment> ordered) {
        if (segments.isEmpty()) {
            return;
        }
        var gutter = depth < MOST_DEPTH && segments.size() > 5 ? gutter(segments) : Double.NaN;
        if (!Double.isNaN(gutter)) {
            order(segments.stream().filter(each -> each.left < gutter).toList(), depth + 1, ordered);
            order(segments.stream().filter(each -> each.left >= gutter).toList(), depth + 1, ordered);
            return;
        }
        var cut = depth < MOST_DEPTH && segments.size() > 6 ? widestGap(segments) : Double.NaN;
        if (!Double.isNaN(cut) && hasColumns(segments, cut)) {
            order(segments.stream().filter(each -> each.y < cut).toList(), depth + 1, ordered);
            order(segments.stream().filter(each -> each.y >= cut).toList(), depth + 1, ordered);
            return;
        }
        var left = segments.stream().mapToDouble(each -> each.left).min().orElse(0);
        var right = segments.stream().mapToDouble(each -> each.right).max().orElse(0);
        var sorted = new ArrayList<>(segments);
        sorted.sort(Comparator.comparingDouble(each -> each.y));
        for (var i = 0; i < sorted.size(); ) { // lines from left to right, whose baselines may differ a little
            var end = i + 1;
            while (end < sorted.size() && sorted.get(end).y - sorted.get(i).y <= SAME_LINE * sorted.get(i).size) {
                end++;
            }
            sorted.subList(i, end).sort(Comparator.comparingDouble(each -> each.left));
            i = end;
        }
        for (var each : sorted) {
            each.columnLeft = left;
            each.columnRight = right;
            ordered.add(each);
        }
    }

    /** A cut between lines is worth while only where a side of it, or a side of a side, has columns. */
    private static boolean hasColumns(List<Segment> segments, double cut) {
        var starts = segments.stream().sorted(Comparator.comparingDouble(each -> each.y)).toList();
        var beside = 0;
        for (var i = 1; i < starts.size(); i++) {
            var a = starts.get(i - 1);
            var b = starts.get(i);
            beside += Math.abs(a.y - b.y) < 0.8 * a.size && (a.right < b.left || b.right < a.left) ? 1 : 0;
        }
        return beside >= 3;
    }

    /** Where nothing stands between two columns of running text; NaN: nowhere. */
    private static double gutter(List<Segment> segments) {
        var byLeft = segments.stream().sorted(Comparator.comparingDouble(each -> each.left)).toList();
        var size = segments.stream().mapToDouble(each -> each.size).sorted().skip(segments.size() / 2).findFirst().orElse(10);
        var reached = byLeft.getFirst().right;
        var best = Double.NaN;
        var widest = 0.7 * size;
        for (var i = 1; i < byLeft.size(); i++) {
            var next = byLeft.get(i);
            var gap = next.left - reached;
            if (gap > widest && running(byLeft.subList(0, i)) && running(byLeft.subList(i, byLeft.size()))) {
                widest = gap;
                best = next.left - gap / 2;
            }
            reached = Math.max(reached, next.right);
        }
        return best;
    }

    /** Lines that mostly fill their column, as cells of tables do not. */
    private static boolean running(List<Segment> side) {
        if (side.size() < 3) {
            return false;
        }
        var left = side.stream().mapToDouble(each -> each.left).min().orElse(0);
        var right = side.stream().mapToDouble(each -> each.right).max().orElse(0);
        var full = 0;
        var wide = 0;
        for (var each : side) {
            full += each.right - each.left > 0.7 * (right - left) ? 1 : 0;
            wide += each.right - each.left > 10 * each.size ? 1 : 0;
        }
        return full * 2 >= side.size() && wide * 2 >= side.size();
    }

    /** The middle of the widest strip without text between two lines; NaN: there is none. */
    private static double widestGap(List<Segment> segments) {
        var sorted = segments.stream().sorted(Comparator.comparingDouble(Segment::top)).toList();
        var reached = sorted.getFirst().y;
        var best = Double.NaN;
        var widest = 0.0;
        for (var i = 1; i < sorted.size(); i++) {
            var next = sorted.get(i);
            var gap = next.top() - reached;
            if (gap > widest) {
                widest = gap;
                best = reached + gap / 2;
            }
            reached = Math.max(reached, next.y);
        }
        return best;
    }
}
