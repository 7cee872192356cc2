package dev.pankou.retrieval;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermStates;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;

/**
 * A question as terms. The text is never parsed: each term becomes a clause that adds to the score, so nothing that a user writes has a
 * meaning of its own.
 *
 * @param full what a chunk of average length scores that has each term of the question once
 */
record WordsQuery(Query query, double full) {
    static final float K1 = 1.2f;
    static final float B = 0.75f;
    private static final int MOST_CHARACTERS = 20 << 10;
    private static final int MOST_TERMS = 256;

    /** Where terms are looked for and what they count there. Pairs say most; words and characters settle what pairs leave open. */
    private static final List<Weight> WEIGHTS = List.of(
            new Weight(Analysis.TERMS, false, 1),
            new Weight(Analysis.WORDS, false, 0.3f),
            new Weight(Analysis.CHARACTERS, false, 0.2f),
            new Weight(Analysis.TERMS, true, 0.6f),
            new Weight(Analysis.WORDS, true, 0.2f));

    private record Weight(String kind, boolean heading, float weight) {
        String field() {
            return heading ? Analysis.HEADING + kind : kind;
        }
    }

    static BM25Similarity similarity() {
        return new BM25Similarity(K1, B);
    }

    /** Matches nothing for a text without terms. */
    static WordsQuery of(String text, Analysis analysis, IndexSearcher searcher) throws IOException {
        var cut = text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS);
        var query = new BooleanQuery.Builder();
        var full = 0.0;
        for (var weight : WEIGHTS) {
            var chunks = searcher.collectionStatistics(weight.field());
            for (var term : asked(cut, weight.kind(), analysis).entrySet()) {
                var wanted = new Term(weight.field(), term.getKey());
                var states = TermStates.build(searcher, wanted, true);
                var boost = weight.weight() * (float) Math.sqrt(term.getValue());
                if (states.docFreq() > 0) {
                    query.add(new BoostQuery(new TermQuery(wanted, states), boost), Occur.SHOULD);
                }
                if (!weight.heading()) {
                    full += boost * idf(states.docFreq(), chunks == null ? 0 : chunks.docCount()) / (1 + K1);
                }
            }
        }
        return new WordsQuery(query.build(), full);
    }

    /** The terms of a question without those that only make it one, unless it has no others. */
    private static Map<String, Integer> asked(String text, String kind, Analysis analysis) {
        var terms = analysis.terms(kind, text, MOST_TERMS);
        var telling = new LinkedHashMap<>(terms);
        telling.keySet().removeAll(analysis.functionWords(kind));
        return telling.isEmpty() ? terms : telling;
    }

    /** As BM25 has it. */
    private static double idf(long found, long all) {
        return Math.log(1 + (all - found + 0.5) / (found + 0.5));
    }
}
