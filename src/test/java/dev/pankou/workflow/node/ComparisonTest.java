package dev.pankou.workflow.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pankou.workflow.value.Values;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of WORKFLOW 8.8, a line a case: operator, left and right as JSON (absent is null), what comes out. */
final class ComparisonTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", value = {
        "1 | \"a\" | \"a\" | true", "1 | \"a\" | \"A\" | false", "1 | \"\" | \"\" | true",
        "1 | 5 | 5 | true", "1 | 5 | 5.0 | true", "1 | 5.5 | 5 | false", "1 | 9007199254740993 | 9007199254740992 | false",
        "1 | true | true | true", "1 | true | false | false",
        "1 | - | - | true", "1 | - | \"\" | false", "1 | 0 | - | false",
        "2 | \"a\" | \"b\" | true", "2 | 1 | 1.0 | false", "2 | - | - | false", "2 | - | 0 | true",
        "3 | \"中文🎉\" | 2 | true", "3 | \"中文🎉\" | 3 | false", "3 | [1,2] | 1 | true", "3 | - | 0 | false", "3 | - | -1 | true",
        "3 | \"a\" | - | true", "3 | - | - | false", "3 | \"ab\" | 1.5 | true",
        "4 | \"中文🎉\" | 3 | true", "4 | - | 0 | true", "4 | [] | 1 | false",
        "5 | \"中文🎉\" | 4 | true", "5 | \"中文🎉\" | 3 | false", "5 | - | 1 | true",
        "6 | \"中文🎉\" | 3 | true", "6 | [1] | 0 | false", "6 | - | 0 | true",
        "7 | \"你好吗\" | \"好\" | true", "7 | \"abc\" | \"\" | true", "7 | \"abc\" | \"d\" | false", "7 | \"abc\" | - | false",
        "7 | [1,2] | 2.0 | true", "7 | [\"a\"] | \"b\" | false", "7 | [{\"a\":1}] | {\"a\":1.0} | true", "7 | [null] | - | true",
        "7 | {\"k\":null} | \"k\" | true", "7 | {\"k\":1} | \"x\" | false", "7 | {\"k\":1} | - | false", "7 | - | \"a\" | false",
        "8 | \"abc\" | \"d\" | true", "8 | \"abc\" | \"a\" | false", "8 | [1] | 2 | true", "8 | {} | \"k\" | true",
        "8 | - | \"a\" | false", "8 | \"abc\" | - | true",
        "9 | - | - | true", "9 | \"\" | - | true", "9 | \"None\" | - | true", "9 | [] | - | true", "9 | {} | - | true",
        "9 | 0 | - | true", "9 | 0.0 | - | true", "9 | false | - | true", "9 | \" \" | - | false", "9 | [null] | - | false",
        "10 | - | - | false", "10 | \"x\" | - | true", "10 | 0 | - | false", "10 | true | - | true",
        "11 | true | - | true", "11 | false | - | false", "11 | - | - | false",
        "12 | true | - | false", "12 | false | - | true", "12 | - | - | true",
        "13 | 2 | 1 | true", "13 | 1 | 1.0 | false", "13 | 1.5 | 1 | true", "13 | - | -5 | false", "13 | -5 | - | true",
        "13 | - | - | false", "13 | 9007199254740993 | 9007199254740992 | true",
        "14 | 1 | 1.0 | true", "14 | - | 0 | false", "14 | - | - | true", "14 | 0 | - | true",
        "15 | 1 | 1.5 | true", "15 | - | -5 | true", "15 | -5 | - | false", "15 | - | - | false",
        "16 | 1 | 1 | true", "16 | - | - | true", "16 | 2 | 1.9 | false", "16 | 1 | - | false"
    })
    void holdsAsTheTableSays(String operator, @Nullable String left, @Nullable String right, boolean expected) {
        var comparison = Comparison.of(operator);

        assertThat(comparison).isNotNull();
        assertThat(comparison.holds(value(left), value(right))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", value = {
        "1 | \"5\" | 5 | operator 1 (equal) cannot compare string with integer",
        "1 | true | \"true\" | operator 1 (equal) cannot compare boolean with string",
        "1 | [] | [] | operator 1 (equal) cannot compare list with list",
        "2 | {} | {} | operator 2 (not equal) cannot compare object with object",
        "3 | 5 | 1 | operator 3 (longer) cannot compare integer with integer",
        "4 | {} | 1 | operator 4 (longer or same) cannot compare object with integer",
        "5 | \"a\" | \"1\" | operator 5 (shorter) cannot compare string with string",
        "7 | \"a5\" | 5 | operator 7 (contains) cannot compare string with integer",
        "7 | {} | 5 | operator 7 (contains) cannot compare object with integer",
        "8 | 5 | 5 | operator 8 (not contains) cannot compare integer with integer",
        "11 | \"true\" | - | operator 11 (true) cannot compare string",
        "12 | 0.5 | - | operator 12 (false) cannot compare float",
        "13 | \"2\" | 1 | operator 13 (greater) cannot compare string with integer",
        "16 | 1 | true | operator 16 (less or equal) cannot compare integer with boolean"
    })
    void failsOnTypesThatTheOperatorDoesNotKnow(
            String operator, @Nullable String left, @Nullable String right, String message) {
        var comparison = Comparison.of(operator);

        assertThat(comparison).isNotNull();
        assertThatThrownBy(() -> comparison.holds(value(left), value(right)))
                .isInstanceOfSatisfying(NodeException.class, failed -> {
                    assertThat(failed.code()).isEqualTo(NodeException.EXECUTION);
                    assertThat(failed.text()).isEqualTo(message);
                });
    }

    private static @Nullable Object value(@Nullable String json) {
        return json == null ? null : Values.parse(json);
    }
}
