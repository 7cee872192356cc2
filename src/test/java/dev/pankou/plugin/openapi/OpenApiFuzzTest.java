package dev.pankou.plugin.openapi;

import dev.pankou.testing.Fuzzing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** An OpenAPI document of any bytes is read or refused. With {@code -Dpankou.fuzz=1000000}, as {@code ./pankou test --long} has it: guided by coverage. */
final class OpenApiFuzzTest {
    private static final int SHORT_RUN = 3_000;
    private static final List<String> PACKAGES = List.of("dev.pankou.plugin.openapi.**", "org.snakeyaml.**");
    private static final String WORDS = "openapi: servers: url: paths: / get: post: parameters: name: in: query path header cookie schema: type: object array string $ref: \"#/components/schemas/T\""
            + " allOf: oneOf: anyOf: items: properties: required: enum: default: requestBody: content: application/json responses: \"200\" security: securitySchemes: oauth2 & * << !! --- | > ? : { } [ ] , #";

    private static List<byte[]> seeds() {
        return Stream.of(
                        """
                        openapi: 3.0.3
                        info: {title: All, description: 全部}
                        servers: [{url: "/{v}", variables: {v: {default: v1}}}]
                        security: [{k: []}]
                        paths:
                          /a/{id}:
                            parameters: [{name: id, in: path, required: true, schema: {type: string}}]
                            put:
                              operationId: all.of.it
                              parameters: [{name: f, in: query, style: deepObject, schema: {type: object, properties: {n: {type: integer}}}}]
                              requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/T"}}}}
                              responses: {"200": {content: {application/json: {schema: {$ref: "#/components/schemas/T"}}}}}
                        components:
                          securitySchemes: {k: {type: apiKey, in: header, name: X-Key}}
                          schemas:
                            T: &t {allOf: [{$ref: "#/components/schemas/U"}, {type: object, properties: {t: {type: array, items: {$ref: "#/components/schemas/T"}}}}]}
                            U: {oneOf: [{type: string, enum: [a, b]}, {type: ["null", integer], default: 1}]}
                        """,
                        "{\"openapi\":\"3.1.0\",\"servers\":[{\"url\":\"../api\"}],\"paths\":{\"/x\":{\"get\":{\"parameters\":[{\"$ref\":\"#/components/parameters/p\"}]}}},"
                                + "\"components\":{\"parameters\":{\"p\":{\"name\":\"q\",\"in\":\"query\"}},\"securitySchemes\":{\"o\":{\"type\":\"oauth2\",\"flows\":"
                                + "{\"authorizationCode\":{\"authorizationUrl\":\"https://a/b\",\"tokenUrl\":\"c\",\"scopes\":{\"s\":\"\"}}}}}}}",
                        "!%5") // a tag that Jazzer found
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void answersWhateverTheBytesAre() throws IOException {
        Fuzzing.shortly(20_261_122, SHORT_RUN, seeds(), FuzzedOpenApi::fuzzerTestOneInput);
    }

    @Test
    @EnabledIfSystemProperty(named = "pankou.fuzz", matches = "\\d+")
    void answersWhateverJazzerFinds() throws IOException, InterruptedException {
        new Fuzzing("openapi", FuzzedOpenApi.class, List.of(""), PACKAGES, WORDS, 4096).run(Integer.getInteger("pankou.fuzz"), seeds());
    }
}
