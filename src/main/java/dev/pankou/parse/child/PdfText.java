package dev.pankou.parse.child;

import dev.pankou.parse.Block.Kind;
import dev.pankou.parse.child.PdfLines.Segment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * From lines to blocks. Pages wait in a window, so that what repeats on most of them (running headers, page numbers) can be left out
 * and the size of running text is known; then lines become paragraphs, lists, tables and headings.
 */
final class PdfText {
    private static final int WINDOW = 24;
    private static final Pattern PAGE_NUMBER = Pattern.compile(
            "(?i)[-–—·•|\\s]*(?:page|p\\.|第|共)?\\s*#+\\s*(?:页|頁)?\\s*(?:(?:/|of|／|共|,|，)\\s*(?:共|第)?\\s*#+\\s*(?:页|頁)?)?[-–—·•|\\s]*");
    private static final Pattern BULLET = Pattern.compile("[•●▪■◦○◆◇►▶➢✓‣∙·\uF0B7\uF0A7\uF0D8–-]\\s*(?=\\S).*", Pattern.DOTALL);
    private static final Pattern NUMBERED =
            Pattern.compile("(?:\\d{1,3}[.)、）．]|[(（]\\d{1,3}[)）]|[a-z][.)]|[①-⑳])\\s*(?=\\D).*", Pattern.DOTALL);
    private static final Pattern MARK =
            Pattern.compile("[•●▪■◦○◆◇►▶➢✓‣∙·\uF0B7\uF0A7\uF0D8–-]|\\d{1,3}[.)、）．]|[(（]\\d{1,3}[)）]|[a-z][.)]|[①-⑳]");
    private static final Pattern CHAPTER = Pattern.compile("第[一二三四五六七八九十百零〇\\d]{1,5}([章篇部编节])\\s*.{0,40}");
    private static final Pattern SECTION = Pattern.compile("(\\d{1,2}(?:\\.\\d{1,2}){0,4})[.、．]?\\s+\\S.{0,80}");
    private static final Pattern LEADERS = Pattern.compile("[.…·．]{4,}|(?:\\. ){4,}");
    private static final String ENDS = "。！？；…!?.:：;";

    private final Output out;
    private final Map<String, Integer> bookmarks;
    private final List<Page> window = new ArrayList<>();
    private final TreeMap<Double, Integer> sizes = new TreeMap<>();
    private final Map<String, Integer> margins = new HashMap<>();
    private final StringBuilder list = new StringBuilder();
    private int listPage;
    private int pages;
    private double body = 10;
    private @Nullable Paragraph open;

    private record Page(int number, double height, List<Row> rows) {}

    /** Segments on one baseline. */
    private record Row(List<Segment> segments, String text, double y, double size) {
        static Row of(List<Segment> segments) {
            var text = new StringBuilder();
            for (var segment : segments) {
                text.append(text.isEmpty() ? "" : "  ").append(segment.text().strip());
            }
            var size = segments.stream().mapToDouble(each -> each.size).max().orElse(1);
            return new Row(segments, text.toString(), segments.getFirst().y, size);
        }

        Segment first() {
            return segments.getFirst();
        }

        double right() {
            return segments.getLast().right;
        }
    }

    /** Lines that belong together so far. */
    private static final class Paragraph {
        final StringBuilder text = new StringBuilder();
        final int page;
        final double size;
        final boolean bold;
        int lines;
        Row last;
        int lastPage;
        double leading;

        Paragraph(Row row, int page) {
            this.page = page;
            size = row.size;
            bold = row.segments.stream().allMatch(Segment::bold);
            last = row;
            lastPage = page;
        }
    }

    PdfText(Output out, Map<String, Integer> bookmarks) {
        this.out = out;
        this.bookmarks = bookmarks;
    }

    void page(int number, double height, List<Segment> segments) {
        List<Row> rows = new ArrayList<>();
        List<Segment> row = new ArrayList<>();
        for (var segment : segments) {
            if (row.size() == 1 && beside(row.getFirst(), segment) && MARK.matcher(row.getFirst().text().strip()).matches()) {
                segment.glyphs.forEach(row.getFirst()::add); // no column of its own
                continue;
            }
            if (!row.isEmpty() && !beside(row.getLast(), segment)) {
                rows.add(Row.of(row));
                row = new ArrayList<>();
            }
            row.add(segment);
        }
        if (!row.isEmpty()) {
            rows.add(Row.of(row));
        }
        rows.removeIf(each -> each.text.isBlank());
        window.add(new Page(number, height, rows));
        if (window.size() == WINDOW) {
            flushWindow();
        }
    }

    private static boolean beside(Segment a, Segment b) {
        return Math.abs(a.y - b.y) <= 0.35 * Math.max(a.size, b.size) && b.left >= a.right - a.size * 0.3 && a.columnLeft == b.columnLeft;
    }

    void finish() {
        flushWindow();
        close();
        flushList();
    }

    private void flushWindow() {
        for (var page : window) {
            pages++;
            for (var row : page.rows) {
                sizes.merge(Math.round(row.size * 2) / 2.0, row.text.length(), Integer::sum);
            }
            marginal(page).forEach(row -> margins.merge(key(row), 1, Integer::sum));
        }
        sizes.entrySet().stream().max(Map.Entry.comparingByValue()).ifPresent(most -> body = most.getKey());
        for (var page : window) {
            var repeated = marginal(page).stream()
                    .filter(row -> pages > 2 && margins.getOrDefault(key(row), 0) * 2 >= pages && margins.getOrDefault(key(row), 0) > 2
                            || pageNumber(row, page))
                    .toList();
            var rows = page.rows.stream().filter(row -> !repeated.contains(row)).toList();
            rows(rows, page.number);
        }
        window.clear();
        margins.values().removeIf(count -> count * 10 < pages); // of many pages, most lines never come again
    }

    /** The two outermost lines at top and bottom. */
    private static List<Row> marginal(Page page) {
        var byHeight = page.rows.stream()
                .filter(row -> !Double.isNaN(row.y))
                .sorted(Comparator.comparingDouble(Row::y))
                .toList();
        if (byHeight.size() < 5) {
            return byHeight.stream().filter(row -> row.y < page.height * 0.08 || row.y > page.height * 0.92).toList();
        }
        List<Row> rows = new ArrayList<>(byHeight.subList(0, 2));
        rows.addAll(byHeight.subList(byHeight.size() - 2, byHeight.size()));
        return rows;
    }

    private static String key(Row row) {
        return numberless(row.text) + "@" + Math.round(row.y / 6);
    }

    private static String numberless(String text) {
        return Texts.cut(text, 200).replaceAll("[0-9]+", "#").strip();
    }

    private static boolean pageNumber(Row row, Page page) {
        return (row.y > page.height * 0.88 || row.y < page.height * 0.08)
                && row.text.length() < 30
                && PAGE_NUMBER.matcher(numberless(row.text)).matches();
    }

    private void rows(List<Row> rows, int page) {
        for (var i = 0; i < rows.size(); ) {
            var end = tableEnd(rows, i);
            if (end > i) {
                close();
                flushList();
                var cells = PdfTable.cells(rows.subList(i, end).stream().map(Row::segments).toList());
                if (cells.isEmpty()) {
                    rows.subList(i, end).forEach(row -> line(row, page));
                } else {
                    out.block(Kind.TABLE, Texts.table(cells), page);
                }
                i = end;
            } else {
                line(rows.get(i++), page);
            }
        }
    }

    /** Lines of several segments one below the other, with lines of one between them that continue a cell. */
    private static int tableEnd(List<Row> rows, int start) {
        var end = start;
        var multiple = 0;
        for (var i = start; i < rows.size(); i++) {
            var row = rows.get(i);
            var far = i > start && (row.y - rows.get(i - 1).y > 3.2 * row.size || row.y < rows.get(i - 1).y);
            if (far || Double.isNaN(row.y)) {
                break;
            }
            if (row.segments.size() > 1 && !LEADERS.matcher(row.text).find()) {
                multiple++;
                end = i + 1;
            } else if (i == start || i - end >= 2 || row.first().left <= rows.get(start).first().left + row.size * 0.5) {
                break;
            }
        }
        return multiple >= 2 ? end : start;
    }

    private void line(Row row, int page) {
        var text = row.text.strip();
        var paragraph = open;
        if (paragraph == null || !continues(paragraph, row, page)) {
            close();
            paragraph = new Paragraph(row, page);
            open = paragraph;
        } else {
            join(paragraph.text, text);
            if (page == paragraph.lastPage && row.y > paragraph.last.y) {
                paragraph.leading = row.y - paragraph.last.y;
            }
        }
        if (paragraph.lines++ == 0) {
            paragraph.text.append(text);
        }
        paragraph.last = row;
        paragraph.lastPage = page;
        if (paragraph.text.length() > 20_000) {
            close();
        }
    }

    private boolean continues(Paragraph paragraph, Row row, int page) {
        var last = paragraph.last;
        var text = row.text.strip();
        if (Math.abs(row.size - paragraph.size) > 0.1 * paragraph.size
                || row.segments.stream().allMatch(Segment::bold) != paragraph.bold && (paragraph.lines == 1 || paragraph.bold)
                || BULLET.matcher(text).matches()
                || NUMBERED.matcher(text).matches()
                || LEADERS.matcher(last.text).find()
                || Double.isNaN(row.y)) {
            return false;
        }
        var size = paragraph.size;
        var column = last.first().columnRight - last.first().columnLeft;
        var missing = last.first().columnRight - last.right();
        var ended = ENDS.indexOf(last.text.charAt(last.text.length() - 1)) >= 0;
        if (missing > 0.35 * column || ended && missing > Math.max(2.5 * size, 0.08 * column)) {
            return false;
        }
        var step = row.y - last.y;
        if (page != paragraph.lastPage || step < 0) { // the next column or page
            return !ended && paragraph.size <= body * 1.1 && missing < 4 * size;
        }
        if (step > 2.2 * size || paragraph.leading > 0 && step > 1.3 * paragraph.leading) {
            return false;
        }
        var indent = row.first().left - last.first().left;
        var hanging = BULLET.matcher(paragraph.text).matches() || NUMBERED.matcher(paragraph.text).matches();
        return indent < 0.8 * size || hanging || paragraph.size > body * 1.1;
    }

    /** A word that was divided is whole again; CJK lines need no blank between them. */
    private static void join(StringBuilder text, String next) {
        var last = text.codePointBefore(text.length());
        var first = next.codePointAt(0);
        var before = text.length() > 1 ? text.charAt(text.length() - 2) : ' ';
        if ((last == '-' || last == 0x2010 || last == 0xAD) && Character.isLowerCase(first) && Character.isLetter(before)) {
            text.setLength(text.length() - 1);
        } else if (!(Texts.isCjk(last) && Texts.isCjk(first))) {
            text.append(' ');
        }
        text.append(next);
    }

    private void close() {
        var paragraph = open;
        open = null;
        if (paragraph == null) {
            return;
        }
        var text = paragraph.text.toString();
        var level = level(paragraph, text);
        if (level > 0) {
            flushList();
            out.heading(level, text, paragraph.page);
        } else if (BULLET.matcher(text).matches() && !text.matches("-\\d.*")) {
            item("- " + text.substring(1).strip(), paragraph.page);
        } else if (NUMBERED.matcher(text).matches()) {
            item(text, paragraph.page);
        } else {
            flushList();
            out.paragraph(text, paragraph.page);
        }
    }

    private void item(String text, int page) {
        if (list.isEmpty()) {
            listPage = page;
        }
        list.append(Texts.line(text)).append('\n');
        if (list.length() > 20_000) {
            flushList();
        }
    }

    private void flushList() {
        out.block(Kind.LIST, list.toString(), listPage);
        list.setLength(0);
    }

    private int level(Paragraph paragraph, String text) {
        if (paragraph.lines > 3 || text.length() > 150 || LEADERS.matcher(text).find() || text.chars().noneMatch(Character::isLetter)) {
            return 0;
        }
        var marked = bookmarks.get(Pdf.key(text));
        if (marked != null) {
            return marked;
        }
        var ratio = paragraph.size / body;
        var chapter = CHAPTER.matcher(text);
        var section = SECTION.matcher(text);
        var sentence = "。.;；,，、".indexOf(text.charAt(text.length() - 1)) >= 0;
        if (ratio >= 1.13 && !sentence) {
            return ratio >= 1.75 ? 1 : ratio >= 1.35 ? 2 : 3;
        }
        if (paragraph.lines > 1 || sentence || text.length() > 80 || ratio < 0.98) {
            return 0;
        }
        if (chapter.matches()) {
            return chapter.group(1).equals("节") ? 2 : 1;
        }
        if (!paragraph.bold) {
            return 0;
        }
        return section.matches() ? 1 + (int) section.group(1).chars().filter(c -> c == '.').count() : 4;
    }
}
