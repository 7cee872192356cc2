package dev.pankou.workflow.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PathTest {
    private static final @Nullable Object ROOT = Values.parse("""
            {"output":"text","obj":{"f1":1,"null":null},"list":[{"x":"first","in":[{"y":2},{"y":3}]},{"x":"second"}],
             "empty":[],"nested":[[{"x":5}]],"scalars":[1,2],"holes":[null]}
            """);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "output | \"text\"",
                "obj.f1 | 1",
                "obj.null | null",
                "list.x | \"first\"",
                "list.in.y | 2",
                "list.in | [{\"y\":2},{\"y\":3}]",
                "empty | []",
                "nested.x | 5",
                "scalars | [1,2]"
            })
    void findsWhatIsThereAndTheFirstOfAList(String name, String expected) {
        assertThat(Path.of(name).in(ROOT)).isEqualTo(Found.of(Values.parse(expected)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"other", "obj.f2", "obj.f1.x", "output.x", "obj.null.x", "obj..f1", "."})
    void givesNoValueForAnAbsentKey(String name) {
        assertThat(Path.of(name).in(ROOT)).isSameAs(Found.ABSENT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "empty.x | trying to drill down from an array of length 0: empty",
                "list.z | field z not found along from path: list.z",
                "list.in.y.z | field z not found along from path: list.in.y.z",
                "scalars.x | field x not found along from path: scalars.x",
                "holes.x | field x not found along from path: holes.x"
            })
    void failsWhereAListLeadsNowhere(String name, String message) {
        assertThatThrownBy(() -> Path.of(name).in(ROOT))
                .isInstanceOfSatisfying(ValueException.class, failed -> assertThat(failed.code()).isEqualTo(720701013))
                .hasMessage(message);
    }

    @Test
    void meansTheWholeWithoutAName() {
        assertThat(Path.of("").in(ROOT)).isEqualTo(Found.of(ROOT));
        assertThat(Path.of("a.b").rest()).isEqualTo(new Path(List.of("b")));
        assertThat(Path.of("a.b")).hasToString("a.b");
    }
}
