package dev.pankou.workflow.canvas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.json.Json;
import dev.pankou.json.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Canvases with parts put where others belong: they are refused or checked, and never end in an error of ours. */
final class CanvasFuzzTest {
    private static final int ROUNDS = 1_000;
    private static final List<String> PARTS = List.of(
            "null", "{}", "[]", "\"\"", "\"100001\"", "\"21\"", "-1", "1e400", "true", "[null]", "[[]]", "[{}]", "{\"value\":{\"type\":\"ref\"}}");

    @ParameterizedTest
    @ValueSource(strings = {"text.json", "selector.json", "loop.json", "batch.json", "chatflow.json"})
    void checksOrRefusesWhateverStandsInACanvas(String file) {
        var random = new Random(file.hashCode());
        for (var round = 0; round < ROUNDS; round++) {
            var canvas = Fixtures.json(file);
            for (var i = random.nextInt(4); i >= 0; i--) {
                disturb(canvas, random);
            }
            try {
                var opened = Envelopes.open(canvas.toString());
                var view = Canvas.of(opened.canvas());
                CanvasCheck.of(view, CanvasMode.CHATFLOW);
                var exported = CanvasExport.file(view, new CanvasExport.Source("1", "2", CanvasMode.WORKFLOW, "host"));
                assertThat(Envelopes.open(exported).canvas().get("nodes")).isEqualTo(opened.canvas().get("nodes"));
            } catch (IllegalCanvasException refused) {
                assertThat(refused.code()).as(canvas.toString()).isIn("not_a_canvas", "malformed");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"main.yaml", "sub.yaml", "manifest.yml"})
    void translatesOrRefusesWhateverStandsInYaml(String file) {
        var random = new Random(file.hashCode());
        for (var round = 0; round < ROUNDS / 4; round++) {
            var yaml = (ObjectNode) Yaml.read(Fixtures.text(file), new Yaml.Limits(10_000, 10_000, 100));
            disturb(yaml, random);
            disturb(yaml, random);
            var text = yaml.toString(); // JSON is YAML
            try {
                var opened = Envelopes.open(Fixtures.zip(Map.of(
                        "helper.yaml", Fixtures.utf8(Fixtures.text("sub.yaml")), file, Fixtures.utf8(text))));
                CanvasCheck.of(Canvas.of(opened.canvas()), CanvasMode.WORKFLOW);
            } catch (IllegalCanvasException refused) {
                assertThat(refused.code()).as(text).isIn("not_a_canvas", "malformed");
            }
        }
    }

    private static void disturb(ObjectNode root, Random random) {
        var containers = new ArrayList<JsonNode>();
        containers.add(root);
        for (var i = 0; i < containers.size(); i++) {
            for (var child : containers.get(i)) {
                if (child.isContainer()) {
                    containers.add(child);
                }
            }
        }
        var part = Json.tree(PARTS.get(random.nextInt(PARTS.size())));
        switch (containers.get(random.nextInt(containers.size()))) {
            case ObjectNode object when !object.isEmpty() -> {
                var keys = new ArrayList<>(object.propertyNames());
                object.set(keys.get(random.nextInt(keys.size())), part);
            }
            case ArrayNode array when !array.isEmpty() -> array.set(random.nextInt(array.size()), part);
            default -> {}
        }
    }
}
