package dev.pankou.retrieval;

import java.io.IOException;
import java.util.LinkedHashMap;
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

    /** What a field counts beside the text's terms. */
    private static final Map<String, Float> WEIGHTS = weights();

    private static Map<String, Float> weights() {
        var weights = new LinkedHashMap<String, Float>();
        weights.put(Analysis.TERMS, 1f);
        weights.put(Analysis.WORDS, 0.5f);
        weights.put(Analysis.HEADING + Analysis.TERMS, 0.3f);
        weights.put(Analysis.HEADING + Analysis.WORDS, 0.15f);
        return weights;
    }

    static BM25Similarity similarity() {
        return new BM25Similarity(K1, B);
    }

    /** Matches nothing for a text without terms. */
    static WordsQuery of(String text, Analysis analysis, IndexSearcher searcher) throws IOException {
        var cut = text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS);
        var query = new BooleanQuery.Builder();
        var full = 0.0;
        var terms = analysis.terms(Analysis.TERMS, cut, MOST_TERMS);
        var words = analysis.terms(Analysis.WORDS, cut, MOST_TERMS);
        for (var weight : WEIGHTS.entrySet()) {
            var field = weight.getKey();
            var heading = field.startsWith(Analysis.HEADING);
            var chunks = Math.max(1, searcher.collectionStatistics(field) == null ? 1 : searcher.collectionStatistics(field).docCount());
            for (var term : (field.endsWith(Analysis.WORDS) ? words : terms).entrySet()) {
                var key = new Term(field, term.getKey());
                var states = TermStates.build(searcher, key, true);
                var boost = weight.getValue() * (float) Math.sqrt(term.getValue());
                if (states.docFreq() > 0) {
                    query.add(new BoostQuery(new TermQuery(key, states), boost), Occur.SHOULD);
                }
                if (!heading) {
                    full += boost * idf(states.docFreq(), chunks) / (1 + K1);
                }
            }
        }
        for (var character : terms.keySet()) {
            if (character.codePointCount(0, character.length()) == 1 && Character.isIdeographic(character.codePointAt(0))) {
                // stands alone in the question, so no pair has it
                var states = TermStates.build(searcher, new Term(Analysis.CHARACTERS, character), true);
                query.add(new TermQuery(new Term(Analysis.CHARACTERS, character), states), Occur.SHOULD);
            }
        }
        return new WordsQuery(query.build(), full);
    }

    /** As BM25 has it. */
    private static double idf(long found, long all) {
        return Math.log(1 + (all - found + 0.5) / (found + 0.5));
    }
}
