package dev.pankou.workflow.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pankou.workflow.value.ValueTemplate.Index;
import dev.pankou.workflow.value.ValueTemplate.Key;
import dev.pankou.workflow.value.ValueTemplate.Literal;
import dev.pankou.workflow.value.ValueTemplate.Placeholder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
final class ValueTemplateTest {
    private static final Map<String, @Nullable Object> VALUES = values("""
            {"name":"上海 🌏","trick":"{{name}}","n":10,"whole":3.0,"real":0.5,"yes":true,"none":null,"empty":"",
             "a":{"b":"deep","z":1,"none":null},"list":["x",{"y":1,"x":2},null,[7,8]],"obj":{"arr":[[1,2],[3,4]]},"a b":"space"}
            """);

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "Hi {{name}}!~Hi 上海 🌏!",
                "{{ name }}|{{name }}|{{  name}}~上海 🌏|上海 🌏|上海 🌏",
                "{{name}}{{n}}~上海 🌏10",
                "{{a.b}}~deep",
                "{{list[0]}}~x",
                "{{list[1].y}}~1",
                "{{list[3][1]}}~8",
                "{{obj.arr[1][0]}}~3",
                "{{a b}}~space",
                "{{n}} {{whole}} {{real}}~10 3 0.5",
                "{{yes}}~true",
                "[{{none}}{{empty}}{{a.none}}{{list[2]}}]~[]",
                "{{list}}~[\"x\",{\"x\":2,\"y\":1},null,[7,8]]",
                "{{a}}~{\"b\":\"deep\",\"none\":null,\"z\":1}",
                "{{trick}}~{{name}}",
                "{{{{name}}}}~{{上海 🌏}}",
                "{{{name}}}~{上海 🌏}",
                "{{x {{name}}~{{x 上海 🌏"
            })
    void putsValuesIn(String template, String expected) {
        assertThat(ValueTemplate.parse(template).render(VALUES)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "plain", "{name}", "{{unknown}}", "{{ unknown }}", "{{a.unknown}}", "{{name.x}}", "{{none.x}}",
                "{{a.none.x}}", "{{list.x}}", "{{unknown[0]}}", "{{name[0]}}", "{{a[0]}}", "{{}}", "{{ }}", "{{a..b}}",
                "{{.a}}", "{{a.}}", "{{list[}}", "{{list]}}", "{{list[]}}", "{{list[-1]}}", "{{list[x]}}", "{{list[0}}",
                "{{list[0]x}}", "{{list[ 0 ]}}", "{{[0]}}", "{{list[٣]}}", "{{list[1234567890123456789]}}", "{{a[\"b\"]}}",
                "{{name", "{{name}", "{{na}me}}", "}}name{{", "{{name|upper}}", "{{1+1}}", "${name}", "{%if name%}"
            })
    void printsAsWrittenWhatIsNotFoundOrNoPath(String template) {
        assertThat(ValueTemplate.parse(template).render(VALUES)).isEqualTo(template);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{{list[4]}} | 720712014 | array index out of bounds: array list, index 4, length 4",
                "{{list[99999999999]}} | 720712014 | array index out of bounds: array list, index 99999999999, length 4",
                "{{obj.arr[1][2]}} | 720712014 | array index out of bounds: array obj.arr[1], index 2, length 2",
                "{{none[0]}} | 777777774 | index 0 into none, which is null",
                "{{a.none[1]}} | 777777774 | index 1 into a.none, which is null",
                "{{list[2][0]}} | 777777774 | index 0 into list[2], which is null"
            })
    void failsForAnIndexThatCannotBe(String template, int code, String message) {
        assertThatThrownBy(() -> ValueTemplate.parse(template).render(VALUES))
                .isInstanceOfSatisfying(ValueException.class, failed -> assertThat(failed.code()).isEqualTo(code))
                .hasMessage(message);
    }

    @Test
    void printsNothingForVariablesOfSkippedNodes() {
        var template = ValueTemplate.parse("[{{gone}}{{gone.x}}{{gone[3]}}{{name}}{{none[0]}}]");

        assertThat(template.render(VALUES, Set.of("gone", "none"))).isEqualTo("[上海 🌏]");
    }

    @Test
    void joinsListsWhereToldTo() {
        var template = ValueTemplate.parse("<{{list}}> <{{obj.arr[0]}}> <{{a}}> <{{name}}>");

        assertThat(template.renderJoining(VALUES, Set.of(), ", "))
                .isEqualTo("<x, {\"x\":2,\"y\":1}, , [7,8]> <1, 2> <{\"b\":\"deep\",\"none\":null,\"z\":1}> <上海 🌏>");
    }

    @Test
    void readsKeysInQuotesInHttpTemplatesOnly() {
        var values = values("""
                {"block_output_123":{"body":{"items":[{"id":"x"}]}},"global_variable_app":{"my key]":{"sub":"v"}}}
                """);
        var text = "{{block_output_123.body.items[0].id}}/{{global_variable_app[\"my key]\"].sub}}/{{global_variable_app[\"\"]}}";

        assertThat(ValueTemplate.parseHttp(text).render(values)).isEqualTo("x/v/{{global_variable_app[\"\"]}}");
        assertThat(ValueTemplate.parse(text).roots()).containsExactly("block_output_123");
        assertThat(ValueTemplate.parseHttp(text).roots())
                .containsExactlyInAnyOrder("block_output_123", "global_variable_app");
        assertThat(ValueTemplate.parseHttp("{{a[\"b}}").render(values)).isEqualTo("{{a[\"b}}");
    }

    @Test
    void showsItsPiecesInOrderForStreams() {
        var template = ValueTemplate.parse("Answer: {{ output }}, {{list[1].x}}{{bad[}}");

        assertThat(template.segments())
                .containsExactly(
                        new Literal("Answer: "),
                        new Placeholder("{{ output }}", "output", List.of()),
                        new Literal(", "),
                        new Placeholder("{{list[1].x}}", "list", List.of(new Index(1), new Key("x"))),
                        new Literal("{{bad[}}"));
        assertThat(template.roots()).containsExactlyInAnyOrder("output", "list");
        assertThat(template.isLiteral()).isFalse();
        assertThat(ValueTemplate.parse("{{bad[}}").isLiteral()).isTrue();
        assertThat(((Placeholder) template.segments().get(1)).isWhole()).isTrue();
        assertThat(((Placeholder) template.segments().get(3)).text(VALUES, Set.of())).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{{", "}", "{{a", "{{a}", "{{a[", "{{a[0]", "{{a.", "[", "x"})
    void readsHostileTemplatesInTime(String piece) {
        var text = piece.repeat((1 << 20) / piece.length());

        assertThat(ValueTemplate.parseHttp(text).render(Map.of())).isEqualTo(text);
        assertThat(ValueTemplate.parseHttp("{{" + text.replace("{", "") + "}}").render(Map.of()))
                .isEqualTo("{{" + text.replace("{", "") + "}}");
    }

    @Test
    void refusesToGrowWithoutEnd() {
        var template = ValueTemplate.parse("{{a}}".repeat(21));

        assertThatThrownBy(() -> template.render(Map.of("a", "x".repeat(1 << 20))))
                .hasMessage("a rendered text is longer than 20971520 characters");
    }

    @SuppressWarnings("unchecked") // the texts above are objects
    private static Map<String, @Nullable Object> values(String json) {
        return (Map<String, @Nullable Object>) Values.parse(json);
    }
}
