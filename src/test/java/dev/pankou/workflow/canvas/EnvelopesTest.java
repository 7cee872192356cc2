package dev.pankou.workflow.canvas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.pankou.json.Json;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class EnvelopesTest {
    private static final CanvasExport.Source SOURCE =
            new CanvasExport.Source("7001", "9", CanvasMode.CHATFLOW, "www.coze.cn");

    @ParameterizedTest
    @ValueSource(strings = {"text.json", "selector.json", "loop.json", "batch.json", "chatflow.json"})
    void keepsEveryKeyOfACanvasButTheEditorsOwn(String file) {
        var wanted = withoutTemp(Fixtures.json(file));

        assertThat(Envelopes.open(Fixtures.text(file)).canvas()).isEqualTo(wanted);
        assertThat(Envelopes.open(Fixtures.utf8("\uFEFF" + Fixtures.text(file))).canvas()).isEqualTo(wanted);
        assertThat(Envelopes.open(Json.text(Json.text(Fixtures.text(file)))).canvas()).isEqualTo(wanted);
    }

    @Test
    void doesNotChangeTheTreeItIsGiven() {
        var given = Fixtures.json("text.json");

        var opened = Envelopes.open(given);

        assertThat(given).isEqualTo(Fixtures.json("text.json"));
        assertThat(opened.canvas().path("nodes").path(0).has("_temp")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text.json", "selector.json", "loop.json", "batch.json", "chatflow.json"})
    void opensAnExportFileOfItsOwnAsTheSameCanvas(String file) {
        var canvas = Canvas.of(Envelopes.open(Fixtures.text(file)).canvas());

        var opened = Envelopes.open(CanvasExport.file(canvas, SOURCE).toString());

        assertThat(opened.canvas().get("nodes")).isEqualTo(canvas.json().get("nodes"));
        assertThat(opened.canvas().get("edges")).isEqualTo(canvas.json().get("edges"));
        assertThat(opened.canvas().has("versions")).isFalse();
        assertThat(opened.mode()).isEqualTo(CanvasMode.CHATFLOW);
        assertThat(opened.sourceId()).isEqualTo("7001");
    }

    @Test
    void opensAClipboardOfTheChosenNodesAndTheEdgesAmongThem() {
        var canvas = Canvas.of(Fixtures.json("selector.json"));

        var clipboard = CanvasExport.clipboard(canvas, Set.of("100001", "301", "302", "303", "none"), SOURCE);
        var opened = Canvas.of(Envelopes.open(clipboard).canvas());

        assertThat(clipboard.path("bounds").path("width").asInt()).isEqualTo(360);
        assertThat(clipboard.path("json").path("nodes").path(0).path("_temp").has("bounds")).isTrue();
        assertThat(opened.nodes()).extracting(CanvasNode::id).containsExactly("301", "302", "303");
        assertThat(opened.edges()).extracting(CanvasEdge::sourcePort).containsExactly("default", "branch_error", "");
    }

    @Test
    void dropsEditorDataInBlocksToo() {
        var opened = Envelopes.open(Fixtures.text("loop.json"));

        assertThat(opened.canvas().toString()).doesNotContain("_temp");
    }

    @Test
    void opensTheZipOfTheHostedProduct() {
        var files = new LinkedHashMap<String, byte[]>();
        files.put("W/MANIFEST.yml", Fixtures.utf8(Fixtures.text("manifest.yml")));
        files.put("W/workflow/helper-draft.yaml", Fixtures.utf8(Fixtures.text("sub.yaml")));
        files.put("W/workflow/天气-draft.yaml", Fixtures.utf8(Fixtures.text("main.yaml")));
        files.put("W/icon.png", new byte[] {1, 2, 3});

        var opened = Envelopes.open(Fixtures.zip(files));

        assertThat(opened.name()).isEqualTo("weather_main");
        assertThat(opened.description()).isEqualTo("查天气");
        assertThat(opened.mode()).isEqualTo(CanvasMode.WORKFLOW);
        assertThat(opened.subWorkflows()).singleElement().satisfies(sub -> {
            assertThat(sub.sourceId()).isEqualTo("7002");
            assertThat(sub.mode()).isEqualTo(CanvasMode.CHATFLOW);
        });
        assertThat(opened.notes()).extracting(Opened.Note::en).containsExactlyInAnyOrder(
                "the ZIP lists the sub-workflow \"lost\" (7003), but does not hold it",
                "the type \"mystery_name\" is not known; by its title it was taken for Output",
                "the value type \"image\" was taken for string");
        assertThat(CanvasCheck.of(Canvas.of(opened.canvas()), CanvasMode.WORKFLOW)).isEmpty();
    }

    @Test
    void translatesYamlIntoTheLongForm() {
        var canvas = Envelopes.open(Fixtures.zip(Map.of("main.yaml", Fixtures.utf8(Fixtures.text("main.yaml"))))).canvas();

        assertThat(Fixtures.node(canvas, "100001").path("data").path("outputs").toString())
                .isEqualTo("[{\"name\":\"city\",\"type\":\"string\",\"required\":true},{\"name\":\"days\",\"type\":\"list\","
                        + "\"schema\":{\"type\":\"object\",\"schema\":[{\"name\":\"n\",\"type\":\"integer\"}]}}]");
        assertThat(Fixtures.node(canvas, "100001").path("meta").toString()).isEqualTo("{\"position\":{\"x\":0,\"y\":-10.5}}");
        var llm = Fixtures.inputs(canvas, "200");
        assertThat(llm.path("inputParameters").toString())
                .isEqualTo("[{\"name\":\"city\",\"input\":{\"type\":\"string\",\"value\":{\"type\":\"ref\",\"content\":"
                        + "{\"source\":\"block-output\",\"blockID\":\"100001\",\"name\":\"city\"}}}}]");
        assertThat(Settings.param(llm.path("llmParam"), "modleName").asString()).isEqualTo("豆包");
        assertThat(Settings.param(llm.path("llmParam"), "prompt").asString()).isEqualTo("{{city}}");
        assertThat(llm.path("x_setting").toString()).isEqualTo("[1,null]");
        var loop = Fixtures.node(canvas, "300");
        assertThat(loop.path("data").path("inputs").path("loopCount").toString())
                .isEqualTo("{\"type\":\"integer\",\"value\":{\"type\":\"literal\",\"content\":\"2\"}}");
        assertThat(loop.path("data").path("outputs").toString())
                .isEqualTo("[{\"name\":\"texts\",\"input\":{\"type\":\"list\",\"schema\":{\"type\":\"string\"},\"value\":{"
                        + "\"type\":\"ref\",\"content\":{\"source\":\"block-output\",\"blockID\":\"301\",\"name\":\"output\"}}}}]");
        assertThat(loop.path("edges").path(1).path("targetPortID").asString()).isEqualTo("loop-function-inline-input");
        assertThat(Fixtures.inputs(canvas, "400").path("content").path("value").path("content").asString()).isEqualTo("{{a}}");
        assertThat(canvas.path("edges").path(3).path("x_edge").asInt()).isOne();
        assertThat(canvas.path("x_future").asString()).isEqualTo("kept");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "nodes: []", "{\"nodes\":[]} x", "\"\\\"{\\\"\""})
    void refusesWhatIsNoJson(String text) {
        assertRefused("not_json", () -> Envelopes.open(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "1", "{}", "{\"nodes\":{}}", "{\"type\":\"coze-workflow-export-data\"}"})
    void refusesWhatIsNoCanvas(String text) {
        assertRefused("not_a_canvas", () -> Envelopes.open(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"nodes\":[null]}", "{\"nodes\":[],\"edges\":[1]}", "{\"nodes\":[],\"edges\":\"x\"}",
        "{\"nodes\":[{\"blocks\":[[]]}]}"
    })
    void refusesNodesAndEdgesThatAreNoObjects(String text) {
        assertRefused("malformed", () -> Envelopes.open(text));
    }

    @Test
    void refusesWhatIsNestedTooDeep() {
        assertRefused("too_deep", () -> Envelopes.open("[".repeat(10_000)));
        assertRefused("too_deep", () -> Envelopes.open("{\"nodes\":[],\"a\":" + "[".repeat(250) + "]".repeat(250) + "}"));
        JsonNode deep = Json.object();
        for (var i = 0; i < 10_000; i++) {
            deep = Json.object().set("a", deep);
        }
        var canvas = Fixtures.json("text.json").set("deep", deep);
        assertRefused("too_deep", () -> Envelopes.open(canvas));
        assertRefused("too_deep", () -> yaml("nodes: " + "[".repeat(10_000)));
        assertRefused("too_deep", () -> yaml("a: &a [*a]\nnodes: *a"));
    }

    @Test
    void refusesTooManyNodesAndEdges() {
        var nodes = "{\"nodes\":[" + "{},".repeat(99_999) + "{}]}";
        var edges = "{\"nodes\":[],\"edges\":[" + "{},".repeat(50_000) + "{}]}";

        assertRefused("too_many_nodes", () -> Envelopes.open(nodes));
        assertRefused("too_many_nodes", () -> Envelopes.open(edges));
    }

    @Test
    void refusesAZipBomb() {
        var half = new byte[11 << 20];
        var bomb = Fixtures.zip(new LinkedHashMap<>(Map.of("a.yaml", half, "b.bin", half)));
        var many = new LinkedHashMap<String, byte[]>();
        for (var i = 0; i < 101; i++) {
            many.put(i + ".yaml", new byte[0]);
        }

        assertThat(bomb.length).isLessThan(100_000);
        assertRefused("too_large", () -> Envelopes.open(bomb));
        assertRefused("too_many_files", () -> Envelopes.open(Fixtures.zip(many)));
        assertRefused("too_large", () -> Envelopes.open(new byte[(20 << 20) + 1]));
    }

    @Test
    void refusesYamlOfManyValues() {
        assertRefused("too_large", () -> yaml("-\n".repeat(600_000)));
    }

    @Test
    void refusesABrokenZip() {
        var zip = Fixtures.zip(Map.of("a.yaml", Fixtures.utf8(Fixtures.text("main.yaml"))));
        var cut = Arrays.copyOf(zip, zip.length / 2);

        assertRefused("broken_zip", () -> Envelopes.open(cut));
        assertRefused("not_a_canvas", () -> Envelopes.open(Fixtures.zip(Map.of("a.txt", new byte[0]))));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "nodes: [", "a: !!java.net.URL [http://x]", "a: 1\na: 2", "nodes: {[1]: 2}", "\u0001"
    })
    void refusesYamlThatIsBrokenOrMoreThanData(String yaml) {
        assertRefused("broken_yaml", () -> yaml(yaml));
    }

    @Test
    void refusesYamlThatGrowsByAliases() {
        var laughs = new StringBuilder("a0: &a0 [x, x]\n");
        for (var i = 1; i < 40; i++) {
            laughs.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
        }

        assertRefused("broken_yaml", () -> yaml(laughs.toString()));
        assertRefused("too_large", () -> yaml(laughs.substring(0, laughs.indexOf("a25:"))));
    }

    private static Opened yaml(String text) {
        return Envelopes.open(Fixtures.zip(Map.of("a.yaml", Fixtures.utf8(text))));
    }

    private static void assertRefused(String code, ThrowingCallable opening) {
        assertThatThrownBy(opening)
                .asInstanceOf(type(IllegalCanvasException.class))
                .satisfies(refused -> {
                    assertThat(refused.code()).isEqualTo(code);
                    assertThat(refused.en()).isNotBlank();
                    assertThat(refused.zh()).isNotBlank();
                });
    }

    private static ObjectNode withoutTemp(ObjectNode canvas) {
        for (var node : canvas.path("nodes")) {
            ((ObjectNode) node).remove("_temp");
            for (var child : node.path("blocks")) {
                ((ObjectNode) child).remove("_temp");
            }
        }
        return canvas;
    }
}
