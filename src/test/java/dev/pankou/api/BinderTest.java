package dev.pankou.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pankou.id.Id;
import dev.pankou.json.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

final class BinderTest {
    enum Colour {
        DEEP_RED,
        BLUE
    }

    record Inner(@Required String what, @Nullable Inner child) {}

    record Ask(
            @Nullable Id someId,
            @Nullable @Length(min = 2, max = 4) String name,
            @Default("20") @Range(min = 1, max = 50) int size,
            long big,
            double ratio,
            boolean flag,
            @Nullable Boolean maybe,
            @Nullable Colour colour,
            @Length(max = 2) List<String> tags,
            List<Id> ids,
            Map<String, String> pairs,
            @Nullable @Alias("old_name") Inner inner,
            @Nullable JsonNode free,
            @Query @Nullable String place) {}

    private static Ask body(String json) {
        return (Ask) Binder.of(Ask.class).bind("POST", Map.of(), Map.of(), Json.tree(json));
    }

    private static Ask query(Map<String, String> query) {
        return (Ask) Binder.of(Ask.class).bind("GET", Map.of(), query, null);
    }

    @Test
    void fillsWhatIsAbsent() {
        var expected = new Ask(null, null, 20, 0, 0, false, null, null, List.of(), List.of(), Map.of(), null, null, null);

        assertThat(body("{}")).isEqualTo(expected);
        assertThat(query(Map.of())).isEqualTo(expected);
        assertThat(query(Map.of("size", "", "some_id", "", "flag", "", "tags", ""))).isEqualTo(expected);
        assertThat(body("{\"size\":null,\"flag\":null,\"tags\":null,\"pairs\":null,\"some_id\":\"\",\"colour\":\"\"}"))
                .isEqualTo(expected);
        assertThat((Ask) Binder.of(Ask.class).bind("POST", Map.of(), Map.of("size", "3"), null)).isEqualTo(expected);
    }

    @Test
    void readsTheSameFromBodyAndQuery() {
        var fromBody = body("{\"some_id\":751,\"name\":\"天气\",\"size\":\"5\",\"big\":9007199254740993,\"ratio\":\"0.5\","
                + "\"flag\":\"true\",\"maybe\":false,\"colour\":\"deep_red\",\"tags\":[\"a\",1],\"ids\":[\"1\",2]}");
        var fromQuery = query(Map.of(
                "some_id", "751", "name", "天气", "size", "5", "big", "9007199254740993", "ratio", "0.5", "flag", "1",
                "maybe", "FALSE", "colour", "Colour.DEEP_RED", "tags", "a, 1", "ids", "1,2"));

        assertThat(fromQuery).isEqualTo(fromBody);
        assertThat(fromBody.colour()).isEqualTo(Colour.DEEP_RED);
        assertThat(fromBody.tags()).containsExactly("a", "1");
        assertThat(fromBody.ids()).containsExactly(new Id(1), new Id(2));
    }

    @Test
    void prefersPathToQueryToBody() {
        var body = Json.tree("{\"place\":\"body\",\"old_name\":{\"what\":\"x\"}}");

        assertThat(((Ask) Binder.of(Ask.class).bind("POST", Map.of("place", "path"), Map.of("place", "query"), body)).place())
                .isEqualTo("path");
        assertThat(((Ask) Binder.of(Ask.class).bind("POST", Map.of(), Map.of("place", "query"), body)).place()).isEqualTo("query");
        assertThat(((Ask) Binder.of(Ask.class).bind("POST", Map.of(), Map.of(), body)).place()).isEqualTo("body");
        assertThat(((Ask) Binder.of(Ask.class).bind("POST", Map.of(), Map.of(), body)).inner()).isEqualTo(new Inner("x", null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "{\"some_id\":1.5}; field some_id is invalid: must be an id of up to 19 digits",
        "{\"some_id\":true}; field some_id is invalid: must be an id of up to 19 digits",
        "{\"some_id\":\"12345678901234567890\"}; field some_id is invalid: must be an id of up to 19 digits",
        "{\"name\":\"一\"}; field name is invalid: 2 to 4 characters",
        "{\"name\":\"🌦🌦🌦🌦🌦\"}; field name is invalid: 2 to 4 characters",
        "{\"name\":{}}; field name is invalid: must be a string",
        "{\"name\":1e400}; field name is invalid: must be a string",
        "{\"size\":0}; field size is invalid: 1 to 50",
        "{\"size\":51}; field size is invalid: 1 to 50",
        "{\"size\":1.5}; field size is invalid: must be a whole number",
        "{\"size\":4294967297}; field size is invalid: is too large",
        "{\"big\":9223372036854775808}; field big is invalid: must be a whole number",
        "{\"ratio\":1e400}; field ratio is invalid: must be a number",
        "{\"ratio\":\"NaN\"}; field ratio is invalid: must be a number",
        "{\"flag\":1}; field flag is invalid: must be true or false",
        "{\"colour\":\"green\"}; field colour is invalid: must be one of deep_red, blue",
        "{\"tags\":\"a,b\"}; field tags is invalid: must be an array",
        "{\"tags\":[\"a\",\"b\",\"c\"]}; field tags is invalid: 0 to 2 entries",
        "{\"tags\":[null]}; field tags[0] is invalid: must not be null",
        "{\"ids\":[\"1\",\"x\"]}; field ids[1] is invalid: must be an id of up to 19 digits",
        "{\"pairs\":[]}; field pairs is invalid: must be an object",
        "{\"pairs\":{\"k\":{}}}; field pairs.k is invalid: must be a string",
        "{\"inner\":\"x\"}; field inner is invalid: must be an object",
        "{\"inner\":{}}; field inner.what is invalid: is required",
        "{\"inner\":{\"what\":\"\"}}; field inner.what is invalid: is required",
        "{\"inner\":{\"what\":\"a\",\"child\":{\"what\":[]}}}; field inner.child.what is invalid: must be a string"
    })
    void namesTheFieldAndWhatItShouldBe(String json, String message) {
        assertThatThrownBy(() -> body(json))
                .isInstanceOfSatisfying(ApiException.class, refused -> assertThat(refused.code()).isEqualTo(4000))
                .hasMessage(message);
    }

    @Test
    void countsCharactersAsPeopleDo() {
        assertThat(body("{\"name\":\"🌦🌦🌦🌦\"}").name()).hasSize(8);
    }

    @Test
    void takesConstantsInAnyCase() {
        assertThat(body("{\"colour\":\"DEEP_RED\"}").colour()).isEqualTo(Colour.DEEP_RED);
        assertThat(query(Map.of("colour", "Blue")).colour()).isEqualTo(Colour.BLUE);
    }

    @Test
    void leavesFreeJsonAsItIs() {
        assertThat(body("{\"free\":{\"Any\":[1,null]}}").free()).isEqualTo(Json.tree("{\"Any\":[1,null]}"));
    }

    @Test
    void mendsHalfSurrogatesAndRefusesNul() {
        assertThat(body("{\"name\":\"a\\ud83d\"}").name()).isEqualTo("a\uFFFD");
        assertThat(body("{\"pairs\":{\"k\":\"\\udc00\\ud83c\\udf26\"}}").pairs()).containsExactly(Map.entry("k", "\uFFFD🌦"));
        assertThatThrownBy(() -> body("{\"name\":\"a\\u0000\"}")).hasMessage("field name is invalid: must not contain the character U+0000");
    }
}
