package dev.pankou.parse.child;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.Evaluator;
import org.jsoup.select.QueryParser;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a page is about. Frames of the page are thrown away by element, role and name; of what is left the part that has the
 * most running text, as sentences that are not links, is taken. Own rules, in the spirit of Arc90's readability.
 */
final class Readable {
    private static final Evaluator NEVER = QueryParser.parse("script, style, noscript, template, iframe, object, embed, svg, canvas, audio, video, button, input,"
            + " select, textarea, dialog, link, meta, [hidden], [aria-hidden=true], [style~=(?i)display\\s*:\\s*none],"
            + " [style~=(?i)visibility\\s*:\\s*hidden]");
    private static final Evaluator FRAME = QueryParser.parse("nav, footer, aside, [role=navigation], [role=banner], [role=contentinfo], [role=complementary],"
            + " [role=search], [role=dialog], [role=alert], [role=menu]");
    private static final Evaluator HEADER = QueryParser.parse("header");
    private static final Evaluator NAMED = QueryParser.parse("[class], [id]");
    private static final List<Evaluator> CONTENT = List.of(QueryParser.parse("article"), QueryParser.parse("main, [role=main]"));
    private static final Evaluator WORDS = QueryParser.parse("p, pre, td, li, blockquote, div, section");
    private static final Evaluator LINK = QueryParser.parse("a");
    private static final Pattern UNLIKELY = Pattern.compile(
            "(?i)\\b(?:ad|ads|advert\\w*|banner|breadcrumbs?|comments?|cookie\\w*|copyright|disqus|footer|gdpr|login|menu|masthead|modal|nav\\w*|"
                    + "newsletter|pager|pagination|popup|promo\\w*|recommend\\w*|related|share\\w*|sharing|sidebar|side|skip|social|sponsor\\w*|"
                    + "subscribe|tags?|toolbar|topbar|widget)\\b");
    private static final Pattern LIKELY = Pattern.compile("(?i)article|body|content|entry|main|markdown|page|post|story|text");
    private static final int ENOUGH = 140;

    private Readable() {}

    /** The body, without what is never shown as text. */
    static Element all(Document document) {
        document.select(NEVER).remove();
        return document.body();
    }

    static Element of(Document document) {
        var body = all(document);
        var everything = body.text().length();
        var page = body.clone();
        for (var element : page.select(FRAME)) {
            element.remove();
        }
        for (var header : page.select(HEADER)) {
            if (header.selectFirst("h1") == null && header.closest("article, main") == null) {
                header.remove();
            }
        }
        for (var element : page.select(NAMED)) {
            if (unlikely(element)) {
                element.remove();
            }
        }
        var found = named(page);
        if (found == null) {
            found = scored(page);
        }
        var length = found.text().length();
        return length >= ENOUGH || length * 4 >= everything ? found : page.text().length() * 4 >= everything ? page : body;
    }

    private static boolean unlikely(Element element) {
        if (element.parent() == null || Set.of("body", "main", "article", "h1", "table", "tr", "td", "code", "pre")
                .contains(element.normalName())) {
            return false;
        }
        var names = (element.className() + " " + element.id()).replace('_', '-');
        return names.length() < 500 && UNLIKELY.matcher(names.replace('-', ' ')).find() && !LIKELY.matcher(names).find()
                && element.closest("pre, code") == null;
    }

    /** What the page itself calls its content, when it is one place and holds much of the text. */
    private static @Nullable Element named(Element page) {
        var all = page.text().length();
        for (var query : CONTENT) {
            var elements = page.select(query);
            if (elements.size() == 1 && elements.first() instanceof Element only) {
                var length = only.text().length();
                if (length >= ENOUGH && length * 3 >= all) {
                    return only;
                }
            }
        }
        return null;
    }

    private static Element scored(Element page) {
        Map<Element, Double> scores = new IdentityHashMap<>();
        for (var element : page.select(WORDS)) {
            var own = ownText(element);
            if (own.length() < 20) {
                continue;
            }
            var points = 1 + own.chars().filter(c -> c == ',' || c == '，' || c == '、' || c == '。').count() + Math.min(own.length() / 50.0, 5);
            var share = 1.0;
            var above = element.normalName().matches("div|section") ? element : element.parent();
            for (var level = 0; level < 3 && above != null && !above.normalName().equals("html"); level++) {
                scores.merge(above, points * share, Double::sum);
                share /= 2;
                above = above.parent();
            }
        }
        var best = page;
        var most = 0.0;
        for (var entry : scores.entrySet()) {
            var score = entry.getValue() * (1 - linkShare(entry.getKey()));
            if (score > most || score == most && entry.getKey().parents().contains(best)) {
                most = score;
                best = entry.getKey();
            }
        }
        var parent = best.parent(); // siblings of a section belong to the same story
        if (parent != null && parent != page && scores.getOrDefault(parent, 0.0) >= most * 0.75) {
            best = parent;
        }
        return best;
    }

    private static String ownText(Element element) {
        if (!element.normalName().matches("div|section")) {
            return element.text();
        }
        var text = new StringBuilder();
        for (var node : element.childNodes()) {
            if (node instanceof TextNode words) {
                text.append(words.text());
            }
        }
        return text.toString();
    }

    private static double linkShare(Element element) {
        var all = element.text().length();
        var links = 0;
        for (var link : element.select(LINK)) {
            links += link.text().length();
        }
        return all == 0 ? 0 : (double) links / all;
    }
}
