package dev.pankou.plugin.openapi;

import dev.pankou.testing.FuzzClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** An OpenAPI document of any bytes. */
public final class FuzzedOpenApi {
    private static final URI BASE = URI.create("https://docs.example/api/v1.yaml");

    private FuzzedOpenApi() {}

    public static void fuzzerInitialize() {
        FuzzClock.start();
    }

    public static void fuzzerTestOneInput(byte[] input) {
        FuzzClock.next(input);
        try {
            OpenApiReader.read(new String(input, StandardCharsets.UTF_8), BASE, 100);
        } catch (DocumentException refused) {
            // and said why
        }
    }
}
