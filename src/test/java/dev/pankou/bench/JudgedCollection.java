package dev.pankou.bench;

import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.retrieval.Change;
import dev.pankou.retrieval.IndexedChunk;
import dev.pankou.retrieval.Retrieval;
import dev.pankou.retrieval.Search;
import dev.pankou.retrieval.Strategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;

/**
 * Questions whose good documents people have judged: {@code docs.jsonl} {id, title, text}, {@code queries.jsonl} {id, text} and
 * {@code qrels.tsv} (query, document, grade). Says how near the best ten answers come to the best possible ten (nDCG@10, the grade as
 * gain).
 */
final class JudgedCollection {
    private static final int CUT = 10;
    private static final Id WORKSPACE = new Id(1);
    private static final Id DATASET = new Id(2);

    private record Entry(String id, String title, String text) {}

    private final String name;
    private final List<Entry> documents;
    private final List<Entry> queries;
    private final Map<String, Map<String, Integer>> grades = new HashMap<>();

    private JudgedCollection(Path folder) throws IOException {
        name = folder.getFileName().toString();
        documents = entries(folder.resolve("docs.jsonl"));
        for (var line : Files.readAllLines(folder.resolve("qrels.tsv"))) {
            var parts = line.strip().split("\t");
            if (parts.length == 3 && parts[2].matches("-?[0-9]+")) {
                grades.computeIfAbsent(parts[0], query -> new HashMap<>()).put(parts[1], Integer.parseInt(parts[2]));
            }
        }
        queries = entries(folder.resolve("queries.jsonl")).stream()
                .filter(query -> grades.getOrDefault(query.id(), Map.of()).values().stream().anyMatch(grade -> grade > 0))
                .toList();
    }

    /** The collection in this folder, or those in the folders in it. */
    static List<JudgedCollection> in(Path folder) throws IOException {
        var found = new ArrayList<JudgedCollection>();
        try (var folders = Files.walk(folder.toRealPath(), 1)) {
            for (var each : folders.sorted().toList()) {
                if (Files.exists(each.resolve("docs.jsonl"))) {
                    found.add(new JudgedCollection(each));
                }
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException("no docs.jsonl in " + folder + " or the folders in it");
        }
        return found;
    }

    private static List<Entry> entries(Path file) throws IOException {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> !line.isBlank())
                    .map(Json::tree)
                    .map(line -> new Entry(
                            line.path("id").asString(""), line.path("title").asString(""), line.path("text").asString("")))
                    .toList();
        }
    }

    String name() {
        return name;
    }

    @Override
    public String toString() {
        return queries.size() + " questions, " + documents.size() + " documents";
    }

    /** Of {@link Retrieval}, by words. */
    double ours(Path index) throws IOException {
        try (var retrieval = Retrieval.open(index)) {
            var changes = new ArrayList<Change>();
            for (var i = 0; i < documents.size(); i++) {
                var document = documents.get(i);
                changes.add(new Change.Put(new IndexedChunk(
                        new Id(i), new Id(i), DATASET, WORKSPACE, document.text(), document.title(), true, null, "")));
            }
            retrieval.apply(changes, changes.size());
            return mean(query -> retrieval
                    .search(new Search(WORKSPACE, Set.of(DATASET), null, query, Strategy.FULL_TEXT, CUT, 0, null, ""))
                    .stream()
                    .map(hit -> documents.get((int) hit.chunk().value()).id())
                    .toList());
        }
    }

    /** Of plain Lucene: its standard analyzer over title and text, its BM25. */
    double plain() throws IOException {
        try (var directory = new ByteBuffersDirectory();
                var analyzer = new StandardAnalyzer()) {
            try (var writer = new IndexWriter(directory, new IndexWriterConfig(analyzer))) {
                for (var document : documents) {
                    var fields = new Document();
                    fields.add(new StringField("id", document.id(), Store.YES));
                    fields.add(new TextField("text", document.title() + "\n" + document.text(), Store.NO));
                    writer.addDocument(fields);
                }
            }
            try (var reader = DirectoryReader.open(directory)) {
                var searcher = new IndexSearcher(reader);
                return mean(query -> {
                    var terms = new BooleanQuery.Builder();
                    for (var term : terms(analyzer, query)) {
                        terms.add(new TermQuery(new Term("text", term)), Occur.SHOULD);
                    }
                    var ids = new ArrayList<String>();
                    for (var hit : searcher.search(terms.build(), CUT).scoreDocs) {
                        ids.add(searcher.storedFields().document(hit.doc).get("id"));
                    }
                    return ids;
                });
            }
        }
    }

    private static Set<String> terms(StandardAnalyzer analyzer, String text) throws IOException {
        var terms = new HashSet<String>();
        try (var stream = analyzer.tokenStream("text", text)) {
            var term = stream.getAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                terms.add(term.toString());
            }
            stream.end();
        }
        return terms;
    }

    private interface Engine {
        List<String> find(String query) throws IOException;
    }

    private double mean(Engine engine) throws IOException {
        var sum = 0.0;
        for (var query : queries) {
            sum += ndcg(engine.find(query.text()), grades.getOrDefault(query.id(), Map.of()));
        }
        return sum / queries.size();
    }

    private static double ndcg(List<String> found, Map<String, Integer> grades) {
        var best = grades.values().stream().filter(grade -> grade > 0).sorted(Comparator.reverseOrder()).limit(CUT).toList();
        var ideal = 0.0;
        for (var i = 0; i < best.size(); i++) {
            ideal += best.get(i) / log2(i + 2);
        }
        var gained = 0.0;
        for (var i = 0; i < found.size(); i++) {
            gained += Math.max(0, grades.getOrDefault(found.get(i), 0)) / log2(i + 2);
        }
        return gained / ideal;
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }
}
