package dev.pankou.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RouterTest {
    private static Operation<?, ?> operation(String id, String method, String path) {
        var place = switch (method) {
            case "GET" -> Operation.get(id, path);
            case "PUT" -> Operation.put(id, path);
            case "DELETE" -> Operation.delete(id, path);
            default -> Operation.post(id, path);
        };
        return place.open().done(Operation.Nothing.class, (caller, none) -> {});
    }

    private final Router router = new Router(List.of(
            operation("list", "GET", "/v1/bots"),
            operation("get", "GET", "/v1/bots/{bot_id}"),
            operation("put", "PUT", "/v1/bots/{id}"),
            operation("mine", "GET", "/v1/bots/mine"),
            operation("versions", "GET", "/v1/bots/{bot_id}/versions"),
            operation("deep", "POST", "/v1/bots/mine/deep/{a}/{b}")));

    private Operation<?, ?> found(String method, String path) {
        var match = router.match(path);
        assertThat(match).as(path).isNotNull();
        return match.operations().get(method);
    }

    @Test
    void prefersFixedSegmentsToParameters() {
        assertThat(found("GET", "/v1/bots/mine").id()).isEqualTo("mine");
        assertThat(found("GET", "/v1/bots/yours").id()).isEqualTo("get");
    }

    @Test
    void turnsBackWhereAFixedSegmentLeadsNowhere() {
        assertThat(found("GET", "/v1/bots/mine/versions").id()).isEqualTo("versions");
    }

    @Test
    void namesParametersAsTheOperationDoes() {
        var match = router.match("/v1/bots/751");

        assertThat(match.parameters(match.operations().get("GET"))).isEqualTo(Map.of("bot_id", "751"));
        assertThat(match.parameters(match.operations().get("PUT"))).isEqualTo(Map.of("id", "751"));
        var deep = router.match("/v1/bots/mine/deep/x/天气");
        assertThat(deep.parameters(deep.operations().get("POST"))).isEqualTo(Map.of("a", "x", "b", "天气"));
    }

    @Test
    void takesOneSlashAtTheEndAndNoEmptySegment() {
        assertThat(found("GET", "/v1/bots/").id()).isEqualTo("list");
        assertThat(router.match("/v1/bots//")).isNull();
        assertThat(router.match("/v1//bots")).isNull();
        assertThat(router.match("/")).isNull();
        assertThat(router.match("")).isNull();
        assertThat(router.match("/v1")).isNull();
        assertThat(router.match("/V1/bots")).isNull();
        assertThat(router.match("/v1/bots/1/versions/2")).isNull();
    }

    @Test
    void refusesATableWithOnePlaceTwice() {
        assertThatThrownBy(() -> new Router(List.of(operation("a", "GET", "/x/{a}"), operation("b", "GET", "/x/{b}"))))
                .hasMessage("GET /x/{b} is declared twice");
    }
}
