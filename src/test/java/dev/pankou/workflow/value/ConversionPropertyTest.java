package dev.pankou.workflow.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.json.Json;
import dev.pankou.json.SoundText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Random values against random types; the seed is fixed, so what fails once fails again. */
@Timeout(60)
final class ConversionPropertyTest {
    private static final int ROUNDS = 10_000;
    private static final List<String> TEXTS = List.of(
            "", "x", "None", "1", "0", "-5", "3.5", "1e3", "1e999", "NaN", "true", "F", "[]", "{}", "[1,\"2\",{}]",
            "{\"a\":1,\"b\":[null]}", "[", "天气 🌏", "\uD800", "\u0000", "{{a}}", " 7", "null");
    private static final List<String> NAMES = List.of("a", "b", "c", "a.b", "天", "");

    private final Random random = new Random(20_261_121);

    @Test
    void everyResultFitsItsTypeAndStaysAsItIs() {
        for (var round = 0; round < ROUNDS; round++) {
            var type = type(0);
            var value = value(0);
            var problems = new Problems();

            var once = Conversion.convert(value, type, problems);
            var again = new Problems();
            var twice = Conversion.convert(once, type, again);

            assertThat(fits(once, type)).as("round %d: %s as %s is %s", round, value, type, once).isTrue();
            assertThat(twice).as("round %d: %s as %s", round, value, type).isSameAs(once);
            assertThat(again.list()).as("round %d: %s as %s", round, value, type).isEmpty();
        }
    }

    @Test
    void everyResultSurvivesJson() {
        for (var round = 0; round < ROUNDS; round++) {
            var type = type(0);
            var once = Conversion.convert(sound(value(0)), type, new Problems());

            var read = Values.parse(Values.json(once));

            assertThat(Values.equal(read, once)).as("round %d: %s", round, Values.json(once)).isTrue();
            assertThat(Values.json(read)).isEqualTo(Values.json(once));
            assertThat(Values.equal(Values.of(tree(once)), once)).as("round %d", round).isTrue();
        }
    }

    @Test
    void everyUseFillsTheSameTwice() {
        for (var round = 0; round < ROUNDS; round++) {
            var declared = object(0);
            var given = map(0);

            var inputs = Conversion.nodeInputs(given, declared, new Problems());
            var outputs = Conversion.nodeOutputs(given, declared, new Problems());
            var run = Conversion.runInputs(given, declared, Map.of(), new Problems());
            var reply = Conversion.reply(given, declared, new Problems());

            for (var filled : List.of(inputs, outputs, run, reply)) {
                assertThat(filled.keySet()).containsAll(declared.fields().keySet());
                assertThat(fits(filled, declared)).as("round %d: %s", round, given).isTrue();
            }
            assertThat(Conversion.nodeInputs(inputs, declared, new Problems())).isSameAs(inputs);
            assertThat(Conversion.nodeOutputs(outputs, declared, new Problems())).isSameAs(outputs);
            assertThat(Conversion.runInputs(run, declared, Map.of(), new Problems())).isSameAs(run);
            assertThat(Conversion.reply(reply, declared, new Problems())).isSameAs(reply);
        }
    }

    @Test
    void everyTypeSurvivesTheCanvas() {
        for (var round = 0; round < ROUNDS; round++) {
            var type = type(0);

            assertThat(Type.of(type.toJson())).as("round %d", round).isEqualTo(type);
        }
    }

    @Test
    void noTemplateIsRenderedOutsideItsRules() {
        var pieces = List.of("{{", "}}", "a", ".", "b", "[0]", "[", "]", "{", "}", " ", "\"", "0", "文", "[99]");
        for (var round = 0; round < ROUNDS; round++) {
            var text = new StringBuilder();
            IntStream.range(0, random.nextInt(12)).forEach(i -> text.append(pick(pieces)));
            var template = random.nextBoolean()
                    ? ValueTemplate.parse(text.toString())
                    : ValueTemplate.parseHttp(text.toString());

            var source = new StringBuilder();
            for (var segment : template.segments()) {
                source.append(
                        switch (segment) {
                            case ValueTemplate.Literal(var literal) -> literal;
                            case ValueTemplate.Placeholder placeholder -> placeholder.source();
                        });
            }

            assertThat(source).hasToString(text.toString());
            assertThat(template.render(Map.of())).isEqualTo(text.toString());
            var values = Conversion.nodeInputs(map(0), Type.ObjectType.FREE_FORM, new Problems());
            try {
                template.render(values);
            } catch (ValueException known) {
                assertThat(known.code()).isIn(ValueException.INDEX_INTO_NULL, ValueException.INDEX_OUT_OF_RANGE);
            }
        }
    }

    /** The rules once more, in other words: whether a value is of a type or null, and nothing in it is foreign. */
    private static boolean fits(@Nullable Object value, @Nullable Type type) {
        if (value == null) {
            return true;
        }
        return switch (type) {
            case null ->
                switch (value) {
                    case List<?> list -> list.stream().allMatch(element -> fits(element, null));
                    case Map<?, ?> map -> fits(map, Type.ObjectType.FREE_FORM);
                    case Double real -> Double.isFinite(real);
                    default -> value instanceof String || value instanceof Long || value instanceof Boolean;
                };
            case Type.Scalar scalar ->
                switch (scalar) {
                    case INTEGER -> value instanceof Long;
                    case FLOAT -> value instanceof Double real && Double.isFinite(real);
                    case BOOLEAN -> value instanceof Boolean;
                    default -> value instanceof String;
                };
            case Type.ListType list ->
                value instanceof List<?> given && given.stream().allMatch(element -> fits(element, list.element()));
            case Type.ObjectType object ->
                value instanceof Map<?, ?> given
                        && given.entrySet().stream().allMatch(entry -> {
                            var field = object.fields().get((String) entry.getKey());
                            return fits(entry.getValue(), field == null ? null : field.type());
                        });
        };
    }

    private Type type(int depth) {
        return switch (depth > 3 ? 0 : random.nextInt(4)) {
            case 2 -> new Type.ListType(random.nextInt(5) == 0 ? null : type(depth + 1));
            case 3 -> object(depth);
            default -> pick(List.of(Type.Scalar.values()));
        };
    }

    private Type.ObjectType object(int depth) {
        var fields = new ArrayList<Variable>();
        for (var name : List.of("a", "b", "c", "d")) {
            if (random.nextBoolean()) {
                fields.add(new Variable(name, type(depth + 1), random.nextBoolean(), null, null, false));
            }
        }
        return Type.ObjectType.of(fields);
    }

    private @Nullable Object value(int depth) {
        return switch (random.nextInt(depth > 4 ? 8 : 12)) {
            case 0 -> null;
            case 1 -> pick(List.of(0L, 1L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, random.nextLong()));
            case 2 -> pick(List.of(0.0, -0.0, 0.5, 3.0, 1e300, Double.MIN_VALUE, Double.NaN, Double.NEGATIVE_INFINITY));
            case 3 -> Double.longBitsToDouble(random.nextLong());
            case 4 -> random.nextBoolean();
            case 5 -> pick(List.of(7, 2.5f, (short) 3, new StringBuilder("no value"), 'c'));
            case 6, 7 -> pick(TEXTS);
            case 8, 9 -> {
                var list = new ArrayList<@Nullable Object>();
                IntStream.range(0, random.nextInt(4)).forEach(i -> list.add(value(depth + 1)));
                yield list;
            }
            default -> map(depth);
        };
    }

    private Map<String, @Nullable Object> map(int depth) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        IntStream.range(0, random.nextInt(4)).forEach(i -> map.put(pick(NAMES), value(depth + 1)));
        return map;
    }

    private static @Nullable Object sound(@Nullable Object value) {
        return switch (value) {
            case String text -> SoundText.of(text);
            case List<?> list -> {
                var copy = new ArrayList<@Nullable Object>();
                list.forEach(element -> copy.add(sound(element)));
                yield copy;
            }
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((key, element) -> copy.put((String) key, sound(element)));
                yield copy;
            }
            case null, default -> value;
        };
    }

    private static JsonNode tree(@Nullable Object value) {
        return Json.tree(Values.json(value));
    }

    private <T> T pick(List<? extends T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
