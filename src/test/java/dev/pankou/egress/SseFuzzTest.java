package dev.pankou.egress;

import dev.pankou.testing.Fuzzing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A stream of events of any bytes is read or refused. With {@code -Dpankou.fuzz=1000000}, as {@code ./pankou test --long} has it: guided by coverage. */
final class SseFuzzTest {
    private static final int SHORT_RUN = 3_000;
    private static final List<String> PACKAGES = List.of("dev.pankou.egress.**");
    private static final String WORDS = "data: data event: id: retry: : [DONE] {\"jsonrpc\":\"2.0\" \r\n\r\n \n\n";

    private static List<byte[]> seeds() {
        return Stream.of(
                        "event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":1}\n\n: note\r\ndata:a\r\ndata\r\ndata: 字\r\n\r\ndata: [DONE]\n\n",
                        "data: " + "x".repeat(2994) + "\n\nid: 1\nretry: 2\n\ndata: cut")
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void answersWhateverTheBytesAre() throws IOException {
        Fuzzing.shortly(20_261_122, SHORT_RUN, seeds(), FuzzedSse::fuzzerTestOneInput);
    }

    @Test
    @EnabledIfSystemProperty(named = "pankou.fuzz", matches = "\\d+")
    void answersWhateverJazzerFinds() throws IOException, InterruptedException {
        new Fuzzing("sse", FuzzedSse.class, List.of(""), PACKAGES, WORDS, 4096).run(Integer.getInteger("pankou.fuzz"), seeds());
    }
}
