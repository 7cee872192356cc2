package dev.pankou.workflow.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pankou.json.Json;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
final class ValuesTest {
    static final List<Arguments> READ = List.of(
            Arguments.of("null", null),
            Arguments.of(" true ", true),
            Arguments.of("\"a\\n天\"", "a\n天"),
            Arguments.of("7", 7L),
            Arguments.of("-9223372036854775808", Long.MIN_VALUE),
            Arguments.of("9223372036854775808", 0x1p63),
            Arguments.of("7.0", 7.0),
            Arguments.of("1e2", 100.0),
            Arguments.of("-0.0", 0.0),
            Arguments.of("-0", 0L),
            Arguments.of("[]", List.of()),
            Arguments.of("[1,null,[\"x\"]]", Arrays.asList(1L, null, List.of("x"))),
            Arguments.of("{\"a\":1,\"a\":2}", Map.of("a", 2L)),
            Arguments.of("\"\\u0000\\ud800\"", "\uFFFD\uFFFD"),
            Arguments.of("{\"\\u0000\":1}", Map.of("\uFFFD", 1L)));

    static final List<Arguments> PRINTED = List.of(
            Arguments.of(null, ""),
            Arguments.of("{{a}} \"", "{{a}} \""),
            Arguments.of(10L, "10"),
            Arguments.of(3.0, "3"),
            Arguments.of(1e300, "1" + "0".repeat(300)),
            Arguments.of(1.25e-5, "0.0000125"),
            Arguments.of(-0.0, "0"),
            Arguments.of(true, "true"),
            Arguments.of(Arrays.asList("b", null, 1.50), "[\"b\",null,1.5]"),
            Arguments.of(ordered("b", ordered("d", 1L, "c", 2L), "a", List.of()), "{\"a\":[],\"b\":{\"c\":2,\"d\":1}}"));

    static final List<Arguments> EQUAL = List.of(
            Arguments.of(null, null, true),
            Arguments.of(null, 0L, false),
            Arguments.of("", null, false),
            Arguments.of(1L, 1.0, true),
            Arguments.of(1.5, 1L, false),
            Arguments.of(1L, "1", false),
            Arguments.of(true, "true", false),
            Arguments.of(Long.MAX_VALUE, Long.MAX_VALUE - 1, false),
            Arguments.of(List.of(1L, 2.0), List.of(1.0, 2L), true),
            Arguments.of(List.of(1L), List.of(1L, 2L), false),
            Arguments.of(ordered("a", 1L, "b", null), ordered("b", null, "a", 1.0), true),
            Arguments.of(ordered("a", null), ordered("b", null), false),
            Arguments.of(List.of(), Map.of(), false));

    @ParameterizedTest
    @FieldSource("READ")
    void readsJson(String text, @Nullable Object expected) {
        assertThat(Values.parse(text)).isEqualTo(expected);
        assertThat(Values.of(Json.tree(text))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "nul", "{", "[1,]", "{'a':1}", "1 2", "[] x", "NaN", "1e999", "-Infinity", "01", "\"a"})
    void refusesWhatIsNotOneJsonValue(String text) {
        assertThatThrownBy(() -> Values.parse(text))
                .isInstanceOfSatisfying(ValueException.class, refused -> assertThat(refused.code()).isEqualTo(720701011))
                .hasMessageStartingWith("not JSON: ")
                .hasMessageNotContaining("Source");
    }

    @Test
    void refusesHostileJson() {
        for (var text : List.of(
                "[".repeat(10_000) + "]".repeat(10_000), "{\"a\":".repeat(10_000), "9".repeat(1 << 20), "[".repeat(1 << 20))) {
            assertThatThrownBy(() -> Values.parse(text)).isInstanceOf(ValueException.class);
        }
        assertThat(Values.parse("\"" + "x".repeat(1 << 20) + "\"")).isEqualTo("x".repeat(1 << 20));
    }

    @Test
    void writesCompactJsonInTheOrderOfKeys() {
        assertThat(Values.json(ordered("b", 1e21, "a", Arrays.asList(null, true, "天\n\u0001"))))
                .isEqualTo("{\"b\":1000000000000000000000,\"a\":[null,true,\"天\\n\\u0001\"]}");
    }

    @Test
    void refusesToWriteOrCompareWithoutEnd() {
        Object one = "x";
        Object other = "x";
        for (var level = 0; level < 10_000; level++) {
            one = List.of(one);
            other = List.of(other);
        }
        var left = one;
        var right = other;

        assertThatThrownBy(() -> Values.json(left)).hasMessage("a value is nested deeper than 500 levels");
        assertThatThrownBy(() -> Values.equal(left, right)).hasMessage("a value is nested deeper than 500 levels");
    }

    @ParameterizedTest
    @FieldSource("PRINTED")
    void printsAsTemplatesDo(@Nullable Object value, String expected) {
        assertThat(Values.text(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @FieldSource("EQUAL")
    void comparesDeeplyAndNumbersAsFloats(@Nullable Object left, @Nullable Object right, boolean expected) {
        assertThat(Values.equal(left, right)).isEqualTo(expected);
        assertThat(Values.equal(right, left)).isEqualTo(expected);
    }

    @Test
    void knowsWhatIsEmpty() {
        assertThat(Arrays.asList(null, "", "None", List.of(), Map.of(), 0L, 0.0, false)).allMatch(Values::isEmpty);
        assertThat(List.of(" ", "none", "0", List.of(""), Map.of("a", ""), 1L, 0.1, true)).noneMatch(Values::isEmpty);
    }

    private static Map<String, @Nullable Object> ordered(@Nullable Object... pairs) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (var i = 0; i < pairs.length; i += 2) {
            map.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return map;
    }
}
