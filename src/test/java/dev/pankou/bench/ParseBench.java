package dev.pankou.bench;

import dev.pankou.parse.ChunkRule;
import dev.pankou.parse.Chunker;
import dev.pankou.parse.DocumentParser;
import dev.pankou.parse.ParseLimits;
import dev.pankou.parse.ParseOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.io.RandomAccessReadBufferedFile;
import org.apache.pdfbox.multipdf.PDFMergerUtility;

/** Megabytes a second of a file that is read in a child and cut into chunks, one after the other; the child is warm. */
final class ParseBench {
    private static final Path SAMPLES = Path.of("src/test/resources/parse");

    private final Path folder;
    private final Results results;
    private final int runs;

    ParseBench(Path folder, Results results, boolean quick) {
        this.folder = folder;
        this.results = results;
        this.runs = quick ? 2 : 5;
    }

    void run() throws IOException {
        var files = new LinkedHashMap<String, Path>();
        var text = "# 第%d章 Chapter\n\n盘扣是一个可以自行部署的智能体平台。Every sentence is written by a person.\n\n- 一\n- 二\n\n";
        var many = new StringBuilder();
        for (var i = 0; i < 40_000; i++) {
            many.append(text.formatted(i));
        }
        files.put("txt", Files.writeString(folder.resolve("a.txt"), many));
        files.put("md", Files.writeString(folder.resolve("a.md"), many));
        files.put("html", Files.writeString(folder.resolve("a.html"), "<article>" + "<h2>标题</h2><p>盘扣是一个平台，every word counts.</p>".repeat(60_000) + "</article>"));
        files.put("csv", Files.writeString(folder.resolve("a.csv"), "编号,商品,单价\n" + "1001,茶壶,19.9\n".repeat(200_000)));
        files.put("docx", larger("pandoc.docx", "word/document.xml", "<w:body>", "<w:sectPr", 200));
        files.put("xlsx", larger("openpyxl.xlsx", "xl/worksheets/sheet1.xml", "<sheetData>", "</sheetData>", 5000));
        files.put("pdf", pdf(100));
        Map<String, Object> rates = new LinkedHashMap<>();
        try (var parser = DocumentParser.open(ParseLimits.DEFAULT, folder.resolve("parse"))) {
            for (var file : files.entrySet()) {
                ingest(parser, file.getValue(), file.getKey());
                var best = 0.0;
                for (var i = 0; i < runs; i++) {
                    var begun = System.nanoTime();
                    ingest(parser, file.getValue(), file.getKey());
                    best = Math.max(best, Files.size(file.getValue()) / 1048576.0 / ((System.nanoTime() - begun) / 1e9));
                }
                results.add("ingest_mb_per_s_" + file.getKey(), best, "%.1f MB of file, read and cut".formatted(Files.size(file.getValue()) / 1048576.0));
                rates.put(file.getKey(), best);
            }
        }
        results.detail("ingest_mb_per_s", rates);
    }

    private static void ingest(DocumentParser parser, Path file, String type) {
        try (var parsed = parser.parse(file, type, ParseOptions.DEFAULT, progress -> {});
                var chunks = Chunker.chunks(parsed.blocks(), ChunkRule.AUTOMATIC)) {
            if (chunks.count() == 0) {
                throw new IllegalStateException("no chunk of " + file);
            }
        }
    }

    /** A sample whose content is there many times. */
    private Path larger(String sample, String part, String begin, String end, int times) throws IOException {
        var target = folder.resolve(sample);
        try (var zip = new ZipFile(SAMPLES.resolve(sample).toFile());
                var out = new ZipOutputStream(Files.newOutputStream(target))) {
            for (var entry : zip.stream().toList()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                var content = zip.getInputStream(entry).readAllBytes();
                out.write(entry.getName().equals(part) ? repeated(content, begin, end, times) : content);
            }
        }
        return target;
    }

    private static byte[] repeated(byte[] content, String begin, String end, int times) {
        var xml = new String(content, StandardCharsets.UTF_8);
        var from = xml.indexOf(begin) + begin.length();
        var to = xml.lastIndexOf(end);
        var inner = xml.substring(from, to).replaceAll(" r=\"[A-Z]*\\d+\"", "");
        return (xml.substring(0, from) + inner.repeat(times) + xml.substring(to)).getBytes(StandardCharsets.UTF_8);
    }

    private Path pdf(int times) throws IOException {
        var target = folder.resolve("a.pdf");
        var merger = new PDFMergerUtility();
        for (var i = 0; i < times; i++) {
            merger.addSource(new RandomAccessReadBufferedFile(SAMPLES.resolve("reportlab.pdf").toFile()));
        }
        merger.setDestinationFileName(target.toString());
        merger.mergeDocuments(null);
        return target;
    }
}
