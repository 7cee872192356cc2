package dev.pankou.parse.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No bytes hang a parser or end it otherwise than with an answer. Always: 150 changed documents a format. With
 * {@code -Dtest.args=-Dfuzz.inputs=1000000}: so many of Jazzer's, guided by coverage, each format in a JVM of its own.
 */
final class ParserFuzzTest {
    private static final Path SAMPLES = Path.of("src/test/resources/parse");
    private static final int SHORT_RUN = 150;
    private static final Duration MOST = Duration.ofSeconds(20);

    private static final Map<String, String> SEEDS = Map.of(
            "txt", "第一章\n\n文字 text\r\n\f",
            "md", "# T\n\n- a\n  1. b\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> q\n\n```x\ny\n```\n<p>h</p>\n[a]: b\n**c** `d`\n",
            "csv", "a;b\n\"x\"\"y\";1.5\n2026-01-31 08:00;true\n",
            "html", "<nav>n</nav><article><h1>t</h1><p>text, more text</p><ul><li>a<ol><li>b</ol></ul><table><tr><td colspan=2>x<td>y<tr><td>z"
                    + "</table><pre>c</pre></article>");

    @ParameterizedTest
    @ValueSource(strings = {"txt", "md", "csv", "html", "pdf", "doc", "xls", "docx", "pptx", "xlsx"})
    void answersWhateverTheBytesAre(String type) throws IOException {
        var random = new SplittableRandom(20_261_121);
        var seeds = seeds(type);
        var parser = new FuzzedParser(type);
        for (var seed : seeds) {
            parser.read(seed);
        }
        for (var i = 0; i < SHORT_RUN; i++) {
            var begun = System.nanoTime();
            var input = changed(seeds.get(random.nextInt(seeds.size())), random);

            parser.read(input);

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).as("input %d", i).isLessThan(MOST);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"txt", "md", "csv", "html", "pdf", "doc", "xls", "docx", "pptx", "xlsx"})
    @EnabledIfSystemProperty(named = "fuzz.inputs", matches = "\\d+")
    void answersWhateverJazzerFinds(String type) throws IOException, InterruptedException {
        var corpus = Files.createTempDirectory("corpus-" + type);
        var number = 0;
        for (var seed : seeds(type)) {
            Files.write(corpus.resolve("seed-" + number++), seed);
        }
        var log = Path.of("target", "fuzz-" + type + ".log");

        var code = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g", "-Xss16m",
                        "-Dfuzz.type=" + type, "-cp", System.getProperty("java.class.path"), "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + FuzzedParser.class.getName(),
                        "--instrumentation_includes=org.apache.p*.**:org.jsoup.**:org.commonmark.**:dev.pankou.parse.**",
                        "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.*", "-timeout=20", "-rss_limit_mb=6000",
                        "-runs=" + System.getProperty("fuzz.inputs"), corpus.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();

        assertThat(code).as("see %s", log).isZero();
        assertThat(Files.readString(log, StandardCharsets.ISO_8859_1)).contains("DONE");
    }

    private static List<byte[]> seeds(String type) throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        var own = SEEDS.get(type);
        if (own != null) {
            seeds.add(own.getBytes(StandardCharsets.UTF_8));
        }
        for (var file : new File(SAMPLES.toString()).listFiles((folder, name) -> name.endsWith("." + type))) {
            if (file.length() > 64 << 10) {
                continue; // inputs of a few KB are tried far more often
            }
            seeds.add(Files.readAllBytes(file.toPath()));
            if (type.endsWith("x")) {
                try (var zip = new ZipFile(file)) {
                    for (var part : List.of("word/document.xml", "ppt/slides/slide2.xml", "xl/worksheets/sheet1.xml")) {
                        var entry = zip.getEntry(part);
                        if (entry != null) {
                            seeds.add(zip.getInputStream(entry).readAllBytes());
                        }
                    }
                }
            }
        }
        return seeds;
    }

    /** Some bytes other, some places doubled, cut out or filled with what limits are made of. */
    private static byte[] changed(byte[] seed, SplittableRandom random) {
        var bytes = seed.clone();
        for (var i = random.nextInt(1, 12); i > 0 && bytes.length > 8; i--) {
            var at = random.nextInt(bytes.length - 4);
            var length = random.nextInt(1, Math.min(64, bytes.length - at));
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> {
                    var value = new int[] {0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x7FFF}[random.nextInt(5)];
                    for (var k = 0; k < 4; k++) {
                        bytes[at + k] = (byte) (value >> 8 * k);
                    }
                }
                case 3 -> System.arraycopy(bytes, at, bytes, random.nextInt(bytes.length - length), length);
                default -> {
                    var shorter = new byte[bytes.length - length];
                    System.arraycopy(bytes, 0, shorter, 0, at);
                    System.arraycopy(bytes, at + length, shorter, at, shorter.length - at);
                    bytes = shorter;
                }
            }
        }
        return bytes;
    }
}
