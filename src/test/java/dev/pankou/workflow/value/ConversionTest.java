package dev.pankou.workflow.value;

import static dev.pankou.workflow.value.Type.Scalar.BOOLEAN;
import static dev.pankou.workflow.value.Type.Scalar.FLOAT;
import static dev.pankou.workflow.value.Type.Scalar.IMAGE;
import static dev.pankou.workflow.value.Type.Scalar.INTEGER;
import static dev.pankou.workflow.value.Type.Scalar.STRING;
import static dev.pankou.workflow.value.Type.Scalar.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

@Timeout(20)
final class ConversionTest {
    private static final Type.ListType INTEGERS = new Type.ListType(INTEGER);
    private static final Type.ListType STRINGS = new Type.ListType(STRING);
    private static final Type.ListType ANY_LIST = new Type.ListType(null);
    private static final Type.ObjectType FREE = Type.ObjectType.FREE_FORM;
    private static final Type.ObjectType PERSON = object(Variable.of("name", STRING), Variable.of("age", INTEGER));
    private static final Type.ListType PEOPLE = new Type.ListType(PERSON);

    static final List<Arguments> FITS = List.of(
            fits("", STRING, ""),
            fits("天气 🌏", STRING, "天气 🌏"),
            fits(10L, STRING, "10"),
            fits(Long.MIN_VALUE, STRING, "-9223372036854775808"),
            fits(3.5, STRING, "3.5"),
            fits(3.0, STRING, "3"),
            fits(-0.0, STRING, "0"),
            fits(1e21, STRING, "1000000000000000000000"),
            fits(1.5e-7, STRING, "0.00000015"),
            fits(0.1, STRING, "0.1"),
            fits(true, STRING, "true"),
            fits(false, STRING, "false"),
            fits(List.of(1L, "a\"", true), STRING, "[1,\"a\\\"\",true]"),
            fits(map("b", 1L, "a", null), STRING, "{\"b\":1,\"a\":null}"),
            fits("not a time", TIME, "not a time"),
            fits("https://x/y.png", IMAGE, "https://x/y.png"),
            fits(7, STRING, "7"),
            //
            fits(5L, INTEGER, 5L),
            fits(3.99, INTEGER, 3L),
            fits(-3.99, INTEGER, -3L),
            fits("42", INTEGER, 42L),
            fits("-7", INTEGER, -7L),
            fits("+7", INTEGER, 7L),
            fits("007", INTEGER, 7L),
            fits("9223372036854775807", INTEGER, Long.MAX_VALUE),
            fits(-0x1p63, INTEGER, Long.MIN_VALUE),
            fits(7, INTEGER, 7L),
            fits(BigInteger.TEN, INTEGER, 10L),
            //
            fits(2.5, FLOAT, 2.5),
            fits(2L, FLOAT, 2.0),
            fits("0.8", FLOAT, 0.8),
            fits("-1e3", FLOAT, -1000.0),
            fits("5", FLOAT, 5.0),
            fits(".5", FLOAT, 0.5),
            fits("5.", FLOAT, 5.0),
            fits(-0.0, FLOAT, 0.0),
            fits("-0", FLOAT, 0.0),
            fits(new BigDecimal("1.25"), FLOAT, 1.25),
            //
            fits(true, BOOLEAN, true),
            fits("1", BOOLEAN, true),
            fits("t", BOOLEAN, true),
            fits("T", BOOLEAN, true),
            fits("TRUE", BOOLEAN, true),
            fits("true", BOOLEAN, true),
            fits("True", BOOLEAN, true),
            fits("0", BOOLEAN, false),
            fits("f", BOOLEAN, false),
            fits("F", BOOLEAN, false),
            fits("FALSE", BOOLEAN, false),
            fits("false", BOOLEAN, false),
            fits("False", BOOLEAN, false),
            //
            fits(map("x", 1L), FREE, map("x", 1L)),
            fits(" {\"x\":[1,2.5,1e2,null]}\n", FREE, map("x", Arrays.asList(1L, 2.5, 100.0, null))),
            fits(map("age", "7", "more", "kept"), PERSON, map("age", 7L, "more", "kept")),
            fits("{\"name\":5,\"age\":1.9}", PERSON, map("name", "5", "age", 1L)),
            fits(map("age", null), PERSON, map("age", null)),
            fits(
                    map("who", "{\"age\":\"3\"}"),
                    object(Variable.of("who", PERSON)),
                    map("who", map("age", 3L))),
            //
            fits(List.of(), INTEGERS, List.of()),
            fits(List.of("1", 2.5, 3L), INTEGERS, List.of(1L, 2L, 3L)),
            fits("[1,\"2\"]", INTEGERS, List.of(1L, 2L)),
            fits(Arrays.asList(1L, null), INTEGERS, Arrays.asList(1L, null)),
            fits(List.of(1L, List.of("x")), STRINGS, List.of("1", "[\"x\"]")),
            fits(List.of(1L, "x"), ANY_LIST, List.of(1L, "x")),
            fits(List.of("{\"age\":\"1\"}"), PEOPLE, List.of(map("age", 1L))),
            //
            fits(null, STRING, null),
            fits(null, INTEGER, null),
            fits(null, FLOAT, null),
            fits(null, BOOLEAN, null),
            fits(null, PERSON, null),
            fits(null, INTEGERS, null));

    static final List<Arguments> FAILS = List.of(
            fails("3.5", INTEGER, null, "field value is not integer"),
            fails("", INTEGER, null, "field value is not integer"),
            fails(" 5", INTEGER, null, "field value is not integer"),
            fails("５", INTEGER, null, "field value is not integer"),
            fails("0x1F", INTEGER, null, "field value is not integer"),
            fails("9223372036854775808", INTEGER, null, "field value is not integer"),
            fails(0x1p63, INTEGER, null, "field value is not integer"),
            fails(1e300, INTEGER, null, "field value is not integer"),
            fails(true, INTEGER, null, "field value is not integer"),
            fails(List.of(), INTEGER, null, "field value is not integer"),
            fails(Double.NaN, INTEGER, null, "field value is not integer"),
            //
            fails("abc", FLOAT, null, "field value is not float"),
            fails("NaN", FLOAT, null, "field value is not float"),
            fails("Infinity", FLOAT, null, "field value is not float"),
            fails("1e999", FLOAT, null, "field value is not float"),
            fails("1f", FLOAT, null, "field value is not float"),
            fails("0x1p3", FLOAT, null, "field value is not float"),
            fails(".", FLOAT, null, "field value is not float"),
            fails("", FLOAT, null, "field value is not float"),
            fails(true, FLOAT, null, "field value is not float"),
            fails(Double.POSITIVE_INFINITY, FLOAT, null, "field value is not float"),
            //
            fails("yes", BOOLEAN, null, "field value is not boolean"),
            fails("tRUE", BOOLEAN, null, "field value is not boolean"),
            fails("", BOOLEAN, null, "field value is not boolean"),
            fails(1L, BOOLEAN, null, "field value is not boolean"),
            fails(0L, BOOLEAN, null, "field value is not boolean"),
            //
            fails("[]", FREE, null, "field value is not object"),
            fails("{", FREE, null, "field value is not object"),
            fails("{} {}", FREE, null, "field value is not object"),
            fails("{\"a\":NaN}", FREE, null, "field value is not object"),
            fails("{\"a\":1e999}", FREE, null, "field value is not object"),
            fails("hello", FREE, null, "field value is not object"),
            fails(5L, FREE, null, "field value is not object"),
            fails(List.of(), FREE, null, "field value is not object"),
            //
            fails("{}", INTEGERS, List.of(), "field value is not list"),
            fails("", INTEGERS, List.of(), "field value is not list"),
            fails("1,2", INTEGERS, List.of(), "field value is not list"),
            fails(5L, INTEGERS, List.of(), "field value is not list"),
            fails(Map.of(), INTEGERS, List.of(), "field value is not list"),
            fails(List.of(1L, "x", 3L), INTEGERS, List.of(1L, 3L), "field [1] is not integer"),
            fails(
                    List.of(map("age", "x", "name", "a"), map("age", 2L)),
                    PEOPLE,
                    List.of(map("age", null, "name", "a"), map("age", 2L)),
                    "field [0].age is not integer"),
            fails(List.of(5L, map("age", 2L)), PEOPLE, List.of(map("age", 2L)), "field [0] is not object"),
            fails(List.of("x", List.of(1L)), new Type.ListType(INTEGERS), List.of(List.of(1L)), "field [0] is not list"),
            //
            fails(new Object(), STRING, null, "field value is not string"),
            fails(Double.NaN, STRING, null, "field value is not string"),
            fails(Double.NaN, IMAGE, null, "field value is not image"),
            fails(List.of(new Object()), STRING, null, "field value is not string"),
            fails(map("x", new Object()), FREE, map("x", null), "field x is not a value"),
            fails(map("x", List.of(Double.NaN)), FREE, map("x", Collections.singletonList(null)), "field x[0] is not a value"),
            fails(
                    map("a", map("b", List.of(1L, 2L, 3L, "no"))),
                    object(Variable.of("a", object(Variable.of("b", INTEGERS)))),
                    map("a", map("b", List.of(1L, 2L, 3L))),
                    "field a.b[3] is not integer"));

    @ParameterizedTest
    @FieldSource("FITS")
    void convertsWhatFits(@Nullable Object value, Type type, @Nullable Object expected) {
        var problems = new Problems();

        var converted = Conversion.convert(value, type, problems);

        assertThat(converted).isEqualTo(expected);
        assertThat(problems.list()).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("FAILS")
    void warnsOfWhatDoesNotFit(@Nullable Object value, Type type, @Nullable Object expected, String message) {
        var problems = new Problems();

        var converted = Conversion.convert(value, type, problems);

        assertThat(converted).isEqualTo(expected);
        assertThat(problems.list()).extracting(Problem::message).containsExactly(message);
        assertThat(problems.list()).extracting(Problem::kind).containsExactly(Problem.Kind.MISMATCH);
    }

    @Test
    void givesBackTheSameObjectWhenNothingChanges() {
        var person = map("name", "a", "age", 4L, "more", List.of(map("x", 1.5)));

        assertThat(Conversion.convert(person, PERSON, new Problems())).isSameAs(person);
        assertThat(Conversion.nodeInputs(person, PERSON, new Problems())).isSameAs(person);
    }

    @Test
    void keepsTheOrderOfKeysAndAppendsAbsentOnes() {
        var given = map("z", 1L, "age", "5", "a", 2L);

        var inputs = Conversion.nodeInputs(given, PERSON, new Problems());

        assertThat(inputs).containsExactly(
                Map.entry("z", 1L), Map.entry("age", 5L), Map.entry("a", 2L), Map.entry("name", ""));
    }

    @Test
    void fillsNodeInputsWithTheZeroOfTheirType() {
        var declared = object(
                Variable.of("s", STRING), Variable.of("i", INTEGER), Variable.of("f", FLOAT), Variable.of("b", BOOLEAN),
                Variable.of("t", TIME), Variable.of("o", PERSON), Variable.of("l", INTEGERS));

        var fromNothing = Conversion.nodeInputs(Map.of(), declared, new Problems());
        var fromNulls = Conversion.nodeInputs(
                map("s", null, "i", null, "f", null, "b", null, "t", null, "o", null, "l", null), declared, new Problems());

        assertThat(fromNothing)
                .isEqualTo(map("s", "", "i", 0L, "f", 0.0, "b", false, "t", "", "o", null, "l", null))
                .isEqualTo(fromNulls);
    }

    @Test
    void fillsAbsentFieldsInsideObjectsOfInputsWithNull() {
        var declared = object(Variable.of("o", PERSON), Variable.of("l", PEOPLE));

        var inputs = Conversion.nodeInputs(map("o", map("age", null), "l", List.of(map("name", "a"))), declared, new Problems());

        assertThat(inputs)
                .isEqualTo(map("o", map("age", null, "name", null), "l", List.of(map("name", "a", "age", null))));
    }

    @Test
    void turnsAnUnfitNodeInputIntoItsZeroAndWarns() {
        var problems = new Problems();

        var inputs = Conversion.nodeInputs(map("age", "x", "name", "n"), PERSON, problems);

        assertThat(inputs).isEqualTo(map("age", 0L, "name", "n"));
        assertThat(problems.text()).isEqualTo("field age is not integer");
    }

    @Test
    void makesAbsentOutputsNullAndObjectsOfNulls() {
        var declared = object(
                Variable.of("s", STRING),
                Variable.of("l", INTEGERS),
                Variable.of("free", FREE),
                Variable.of("o", object(Variable.of("in", PERSON), Variable.of("n", STRING).asRequired())),
                new Variable("errorBody", FREE, false, null, null, true));
        var problems = new Problems();

        var outputs = Conversion.nodeOutputs(map("extra", 1L), declared, problems);

        assertThat(outputs).isEqualTo(map(
                "extra", 1L, "s", null, "l", null, "free", null,
                "o", map("in", map("name", null, "age", null), "n", null)));
        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void keepsAPresentNullOutputEvenWhenItIsRequired() {
        var problems = new Problems();

        var outputs = Conversion.nodeOutputs(map("o", null), object(Variable.of("o", PERSON).asRequired()), problems);

        assertThat(outputs).isEqualTo(map("o", null));
        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void missesARequiredOutput() {
        var problems = new Problems();

        Conversion.nodeOutputs(
                map("o", Map.of()),
                object(
                        Variable.of("x", STRING).asRequired(),
                        Variable.of("o", object(Variable.of("y", INTEGER).asRequired()))),
                problems);

        assertThat(problems.list())
                .containsExactly(
                        new Problem(Problem.Kind.MISSING, "o.y", "output field o.y is required but not present"),
                        new Problem(Problem.Kind.MISSING, "x", "output field x is required but not present"));
    }

    @Test
    void missesARequiredRunInputAlsoInsideObjectsButTakesNull() {
        var inner = object(Variable.of("field", STRING).asRequired());
        var declared = object(
                Variable.of("a", STRING).asRequired(),
                Variable.of("b", STRING).asRequired(),
                Variable.of("obj", inner),
                Variable.of("list", new Type.ListType(inner)));
        var problems = new Problems();

        Conversion.runInputs(
                map("b", null, "obj", Map.of(), "list", List.of(map("field", ""), Map.of())), declared, Map.of(), problems);

        assertThat(problems.list())
                .containsExactly(
                        new Problem(Problem.Kind.MISSING, "obj.field", "Missing required parameters: obj.field"),
                        new Problem(Problem.Kind.MISSING, "list[1].field", "Missing required parameters: list[1].field"),
                        new Problem(Problem.Kind.MISSING, "a", "Missing required parameters: a"));
    }

    @Test
    void passesUndeclaredRunInputsAndMakesAbsentOnesNull() {
        var inputs = Conversion.runInputs(map("x", List.of(1L), "age", "3"), PERSON, Map.of(), new Problems());

        assertThat(inputs).isEqualTo(map("x", List.of(1L), "age", 3L, "name", null));
    }

    @Test
    void usesDefaultsOfStartWhereNothingOrABlankIsGiven() {
        var start = object(
                Variable.of("s", STRING).withDefault("hi").asRequired(),
                Variable.of("i", INTEGER).withDefault("5"),
                Variable.of("b", BOOLEAN).withDefault("true"),
                Variable.of("l", INTEGERS).withDefault("[1,2]"),
                Variable.of("o", PERSON).withDefault("{\"age\":3}"),
                Variable.of("none", INTEGER).withDefault(""));
        var problems = new Problems();
        var defaults = Conversion.defaults(start, problems);

        var fromNothing = Conversion.runInputs(Map.of(), start, defaults, problems);
        var fromBlanks = Conversion.runInputs(map("s", "", "l", List.of(), "o", Map.of()), start, defaults, problems);
        var fromZeros = Conversion.runInputs(map("i", 0L, "b", false, "s", null), start, defaults, problems);

        assertThat(problems.isEmpty()).isTrue();
        assertThat(fromNothing)
                .isEqualTo(map("s", "hi", "i", 5L, "b", true, "l", List.of(1L, 2L), "o", map("age", 3L), "none", null))
                .isEqualTo(fromBlanks);
        assertThat(fromZeros).containsEntry("i", 0L).containsEntry("b", false).containsEntry("s", null);
    }

    @Test
    void tellsADefaultThatDoesNotFit() {
        var problems = new Problems();

        var defaults = Conversion.defaults(
                object(Variable.of("i", INTEGER).withDefault("five"), Variable.of("s", STRING).withDefault("")), problems);

        assertThat(problems.text()).isEqualTo("field i is not integer");
        assertThat(defaults).isEqualTo(map("s", ""));
    }

    @Test
    void dropsUndeclaredKeysOfAReply() {
        var declared = object(Variable.of("who", PERSON), Variable.of("free", FREE));

        var reply = Conversion.reply(
                map("who", "{\"age\":\"3\",\"x\":1}", "free", map("kept", 1L), "y", 2L), declared, new Problems());

        assertThat(reply).isEqualTo(map("who", map("age", 3L, "name", null), "free", map("kept", 1L)));
    }

    @Test
    void cutsAt64LevelsWithAWarning() {
        Object fine = "x";
        for (var level = 0; level < Values.MAX_DEPTH; level++) {
            fine = List.of(fine);
        }
        var problems = new Problems();

        assertThat(Conversion.convert(fine, ANY_LIST, problems)).isSameAs(fine);
        assertThat(problems.isEmpty()).isTrue();

        var cut = Conversion.convert(List.of(fine), ANY_LIST, problems);

        assertThat(Values.json(cut)).isEqualTo("[".repeat(64) + "null" + "]".repeat(64));
        assertThat(problems.list())
                .containsExactly(new Problem(
                        Problem.Kind.TOO_DEEP,
                        "[0]".repeat(64),
                        "field " + "[0]".repeat(64) + " is nested deeper than 64 levels"));
    }

    static final List<Arguments> HOSTILE = Stream.<Object>of(
                    "x".repeat(1 << 20),
                    "9".repeat(1 << 20),
                    "-" + "0".repeat(1 << 20),
                    "0." + "1".repeat(1 << 20),
                    "1e" + "9".repeat(1 << 20),
                    " ".repeat(1 << 20),
                    "[".repeat(10_000) + "]".repeat(10_000),
                    "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000),
                    "[".repeat(1 << 20),
                    "[" + "9".repeat(1 << 20) + "]",
                    "\u0000",
                    "\uD800",
                    nested(10_000))
            .map(Arguments::of)
            .toList();

    @ParameterizedTest
    @FieldSource("HOSTILE")
    void survivesHostileValues(Object value) {
        for (var type : List.of(STRING, INTEGER, FLOAT, BOOLEAN, FREE, PERSON, INTEGERS, ANY_LIST, PEOPLE)) {
            var once = Conversion.convert(value, type, new Problems());
            assertThat(Conversion.convert(once, type, new Problems())).isEqualTo(once);
        }
    }

    @Test
    void keepsTheFirstHundredProblemsAndCountsTheRest() {
        var problems = new Problems();

        var converted = Conversion.convert(Collections.nCopies(100_000, "x"), INTEGERS, problems);

        assertThat(converted).isEqualTo(List.of());
        assertThat(problems.list()).hasSize(100);
        assertThat(problems.total()).isEqualTo(100_000);
        assertThat(problems.text()).startsWith("field [0] is not integer, ").endsWith(", and 99900 more");
    }

    @Test
    void cutsTheLongPathOfAProblem() {
        var problems = new Problems();

        Conversion.convert(map("k".repeat(1 << 20), Double.NaN), FREE, problems);

        assertThat(problems.list().getFirst().path()).isEqualTo("k".repeat(200) + "…");
    }

    @Test
    void acceptsKeysThatAreNoStrings() {
        var odd = new HashMap<@Nullable Object, @Nullable Object>();
        odd.put(5, 1L);
        odd.put(null, 2L);

        assertThat(Conversion.convert(odd, FREE, new Problems())).isEqualTo(map("5", 1L, "null", 2L));
    }

    private static Object nested(int levels) {
        Object value = "x";
        for (var level = 0; level < levels; level++) {
            var list = new ArrayList<>();
            list.add(value);
            value = list;
        }
        return value;
    }

    private static Type.ObjectType object(Variable... fields) {
        return Type.ObjectType.of(List.of(fields));
    }

    private static Map<String, @Nullable Object> map(@Nullable Object... pairs) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (var i = 0; i < pairs.length; i += 2) {
            map.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return map;
    }

    private static Arguments fits(@Nullable Object value, Type type, @Nullable Object expected) {
        return Arguments.of(value, type, expected);
    }

    private static Arguments fails(Object value, Type type, @Nullable Object expected, String message) {
        return Arguments.of(value, type, expected, message);
    }
}
