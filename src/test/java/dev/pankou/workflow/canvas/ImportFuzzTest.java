package dev.pankou.workflow.canvas;

import dev.pankou.testing.Fuzzing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A file of a workflow of any bytes is opened or refused. With {@code -Dpankou.fuzz=1000000}, as {@code ./pankou test --long} has it: guided by coverage. */
final class ImportFuzzTest {
    private static final int SHORT_RUN = 3_000;
    private static final List<String> PACKAGES = List.of("dev.pankou.workflow.canvas.**", "org.snakeyaml.**");
    private static final String WORDS = "nodes edges id type data inputs inputParameters outputs nodeMeta title blocks value ref literal content blockID name schema list object string integer sourceNodeID targetNodeID sourcePortID"
            + " sourceNodeID: version: mode: workflow chatflow \"type\":\"3\" \"100001\" \"900001\" & * << --- | > ? : { } [ ] , null true -1 1e400";

    private static List<byte[]> seeds() {
        return Stream.concat(
                        Stream.of("text.json", "selector.json", "loop.json", "main.yaml", "sub.yaml").map(Fixtures::text),
                        Stream.of("{\"nodes\":[{\"id\":\"100001\",\"type\":\"1\",\"data\":{\"outputs\":[{\"name\":\"a\",\"type\":\"string\"}]}},{\"id\":\"900001\",\"type\":\"2\","
                                + "\"data\":{\"inputs\":{\"inputParameters\":[{\"name\":\"o\",\"input\":{\"type\":\"string\",\"value\":{\"type\":\"ref\",\"content\":{\"blockID\":\"100001\",\"name\":\"a\"}"
                                + "}}}]}}}],\"edges\":[{\"sourceNodeID\":\"100001\",\"targetNodeID\":\"900001\"}]}",
                                "!%5")) // a tag that Jazzer found
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void answersWhateverTheBytesAre() throws IOException {
        Fuzzing.shortly(20_261_122, SHORT_RUN, seeds(), FuzzedImport::fuzzerTestOneInput);
    }

    @Test
    @EnabledIfSystemProperty(named = "pankou.fuzz", matches = "\\d+")
    void answersWhateverJazzerFinds() throws IOException, InterruptedException {
        new Fuzzing("import", FuzzedImport.class, List.of(""), PACKAGES, WORDS, 8192).run(Integer.getInteger("pankou.fuzz"), seeds());
    }
}
