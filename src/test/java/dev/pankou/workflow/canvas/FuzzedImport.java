package dev.pankou.workflow.canvas;

import dev.pankou.testing.FuzzClock;
import java.util.Map;

/** A file of a workflow of any bytes: JSON, a ZIP, or what is packed into one as YAML; what could be opened is checked as a canvas. */
public final class FuzzedImport {
    private FuzzedImport() {}

    public static void fuzzerInitialize() {
        FuzzClock.start();
    }

    public static void fuzzerTestOneInput(byte[] input) {
        FuzzClock.next(input);
        var whole = input.length > 0 && (input[0] == '{' || input[0] == 'P' || input[0] == '"');
        try {
            var opened = Envelopes.open(whole ? input : Fixtures.zip(Map.of("a.yaml", input)));
            CanvasCheck.of(Canvas.of(opened.canvas()), CanvasMode.CHATFLOW);
        } catch (IllegalCanvasException refused) {
            // and said why
        }
    }
}
