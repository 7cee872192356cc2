package dev.pankou.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pankou.egress.CancelSignal;
import dev.pankou.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OfflineModelTest {
    private static final ToolSpec WEATHER = new ToolSpec(
            "get_weather",
            "天气",
            Json.tree(
                    """
                    {"type":"object","required":["city","days"],
                     "properties":{"city":{"type":"string"},"days":{"type":"integer"},"unit":{"type":"string"}}}"""));
    private static final ToolSpec CLOCK = new ToolSpec("clock", "钟", Json.tree("{\"type\":\"object\"}"));

    private static List<ModelEvent> events(ModelRequest request) {
        var events = new ArrayList<ModelEvent>();
        try (var stream = new OfflineModel(request, new CancelSignal()).stream()) {
            for (var event = stream.next(); event != null; event = stream.next()) {
                events.add(event);
            }
        }
        return events;
    }

    private static String text(ModelRequest request) {
        var text = new StringBuilder();
        for (var event : events(request)) {
            if (event instanceof ModelEvent.Text piece) {
                text.append(piece.text());
            }
        }
        return text.toString();
    }

    private static ModelRequest ask(ModelMessage... messages) {
        return ModelRequest.of(ModelSpec.offline(), List.of(messages));
    }

    private static ModelRequest withTools(String question) {
        return new ModelRequest(
                ModelSpec.offline(),
                List.of(ModelMessage.User.of(question)),
                List.of(WEATHER, CLOCK),
                Sampling.DEFAULT,
                null);
    }

    @Test
    void greetsAndSaysWhatItIsInTheLanguageOfTheUser() {
        assertThat(text(ask(ModelMessage.User.of("Hello!")))).startsWith("Hello").contains("offline model");
        assertThat(text(ask(ModelMessage.User.of("你好")))).startsWith("你好").contains("离线模型");
    }

    @Test
    void repeatsTheQuestionInSmallPiecesThatKeepEmojiWhole() {
        var events = events(ask(ModelMessage.User.of("盘扣是什么 👨‍👩‍👧 knot?")));

        assertThat(events).hasSizeGreaterThan(5);
        assertThat(text(ask(ModelMessage.User.of("盘扣是什么 👨‍👩‍👧 knot?")))).contains("盘扣是什么 👨‍👩‍👧 knot?");
        for (var event : events) {
            if (event instanceof ModelEvent.Text piece) {
                assertThat(Character.isHighSurrogate(piece.text().charAt(piece.text().length() - 1)))
                        .isFalse();
            }
        }
        assertThat(((ModelEvent.Finished) events.getLast()).usage().estimated()).isTrue();
    }

    @Test
    void answersFromThePassagesThatFitBest() {
        var system = new ModelMessage.System(
                "rules\n<passages>\n[1] 茶: 绿茶要用八十度的水。\n[2] 咖啡: 咖啡豆要现磨。\n更多\n</passages>\nend");

        assertThat(text(ask(system, ModelMessage.User.of("咖啡豆怎么处理？"))))
                .contains("根据资料", "[2] 咖啡: 咖啡豆要现磨。 更多")
                .matches(text -> text.indexOf("[2]") < text.indexOf("[1]"));
    }

    @Test
    void callsTheToolsThatTheUserNames() {
        var events = events(withTools("get_weather city=上海 days=3, and the clock"));

        assertThat(events.getFirst())
                .isEqualTo(new ModelEvent.ToolCalls(List.of(
                        new ToolCall("call_offline_1", "get_weather", "{\"city\":\"上海\",\"days\":3}"),
                        new ToolCall("call_offline_2", "clock", "{}"))));
        assertThat(((ModelEvent.Finished) events.getLast()).reason()).isEqualTo(FinishReason.TOOL_CALLS);
    }

    @Test
    void takesArgumentsFromJsonAndMakesUpWhatIsRequired() {
        assertThat(events(withTools("get the weather {\"city\":\"巴黎\"}")).getFirst())
                .isEqualTo(new ModelEvent.ToolCalls(
                        List.of(new ToolCall("call_offline_1", "get_weather", "{\"city\":\"巴黎\",\"days\":1}"))));
        assertThat(events(withTools("nothing of the kind")).getFirst()).isInstanceOf(ModelEvent.Text.class);
    }

    @Test
    void quotesToolResultsAndDoesNotCallAgain() {
        var request = new ModelRequest(
                ModelSpec.offline(),
                List.of(
                        ModelMessage.User.of("clock"),
                        new ModelMessage.Assistant("", null, List.of(new ToolCall("c", "clock", "{}"))),
                        new ModelMessage.ToolResult("c", "12:00")),
                List.of(CLOCK),
                Sampling.DEFAULT,
                null);

        assertThat(text(request)).contains("12:00");
    }

    @Test
    void suggestsThreeQuestionsAsJson() {
        var system = new ModelMessage.System("You help.\nSuggest follow-up questions\nas a JSON array");

        var array = Json.tree(text(ask(system, ModelMessage.User.of("怎么做盘扣？"))));

        assertThat(array.isArray()).isTrue();
        assertThat(array.size()).isEqualTo(3);
        assertThat(array.get(0).asString()).contains("怎么做盘扣");
    }

    @Test
    void thinksAnswersInJsonAndStopsAtTheLimitWhenAsked() {
        var thinking = new Sampling(
                null, null, null, null, null, null, Sampling.ResponseFormat.JSON, Sampling.Thinking.ENABLED, false,
                false, null);
        var short5 = new Sampling(
                null, null, null, null, null, 5, Sampling.ResponseFormat.TEXT, null, false, false, null);
        var messages = List.<ModelMessage>of(ModelMessage.User.of("why \"quotes\"?"));

        var thoughtful = new ModelRequest(ModelSpec.offline(), messages, List.of(), thinking, null);
        assertThat(events(thoughtful).getFirst()).isInstanceOf(ModelEvent.Reasoning.class);
        assertThat(Json.tree(text(thoughtful)).path("answer").asString()).contains("why \"quotes\"?");

        var limited = new ModelRequest(ModelSpec.offline(), messages, List.of(), short5, null);
        assertThat(TokenEstimate.of(text(limited))).isEqualTo(5);
        assertThat(((ModelEvent.Finished) events(limited).getLast()).reason()).isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void stopsWhenCancelled() {
        var cancel = new CancelSignal();
        try (var stream = new OfflineModel(ask(ModelMessage.User.of("a long question")), cancel).stream()) {
            stream.next();
            cancel.cancel();

            assertThatThrownBy(stream::next).isInstanceOf(ModelException.class);
        }
    }
}
