package dev.pankou.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.json.Json;
import dev.pankou.workflow.canvas.Canvas;
import dev.pankou.workflow.canvas.CanvasCheck;
import dev.pankou.workflow.canvas.CanvasMode;
import dev.pankou.workflow.canvas.IllegalCanvasException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Canvases in which something stands where it should not: whoever reads them goes on. */
final class MutatedCanvasTest {
    private static final int ROUNDS = 2_000;
    private static final List<String> FILES = List.of("support.json", "rows.json", "absent.json");
    private static final List<String> STRANGE = List.of(
            "null", "true", "0", "-1", "1.5", "1e400", "99999999999999999999", "\"\"", "\"0\"", "\"天气 🌦\"", "\"\\ud800\"",
            "\"[1,{}]\"", "\"{\\\"modelType\\\":{}}\"", "\"{\"", "[]", "[null]", "[[]]", "[{}]", "[1,\"a\",null,{}]", "{}",
            "{\"\":\"\"}", "{\"name\":\"pluginID\",\"input\":{\"value\":{\"content\":[]}}}");

    @Test
    void nothingThatReadsACanvasFails() {
        var random = new Random(20_261_121L);
        for (var round = 0; round < ROUNDS; round++) {
            var original = Flows.canvas(FILES.get(round % FILES.size()));
            var json = original.deepCopy();
            var what = "round " + round + ": " + mutate(json, random);
            try {
                var canvas = Canvas.of(json);
                Signature.of(canvas);
                var facts = CanvasFacts.of(canvas);
                assertThat(facts.used()).as(what).doesNotContainNull();
                CanvasCheck.of(canvas, CanvasMode.CHATFLOW);
                assertThat(CanvasDiff.between(canvas, canvas).nodesChanged()).as(what).isEmpty();
                CanvasDiff.between(Canvas.of(original), canvas);
                Links.of(json).forEach(link -> link.replace("77"));
                assertThat(Links.of(json)).as(what).allSatisfy(link -> assertThat(link.id()).isEqualTo("77"));
                assertThat(StoredCanvas.of(json).canvas().nodes()).as(what).hasSameSizeAs(canvas.nodes());
            } catch (IllegalCanvasException refused) {
                assertThat(refused.code()).as(what).isEqualTo("malformed");
            } catch (RuntimeException broken) {
                throw new AssertionError(what, broken);
            }
        }
    }

    /** Puts something strange in a random place below {@code nodes}; says what and where. */
    private static String mutate(ObjectNode canvas, Random random) {
        var at = canvas.get("nodes");
        var path = new ArrayList<String>();
        while (true) {
            var next = child(at, random);
            var strange = Json.tree(STRANGE.get(random.nextInt(STRANGE.size())));
            var stop = random.nextInt(6) == 0 || !next.value().isContainer() || next.value().isEmpty();
            path.add(next.key());
            if (stop && at instanceof ObjectNode object) {
                object.set(next.key(), strange);
            } else if (stop) {
                ((ArrayNode) at).set(Integer.parseInt(next.key()), strange);
            }
            if (stop) {
                return path + " = " + strange;
            }
            at = next.value();
        }
    }

    private record Child(String key, JsonNode value) {}

    private static Child child(JsonNode container, Random random) {
        var index = random.nextInt(container.size());
        if (container.isArray()) {
            return new Child(Integer.toString(index), container.get(index));
        }
        var entry = List.copyOf(container.properties()).get(index);
        return new Child(entry.getKey(), entry.getValue());
    }

    @Test
    void linksAreFoundInEveryPlaceThatNamesSomethingOutside() {
        var found = Links.of(Flows.canvas("support.json")).stream().map(link -> link.kind() + " " + link.nodeId() + " " + link.id()).toList();

        assertThat(found).containsExactlyInAnyOrder(
                "MODEL 110001 61010", "MODEL 110002 61010", "KNOWLEDGE 110003 7400000000000000001",
                "KNOWLEDGE 110003 7400000000000000002", "TOOL 110004 7500000000000000011",
                "PLUGIN 110004 7500000000000000010", "MODEL 110005 61010", "MODEL 110005 61011",
                "PLUGIN 110005 7500000000000000010", "TOOL 110005 7500000000000000011",
                "WORKFLOW 110005 7600000000000000020", "KNOWLEDGE 110005 7400000000000000003");
    }
}
