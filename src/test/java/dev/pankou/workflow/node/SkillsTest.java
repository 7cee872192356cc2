package dev.pankou.workflow.node;

import static dev.pankou.workflow.node.Stage.literalParam;
import static dev.pankou.workflow.node.Stage.quoted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pankou.json.Json;
import dev.pankou.model.ContentPart;
import dev.pankou.model.FinishReason;
import dev.pankou.model.ModelEvent;
import dev.pankou.model.ModelMessage;
import dev.pankou.model.ToolCall;
import dev.pankou.model.Usage;
import dev.pankou.workflow.canvas.NodeType;
import dev.pankou.workflow.node.Outcome.Ask;
import dev.pankou.workflow.node.Outcome.Kind;
import dev.pankou.workflow.value.Values;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Plugins and knowledge bases: as nodes, and as skills of a model (WORKFLOW 8.3, 8.4, 8.6). */
final class SkillsTest {
    private static final ToolInfo FORECAST = new ToolInfo(
            "forecast",
            "says the weather",
            Json.tree("{\"type\":\"object\",\"properties\":{\"place\":{\"type\":\"string\"},\"key\":{\"type\":\"string\"}},\"required\":[\"place\",\"key\"]}"),
            false);

    private static final ModelEvent END = new ModelEvent.Finished(FinishReason.STOP, new Usage(1, 1, 0, 0, false), null);

    private static Stage plugin(String outputs) {
        return Stage.of(
                NodeType.PLUGIN,
                "{\"inputs\":{\"apiParam\":[" + literalParam("pluginID", "string", quoted("7")) + ","
                        + literalParam("apiID", "string", quoted("8")) + "," + literalParam("pluginName", "string", quoted("Weather"))
                        + "," + literalParam("apiName", "string", quoted("forecast")) + "],\"inputParameters\":["
                        + literalParam("place", "string", quoted("杭州")) + "]},\"outputs\":[" + outputs + "]}");
    }

    private static Stage llm(String skills) {
        return Stage.of(
                NodeType.LLM,
                "{\"inputs\":{\"llmParam\":[" + literalParam("prompt", "string", quoted("What now?"))
                        + "],\"inputParameters\":[],\"fcParam\":" + skills + "},\"outputs\":[{\"name\":\"output\",\"type\":\"string\"}]}");
    }

    @Test
    void aPluginNodeGivesTheFieldsOfTheResult() {
        var stage = plugin("{\"name\":\"temp\",\"type\":\"integer\"}").plugin(FORECAST, given -> new ToolReply.Done(Map.of("temp", 5L)));

        assertThat(stage.done().outputs()).isEqualTo(Map.of("temp", 5L));
        assertThat(stage.called).containsExactly("Weather/forecast {\"place\":\"杭州\"}");
    }

    @Test
    void aResultThatIsNoObjectIsTheOnlyOutput() {
        var one = plugin("{\"name\":\"text\",\"type\":\"string\"}").plugin(FORECAST, given -> new ToolReply.Done("dry"));
        var more = plugin("{\"name\":\"a\",\"type\":\"string\"},{\"name\":\"b\",\"type\":\"string\"}")
                .plugin(FORECAST, given -> new ToolReply.Done("dry"));

        assertThat(one.done().outputs()).isEqualTo(Map.of("text", "dry"));
        assertThat(more.done().outputs()).isEqualTo(Map.of("output", "dry"));
    }

    @Test
    void aToolOfTheClientIsAskedForAndItsOutputTaken() {
        var info = new ToolInfo("forecast", "", FORECAST.input(), true);

        var asked = plugin("{\"name\":\"temp\",\"type\":\"integer\"}").plugin(info, given -> new ToolReply.ClientSide("forecast")).play();
        var replied = plugin("{\"name\":\"temp\",\"type\":\"integer\"}")
                .plugin(info, given -> new ToolReply.ClientSide("forecast"))
                .round("", "{\"temp\":7}");

        assertThat(asked).isEqualTo(new Ask(
                Kind.CLIENT_PLUGIN, "{\"name\":\"forecast\",\"arguments\":{\"place\":\"杭州\"}}", List.of(), null, ""));
        assertThat(replied.done().outputs()).isEqualTo(Map.of("temp", 7L));
    }

    @Test
    void aUserWhoHasToAuthoriseIsAskedThreeTimes() {
        var url = "https://example.com/allow";
        var asked = plugin("").plugin(FORECAST, given -> new ToolReply.NeedsAuthorization(url));
        var twice = plugin("").plugin(FORECAST, given -> new ToolReply.NeedsAuthorization(url)).round(url, "x").round(url, "x");
        var thrice = plugin("").plugin(FORECAST, given -> new ToolReply.NeedsAuthorization(url)).round(url, "x").round(url, "x").round(url, "x");
        var allowed = plugin("").plugin(FORECAST, given -> new ToolReply.Done(Map.of("a", 1L))).round(url, "done");

        assertThat(asked.play()).isEqualTo(new Ask(Kind.OAUTH, url, List.of(), null, ""));
        assertThat(twice.play()).isInstanceOf(Ask.class);
        assertThatThrownBy(thrice::play).isInstanceOf(NodeException.class).hasMessageContaining("authorization required: " + url);
        assertThat(allowed.done().outputs()).isEqualTo(Map.of("a", 1L));
    }

    @Test
    void aModelCallsPluginsWithoutTheHiddenParameters() {
        var stage = llm("{\"pluginFCParam\":{\"pluginList\":[{\"plugin_id\":\"7\",\"api_id\":\"8\",\"api_name\":\"forecast\",\"fc_setting\":"
                        + "{\"request_params\":[{\"name\":\"key\",\"local_disable\":true,\"local_default\":\"k1\"}],"
                        + "\"response_params\":[{\"name\":\"trace\",\"local_disable\":true}]}},"
                        + "{\"plugin_id\":\"7\",\"api_id\":\"9\",\"api_name\":\"gone\"}]}}")
                .plugin(FORECAST, given -> new ToolReply.Done(new java.util.TreeMap<>(Map.of("dry", true, "trace", "x"))))
                .answer(new ModelEvent.ToolCalls(List.of(
                        new ToolCall("a", "forecast", "{\"place\":\"山\"}"), new ToolCall("b", "none", "{}"))), END)
                .answer("It is dry.");

        assertThat(stage.done().outputs()).containsEntry("output", "It is dry.");

        assertThat(stage.called).containsExactly("7/forecast {\"key\":\"k1\",\"place\":\"山\"}");
        var tool = stage.asked.getFirst().tools().getFirst();
        assertThat(tool.name()).isEqualTo("forecast");
        assertThat(tool.parameters()).isEqualTo(Json.tree(
                "{\"type\":\"object\",\"properties\":{\"place\":{\"type\":\"string\"}},\"required\":[\"place\"]}"));
        assertThat(stage.asked.getLast().messages()).endsWith(
                new ModelMessage.ToolResult("a", "{\"dry\":true}"), new ModelMessage.ToolResult("b", "error: there is no tool none"));
        assertThat(stage.warnings).hasSize(1);
        assertThat(stage.warnings.getFirst()).contains("7/gone");
    }

    @Test
    void whatKnowledgeBasesSayStandsBeforeThePrompt() {
        var stage = llm("{\"knowledgeFCParam\":{\"knowledgeList\":[{\"id\":\"5\",\"name\":\"huts\"}],\"global_setting\":{\"search_mode\":1,\"top_k\":2,\"min_score\":0.3}}}")
                .knowledge(asked -> Map.of("outputList", List.of(Map.of("output", "Open in May.", "documentId", "1"), Map.of("output", "Ten beds."))))
                .answer("May.");

        stage.play();

        assertThat(stage.called).containsExactly(
                "KNOWLEDGE {\"Query\":\"What now?\",\"datasetList\":[\"5\"],\"minScore\":0.3,\"strategy\":1,\"topK\":2,\"useRerank\":null}");
        assertThat(stage.asked.getFirst().messages()).containsExactly(new ModelMessage.User(List.of(
                new ContentPart.Text("recall slice 1: Open in May.\nrecall slice 2: Ten beds.\n\n"), new ContentPart.Text("What now?"))));
    }

    @Test
    void aModelPicksAmongSeveralKnowledgeBases() {
        var skills = "{\"knowledgeFCParam\":{\"knowledgeList\":[{\"id\":\"5\",\"name\":\"huts\"},{\"id\":\"6\",\"name\":\"trains\"}],"
                + "\"global_setting\":{\"no_recall_reply_mode\":1,\"no_recall_reply_customize_prompt\":\"Say so.\"}}}";
        var one = llm(skills).knowledge(asked -> Map.of("outputList", List.of(Map.of("output", "x")))).answer("6").answer("A");
        var none = llm(skills).answer("0").answer("B");
        var unclear = llm(skills).knowledge(asked -> Map.of("outputList", List.of())).answer("I do not know").answer("C");

        one.play();
        none.play();
        unclear.play();

        assertThat(one.called).singleElement().asString().contains("\"datasetList\":[\"6\"]");
        assertThat(none.called).isEmpty();
        assertThat(none.asked.getLast().messages().getLast()).isEqualTo(new ModelMessage.User(List.of(
                new ContentPart.Text("Nothing was found in the knowledge bases. Say so.\n\n"), new ContentPart.Text("What now?"))));
        assertThat(unclear.called).singleElement().asString().contains("\"datasetList\":[\"5\",\"6\"]");
    }

    @Test
    void aKnowledgeNodeHandsItsSettingsOn() {
        var data = "{\"inputs\":{\"datasetParam\":[{\"name\":\"datasetList\",\"input\":{\"type\":\"list\",\"schema\":{\"type\":\"string\"},\"value\":{\"type\":\"literal\",\"content\":[\"5\"]}}},"
                + literalParam("topK", "integer", "3") + "],\"inputParameters\":[" + literalParam("Query", "string", quoted("山")) + "]},"
                + "\"outputs\":[{\"name\":\"outputList\",\"type\":\"list\",\"schema\":{\"type\":\"object\",\"schema\":[{\"name\":\"output\",\"type\":\"string\"}]}}]}";
        var found = List.of(Map.of("output", "x", "documentId", "1"));
        var stage = Stage.of(NodeType.KNOWLEDGE, data).knowledge(asked -> Map.of("outputList", found));

        assertThat(stage.done().outputs()).isEqualTo(Map.of("outputList", found));
        assertThat(stage.called).containsExactly("KNOWLEDGE {\"Query\":\"山\",\"datasetList\":[\"5\"],\"topK\":3}");
        assertThat(Values.json(stage.done().outputs())).contains("documentId");
    }
}
