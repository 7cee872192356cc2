package dev.pankou.parse.child;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Fuzzing;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No bytes hang a parser or end it otherwise than with an answer. Always: 150 changed documents a format, and
 * 3,000 inputs for all of them guided by coverage. With {@code -Dpankou.fuzz=1000000}, as {@code ./pankou test --long} has it: so many
 * guided by coverage a format, each in a JVM of its own.
 */
final class ParserFuzzTest {
    private static final int SHORT_RUN = 150;
    private static final int SHORT_GUIDED_RUN = 3000;
    private static final Duration MOST = Duration.ofSeconds(20);

    private static final int MOST_BYTES = 4096;
    private static final int MOST_OLE_BYTES = 11 << 10; // two streams of the least size
    private static final String OURS = "dev.pankou.parse.**";
    private static final List<String> LIBRARIES =
            List.of("poi", "pdfbox", "fontbox", "jsoup", "commonmark", "commons-", "log4j-api", "SparseBitSet");
    private static final Map<String, List<String>> PACKAGES = Map.of(
            "txt", List.of(OURS),
            "md", List.of(OURS, "org.commonmark.**"),
            "csv", List.of(OURS),
            "html", List.of(OURS, "org.jsoup.**"),
            "pdf", List.of(OURS, "org.apache.pdfbox.**", "org.apache.fontbox.**"),
            "doc", List.of(OURS, "org.apache.poi.**"),
            "xls", List.of(OURS, "org.apache.poi.**"),
            "docx", List.of(OURS),
            "pptx", List.of(OURS),
            "xlsx", List.of(OURS, "org.apache.poi.ss.**"));

    @ParameterizedTest
    @ValueSource(strings = {"txt", "md", "csv", "html", "pdf", "doc", "xls", "docx", "pptx", "xlsx"})
    void answersWhateverTheBytesAre(String type) throws IOException {
        var parser = new FuzzedParser(type);
        Fuzzing.shortly(20_261_121, SHORT_RUN, FuzzSeeds.of(type), input -> {
            var begun = System.nanoTime();

            parser.read(input);

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).as("%d bytes", input.length).isLessThan(MOST);
        });
    }

    @Test
    void answersWhateverJazzerFindsInAShortRun() throws IOException, InterruptedException {
        List<byte[]> seeds = new ArrayList<>();
        for (var i = 0; i < FuzzSeeds.TYPES.size(); i++) {
            for (var seed : FuzzSeeds.of(FuzzSeeds.TYPES.get(i))) {
                var chosen = new byte[seed.length + 1];
                chosen[0] = (byte) i;
                System.arraycopy(seed, 0, chosen, 1, seed.length);
                seeds.add(chosen);
            }
        }
        var words = FuzzSeeds.TYPES.stream().map(FuzzSeeds::words).distinct().collect(Collectors.joining(" "));

        new Fuzzing(FuzzedParser.ALL, FuzzedParser.class, LIBRARIES, List.of(OURS), words, MOST_OLE_BYTES).run(SHORT_GUIDED_RUN, seeds);
    }

    @Test
    @EnabledIfSystemProperty(named = "pankou.fuzz", matches = "\\d+")
    void answersWhateverJazzerFinds() throws Exception {
        var inputs = Integer.getInteger("pankou.fuzz");
        try (var two = Executors.newFixedThreadPool(2)) {
            List<Callable<Void>> formats = new ArrayList<>();
            for (var type : FuzzSeeds.TYPES) {
                var most = FuzzedFile.STREAMS.containsKey(type) ? MOST_OLE_BYTES : MOST_BYTES;
                formats.add(() -> {
                    new Fuzzing(type, FuzzedParser.class, LIBRARIES, PACKAGES.get(type), FuzzSeeds.words(type), most).run(inputs, FuzzSeeds.of(type));
                    return null;
                });
            }

            for (var format : two.invokeAll(formats)) {
                format.get();
            }
        }
    }
}
