package dev.pankou.retrieval;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.DelegatingAnalyzerWrapper;
import org.apache.lucene.analysis.FilteringTokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cn.smart.HMMChineseTokenizer;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.icu.ICUFoldingFilter;
import org.apache.lucene.analysis.icu.segmentation.DefaultICUTokenizerConfig;
import org.apache.lucene.analysis.icu.segmentation.ICUTokenizer;
import org.apache.lucene.analysis.miscellaneous.LengthFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * What becomes of a text. Each text goes into three fields: {@link #TERMS} has words of all languages, English ones stemmed, and
 * for Chinese, Japanese and Korean each pair of neighbouring characters; {@link #WORDS} has the Chinese words that a dictionary
 * finds; {@link #CHARACTERS} has single CJK characters. Case, width and accents do not
 * count; simplified and traditional characters stay what they are. Threads share it.
 */
final class Analysis {
    static final String TERMS = "terms";
    static final String WORDS = "words";
    static final String CHARACTERS = "characters";
    /** All of them. */
    static final List<String> KINDS = List.of(TERMS, WORDS, CHARACTERS);

    /** Put before a field's name for what stands in headings. */
    static final String HEADING = "heading-";

    /** Longer "words" are no words: base64, addresses. */
    private static final int LONGEST_TERM = 64;

    private static final int MOST_FUNCTION_TERMS = 8;

    /** Words that make a question of it and say nothing of what it is about. */
    private static final List<String> FUNCTION_WORDS = List.of(
            "a an and are as at be been being but by can could did do does for from had has have how if in into is it its may might",
            "must not of on or shall should so such than that the their then there these they this those to was were what when where",
            "which who whom whose why will with would i me my we us our you your he him his she her them about any some",
            "什么 哪些 哪个 哪里 哪儿 怎么 怎样 怎么样 如何 为何 为什么 多少 是否 是什么 有哪些 请问 可以 能否 一个 这个 那个 以及 我们 他们 因为 所以",
            "什麼 哪裡 哪兒 怎麼 怎樣 為何 為什麼 是什麼 請問 這個 那個 我們 他們 因為",
            "吗 呢 的 了 是 在 和 与 谁 几 嗎 與 誰 幾");

    private final Map<String, Set<String>> functionWords = new ConcurrentHashMap<>();

    private final Analyzer terms = analyzer(() -> new ICUTokenizer(new DefaultICUTokenizerConfig(false, true)), (tokenizer, folded) -> {
        var latin = new PorterStemFilter(new EnglishPossessiveFilter(new Parts(folded)));
        return new LengthFilter(new CJKBigramFilter(latin), 1, LONGEST_TERM);
    });

    private final Analyzer words = analyzer(HMMChineseTokenizer::new, (tokenizer, folded) -> new Keep(folded, 2, 16));

    private final Analyzer characters =
            analyzer(() -> new ICUTokenizer(new DefaultICUTokenizerConfig(false, true)), (tokenizer, folded) -> new Keep(folded, 1, 1));

    /** Finds by its name how a field is analyzed. */
    Analyzer byField() {
        return new DelegatingAnalyzerWrapper(Analyzer.PER_FIELD_REUSE_STRATEGY) {
            @Override
            protected Analyzer getWrappedAnalyzer(String field) {
                return of(field);
            }
        };
    }

    private Analyzer of(String field) {
        return switch (field.startsWith(HEADING) ? field.substring(HEADING.length()) : field) {
            case TERMS -> terms;
            case WORDS -> words;
            case CHARACTERS -> characters;
            default -> throw new IllegalArgumentException("not an analyzed field: " + field);
        };
    }

    /** The different terms of a text in the order in which they come, with how often; at most {@code most}. */
    Map<String, Integer> terms(String field, String text, int most) {
        var found = new LinkedHashMap<String, Integer>();
        try (var stream = of(field).tokenStream(field, text)) {
            var term = stream.getAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                var known = found.size() >= most ? found.computeIfPresent(term.toString(), (same, count) -> count + 1)
                        : found.merge(term.toString(), 1, Integer::sum);
                if (known == null) {
                    break;
                }
            }
            stream.end();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // it reads a string
        }
        return found;
    }

    /** Terms of function words. */
    Set<String> functionWords(String kind) {
        return functionWords.computeIfAbsent(kind, same -> FUNCTION_WORDS.stream()
                .flatMap(line -> Arrays.stream(line.split(" ")))
                .flatMap(word -> terms(kind, word, MOST_FUNCTION_TERMS).keySet().stream())
                .collect(Collectors.toUnmodifiableSet()));
    }

    private interface Source {
        Tokenizer open();
    }

    private static Analyzer analyzer(Source source, BiFunction<Tokenizer, TokenStream, TokenStream> rest) {
        return new Analyzer() {
            @Override
            protected TokenStreamComponents createComponents(String field) {
                var tokenizer = source.open();
                return new TokenStreamComponents(tokenizer, rest.apply(tokenizer, new ICUFoldingFilter(tokenizer)));
            }
        };
    }

    /** Only what is ideographs (or kana, or Hangul) throughout, of this many characters. */
    private static final class Keep extends FilteringTokenFilter {
        private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
        private final int least;
        private final int most;

        private Keep(TokenStream in, int least, int most) {
            super(in);
            this.least = least;
            this.most = most;
        }

        @Override
        protected boolean accept() {
            var characters = 0;
            for (var i = 0; i < term.length(); characters++) {
                var c = Character.codePointAt(term, i);
                if (!Character.isIdeographic(c) && !isSyllable(c)) {
                    return false;
                }
                i += Character.charCount(c);
            }
            return characters >= least && characters <= most;
        }

        private static boolean isSyllable(int c) {
            return switch (Character.UnicodeScript.of(c)) {
                case HIRAGANA, KATAKANA, HANGUL -> true;
                default -> false;
            };
        }
    }
}
