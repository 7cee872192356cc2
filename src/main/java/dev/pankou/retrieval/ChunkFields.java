package dev.pankou.retrieval;

import dev.pankou.id.Id;
import java.util.Collection;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.NumericUtils;

/** The fields of a chunk: ids to find and filter by, ids to answer with, and what {@link Analysis} and {@link Vectors} make of it. */
final class ChunkFields {
    static final String CHUNK = "chunk";
    static final String DOCUMENT = "document";
    static final String DATASET = "dataset";
    private static final String WORKSPACE = "workspace";

    private ChunkFields() {}

    static Document document(IndexedChunk chunk) {
        var document = new Document();
        id(document, CHUNK, chunk.chunk());
        id(document, DOCUMENT, chunk.document());
        id(document, DATASET, chunk.dataset());
        document.add(new StringField(WORKSPACE, bytes(chunk.workspace()), Store.NO));
        for (var kind : Analysis.KINDS) {
            document.add(new TextField(kind, chunk.text(), Store.NO));
        }
        if (!chunk.heading().isBlank()) {
            document.add(new TextField(Analysis.HEADING + Analysis.TERMS, chunk.heading(), Store.NO));
            document.add(new TextField(Analysis.HEADING + Analysis.WORDS, chunk.heading(), Store.NO));
        }
        var unit = chunk.vector() == null ? null : Vectors.unit(chunk.vector());
        if (unit != null) {
            document.add(new KnnFloatVectorField(
                    Vectors.field(chunk.vectorModel(), unit.length), unit, VectorSimilarityFunction.DOT_PRODUCT));
        }
        return document;
    }

    private static void id(Document document, String field, Id id) {
        document.add(new StringField(field, bytes(id), Store.NO));
        document.add(new NumericDocValuesField(field, id.value()));
    }

    static Term chunk(Id chunk) {
        return new Term(CHUNK, bytes(chunk));
    }

    static Term dataset(Id dataset) {
        return new Term(DATASET, bytes(dataset));
    }

    static Query documentOf(Id dataset, Id document) {
        return new BooleanQuery.Builder()
                .add(new TermQuery(dataset(dataset)), Occur.FILTER)
                .add(new TermQuery(new Term(DOCUMENT, bytes(document))), Occur.FILTER)
                .build();
    }

    /** What a search may find at all. */
    static Query reach(Search search) {
        var reach = new BooleanQuery.Builder()
                .add(new TermQuery(new Term(WORKSPACE, bytes(search.workspace()))), Occur.FILTER)
                .add(in(DATASET, search.datasets()), Occur.FILTER);
        var documents = search.documents();
        if (documents != null) {
            reach.add(in(DOCUMENT, documents), Occur.FILTER);
        }
        return reach.build();
    }

    private static Query in(String field, Collection<Id> ids) {
        return ids.size() == 1
                ? new TermQuery(new Term(field, bytes(ids.iterator().next())))
                : new TermInSetQuery(field, ids.stream().map(ChunkFields::bytes).toList());
    }

    private static BytesRef bytes(Id id) {
        var bytes = new byte[Long.BYTES];
        NumericUtils.longToSortableBytes(id.value(), bytes, 0);
        return new BytesRef(bytes);
    }
}
