package dev.pankou.workflow.node;

import static dev.pankou.workflow.node.Stage.literal;
import static dev.pankou.workflow.node.Stage.literalParam;
import static dev.pankou.workflow.node.Stage.quoted;
import static dev.pankou.workflow.node.Stage.ref;
import static dev.pankou.workflow.node.Stage.refParam;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pankou.workflow.canvas.NodeType;
import dev.pankou.workflow.node.Outside.HttpAnswer;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpRequestTest {
    private static final String EARLIER = "{\"city\":\"杭州 \\\"x\\\"\",\"n\":[1,2.50],\"o\":{\"k\":null},\"file\":\"https://f.example/a%20b.png\"}";

    private static Stage http(String method, String url, String more) {
        return Stage.of(NodeType.HTTP, """
                {"inputs":{"apiInfo":{"method":"%s","url":%s}%s},"outputs":[{"name":"body","type":"string"},
                 {"name":"statusCode","type":"integer"},{"name":"headers","type":"string"}],"inputParameters":[]}"""
                .formatted(method, quoted(url), more.isEmpty() ? "" : "," + more))
                .output("1", EARLIER)
                .web(ask -> answer(200, "ok"));
    }

    private static HttpAnswer answer(int status, String body) {
        return new HttpAnswer(status, Map.of(), body.getBytes(UTF_8));
    }

    private static String sentTo(Stage stage) {
        stage.play();
        return stage.sent.getLast().uri().toString();
    }

    private static String bodyOf(Stage stage) {
        stage.play();
        var body = stage.sent.getLast().body();
        return body == null ? "none" : new String(body, UTF_8);
    }

    private static String header(Stage stage, String name) {
        stage.play();
        return stage.sent.getLast().headers().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .reduce("", String::concat);
    }

    @Test
    void givesBackBodyStatusAndHeaders() {
        var stage = http("get", "https://a.example/x", "")
                .web(ask -> new HttpAnswer(201, Map.of("x-a", "1"), "好\u0000".getBytes(UTF_8)));

        assertThat(stage.results())
                .isEqualTo(Map.of("body", "好\uFFFD", "statusCode", 201L, "headers", "{\"x-a\":\"1\"}"));
        assertThat(stage.sent.getFirst().method()).isEqualTo("GET");
        assertThat(stage.sent.getFirst().timeout()).isEqualTo(Duration.ofSeconds(120));
        assertThat(stage.sent.getFirst().body()).isNull();
        assertThat(stage.sent.getFirst().headers()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "https://a.example/{{block_output_1.city}} | https://a.example/%E6%9D%AD%E5%B7%9E%20%22x%22",
        "https://a.example/{{ block_output_1.n[1] }}?q={{block_output_1.n}} | https://a.example/2.5?q=%5B1,2.5%5D",
        "https://a.example/{{block_output_1.gone}}/{{city}} | https://a.example/%7B%7Bblock_output_1.gone%7D%7D/%7B%7Bcity%7D%7D",
        "https://a.example/{{block_output_1.o.k}} | https://a.example/",
        "https://a.example/{{global_variable_app[\"key\"]}}/{{global_variable_user[\"list\"][1]}} | https://a.example/v%201/b",
        "https://a.example/{{global_variable_system[\"obj\"].a.b}}/{{global_variable_app[\"obj\"].none}} | https://a.example/c/",
        "https://a.example/{{global_variable_app[\"unset\"]}}{{global_variable_app}} | https://a.example/%7B%7Bglobal_variable_app%7D%7D",
        " HTTP://u:p@[::1]:8080/a%20b%zz#frag?x | HTTP://u:p@[::1]:8080/a%20b%25zz",
        "https://例え.example?a b=[1] | https://xn--r8jz45g.example?a%20b=%5B1%5D",
        "https://a.example/\uD83C\uDF89~X: y | https://a.example/%F0%9F%8E%89%0D%0AX:%20y"
    })
    void makesTheAddressFromItsTemplate(String url, String expected) {
        var stage = http("GET", url.replace("~", "\r\n"), "")
                .variable("key", "v 1")
                .variable("list", "[\"a\",\"b\"]")
                .variable("obj", Map.of("a", Map.of("b", "c")));

        assertThat(sentTo(stage)).isEqualTo(expected);
    }

    @Test
    void printsNothingForWhatWasSkipped() {
        assertThat(sentTo(http("GET", "https://a.example/{{block_output_1.city}}", "").skip("1"))).isEqualTo("https://a.example/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.example/x", "ftp://a.example", "https://", "https:///x", "file:///etc/passwd", "https://a b/", "https://\u0000好/"})
    void refusesWhatIsNoAddress(String url) {
        assertThatThrownBy(http("GET", url, "")::play)
                .isInstanceOf(NodeException.class)
                .hasMessageStartingWith("the URL is not valid: ");
    }

    @Test
    void putsParamsInPlaceOfThoseOfTheSameName() {
        var stage = http("GET", "https://a.example/?a=1&b=2&%61=3&c", "\"params\":["
                + refParam("a", "string", "1", "city") + "," + refParam("l", "list", "1", "n") + ","
                + refParam("i", "integer", "1", "none") + "," + refParam("s", "string", "1", "none") + "]");

        assertThat(sentTo(stage))
                .isEqualTo("https://a.example/?b=2&c&a=%E6%9D%AD%E5%B7%9E+%22x%22&l=%5B1%2C2.5%5D&i=0&s=");
    }

    @Test
    void sendsHeadersButNotTheOnesThatAreOurs() {
        var stage = http("GET", "https://a.example", "\"headers\":["
                + literalParam("X-City", "string", "\"杭州\"") + "," + literalParam("Host", "string", "\"evil\"") + ","
                + literalParam("Content-Length", "string", "\"1\"") + "," + literalParam("", "string", "\"\"") + "]");
        stage.play();

        assertThat(stage.sent.getFirst().headers()).containsExactly(Map.entry("X-City", "杭州"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\r\\nX-Evil: 1", "a\\nb", "a\\u0001", "\\u007f"})
    void refusesLineBreaksInHeaders(String value) {
        assertThatThrownBy(http("GET", "https://a.example", "\"headers\":[" + literalParam("X-A", "string", "\"" + value + "\"") + "]")::play)
                .isInstanceOf(NodeException.class)
                .hasMessage("the header X-A has a line break or another control character");
        assertThatThrownBy(http("GET", "https://a.example", "\"headers\":[" + literalParam("X\\r\\nA", "string", "\"\"") + "]")::play)
                .isInstanceOf(NodeException.class)
                .hasMessageEndingWith("cannot be the name of a header");
    }

    private static String auth(String type, String data) {
        return "\"auth\":{\"authOpen\":true,\"authType\":\"" + type + "\",\"authData\":{" + data + "}}";
    }

    private static String custom(String addTo) {
        return auth("CUSTOM_AUTH", "\"customData\":{\"addTo\":\"" + addTo + "\",\"data\":["
                + literalParam("Key", "string", "\"X-Key\"") + "," + literalParam("Value", "string", "\"s&t\"") + "]}");
    }

    @Test
    void authorizesInEachWay() {
        var bearer = "\"bearerTokenData\":[" + literalParam("token", "string", "\"t-1\"") + "]";
        var basic = "\"basicAuthData\":[" + literalParam("username", "string", "\"小明\"") + ","
                + literalParam("password", "string", "\"p:w\"") + "]";

        assertThat(header(http("GET", "https://a.example", auth("BEARER_AUTH", bearer)), "Authorization")).isEqualTo("Bearer t-1");
        assertThat(header(http("GET", "https://a.example", auth("BASIC_AUTH", basic)), "Authorization"))
                .isEqualTo("Basic 5bCP5piOOnA6dw==");
        assertThat(header(http("GET", "https://a.example", custom("header")), "x-key")).isEqualTo("s&t");
        assertThat(sentTo(http("GET", "https://a.example?X-Key=old", custom("query")))).isEqualTo("https://a.example?X-Key=s%26t");
        assertThat(header(http("GET", "https://a.example", auth("BEARER_AUTH", bearer).replace("true", "false")), "Authorization"))
                .isEmpty();
    }

    private static String body(String type, String data) {
        return "\"body\":{\"bodyType\":\"" + type + "\",\"bodyData\":{" + data + "}}";
    }

    @Test
    void putsValuesIntoBodiesAsTheyAre() {
        var json = http("POST", "https://a.example", body("JSON", "\"json\":" + quoted("{\"c\":\"{{block_output_1.city}}\",\"n\":{{block_output_1.n}}}")
                + ",\"rawText\":\"{{block_output_gone.x}}\""));
        var raw = http("PUT", "https://a.example", body("RAW_TEXT", "\"rawText\":\"{{block_output_1.city}}\""));
        var form = http("PATCH", "https://a.example", body("FORM_URLENCODED", "\"formURLEncoded\":["
                + refParam("城", "string", "1", "city") + "," + literalParam("b", "boolean", "true") + "]"));

        assertThat(bodyOf(json)).isEqualTo("{\"c\":\"杭州 \"x\"\",\"n\":[1,2.5]}");
        assertThat(header(json, "Content-Type")).isEqualTo("application/json");
        assertThat(bodyOf(raw)).isEqualTo("杭州 \"x\"");
        assertThat(header(raw, "Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(bodyOf(form)).isEqualTo("%E5%9F%8E=%E6%9D%AD%E5%B7%9E+%22x%22&b=true");
        assertThat(header(form, "Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(bodyOf(http("POST", "https://a.example", body("EMPTY", "\"json\":\"x\"")))).isEqualTo("none");
    }

    @Test
    void letsTheCanvasNameItsOwnContentType() {
        var stage = http("POST", "https://a.example", body("JSON", "\"json\":\"{}\"") + ",\"headers\":["
                + literalParam("content-type", "string", "\"application/ld+json\"") + "]");

        assertThat(header(stage, "Content-Type")).isEqualTo("application/ld+json");
    }

    @Test
    void sendsFilesAsPartsOfAForm() {
        var file = "{\"name\":\"pic\",\"input\":{\"type\":\"string\",\"assistType\":2,\"value\":"
                + "{\"type\":\"ref\",\"content\":{\"source\":\"block-output\",\"blockID\":\"1\",\"name\":\"file\"}}}}";
        var stage = http("POST", "https://a.example", body("FORM_DATA", "\"formData\":{\"data\":["
                        + literalParam("ti\\\"tle", "string", "\"好\"") + "," + file + "],\"typeMapping\":\"{}\"}"))
                .web(ask -> ask.method().equals("GET")
                        ? new HttpAnswer(200, Map.of("content-type", "image/png"), "PNG".getBytes(UTF_8))
                        : answer(200, ""));

        var sent = bodyOf(stage);
        var type = header(stage, "Content-Type");
        var boundary = type.substring(type.indexOf('=') + 1);

        assertThat(type).startsWith("multipart/form-data; boundary=pankou-");
        assertThat(sent).isEqualTo("--B\r\nContent-Disposition: form-data; name=\"ti%22tle\"\r\n\r\n好\r\n"
                .concat("--B\r\nContent-Disposition: form-data; name=\"pic\"; filename=\"a b.png\"\r\nContent-Type: image/png\r\n\r\nPNG\r\n")
                .concat("--B--\r\n")
                .replace("--B", "--" + boundary));
        assertThat(stage.sent.getFirst().uri().toString()).isEqualTo("https://f.example/a%20b.png");
    }

    @Test
    void limitsTheFilesOfARequestTogether() {
        var half = new byte[10 * 1024 * 1024];
        var files = "{\"name\":\"f\",\"input\":{\"type\":\"list\",\"schema\":{\"type\":\"string\",\"assistType\":1},\"value\":"
                + "{\"type\":\"literal\",\"content\":\"[\\\"https://f.example/1\\\",\\\"https://f.example/2\\\"%s]\"}}}";
        var full = http("POST", "https://a.example", body("FORM_DATA", "\"formData\":{\"data\":[" + files.formatted("") + "]}"))
                .web(ask -> new HttpAnswer(200, Map.of(), half));
        var over = http("POST", "https://a.example", body("FORM_DATA", "\"formData\":{\"data\":["
                        + files.formatted(",\\\"https://f.example/3\\\"") + "]}"))
                .web(ask -> new HttpAnswer(200, Map.of(), ask.uri().getPath().equals("/3") ? new byte[1] : half));

        assertThat(full.done().outputs()).containsEntry("statusCode", 200L);
        assertThatThrownBy(over::play).hasMessage("the files to send are larger than 20 MB");
    }

    @Test
    void sendsAFileAsTheBody() {
        var stage = http("POST", "https://a.example", body("BINARY", "\"binary\":{\"fileURL\":" + ref("string", "1", "file") + "}"))
                .web(ask -> answer(ask.method().equals("GET") ? 200 : 201, "bytes"));

        assertThat(bodyOf(stage)).isEqualTo("bytes");
        assertThat(header(stage, "Content-Type")).isEqualTo("application/octet-stream");
        assertThatThrownBy(http("POST", "https://a.example", body("BINARY", "\"binary\":{\"fileURL\":" + literal("string", "\"https://f.example\"") + "}"))
                        .web(ask -> answer(404, ""))::play)
                .hasMessage("a file to send could not be downloaded, status: 404");
    }

    @Test
    void failsOnAStatusFrom400On() {
        var stage = http("GET", "https://a.example", "")
                .web(ask -> new HttpAnswer(404, Map.of("x-a", "1"), ("没有" + "🎉".repeat(5_000)).getBytes(UTF_8)));

        assertThatThrownBy(stage::play).isInstanceOfSatisfying(NodeException.class, failed -> {
            assertThat(failed.code()).isEqualTo(NodeException.REMOTE);
            assertThat(failed.text()).startsWith("request failed, status: 404, headers: {\"x-a\":\"1\"}, body: 没有🎉").hasSize(1_000);
        });
        assertThat(stage.sent).hasSize(1);
        assertThat(http("GET", "https://a.example", "").web(ask -> answer(399, "")).done().outputs()).containsEntry("statusCode", 399L);
    }

    @ParameterizedTest
    @CsvSource({"'', 4", "'\"setting\":{\"retryTimes\":0}', 1", "'\"setting\":{\"retryTimes\":\"2\"}', 3", "'\"setting\":{\"retryTimes\":99}', 11"})
    void sendsAgainOnlyWhatGotNoAnswer(String setting, int times) {
        var stage = http("GET", "https://a.example", setting).web(ask -> {
            throw new NodeException(NodeException.REMOTE, "connection refused");
        });

        assertThatThrownBy(stage::play).hasMessage("connection refused");
        assertThat(stage.sent).hasSize(times);
    }

    @Test
    void goesOnWhenARetrySucceedsAndStopsWhenTheRunDoes() {
        var left = new AtomicInteger(2);
        var stage = http("GET", "https://a.example", "").web(ask -> {
            if (left.getAndDecrement() > 0) {
                throw new NodeException(NodeException.REMOTE, "reset");
            }
            return answer(200, "at last");
        });
        var cancelled = http("GET", "https://a.example", "").web(ask -> {
            throw new NodeException(NodeException.CANCELLED, "cancelled");
        });

        assertThat(stage.done().outputs()).containsEntry("body", "at last");
        assertThatThrownBy(cancelled::play).hasMessage("cancelled");
        assertThat(cancelled.sent).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"30, 30", "\"30\", 30", "500, 180", "0, 120", "-1, 120", "null, 120"})
    void readsTheTimeOutInSeconds(String setting, int seconds) {
        var stage = http("GET", "https://a.example", "\"setting\":{\"timeout\":" + setting + "}");
        stage.play();

        assertThat(stage.sent.getFirst().timeout()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"GET, false, REPEATABLE", "HEAD, false, REPEATABLE", "POST, false, ONCE", "DELETE, false, ONCE", "POST, true, REPEATABLE"})
    void changesThingsUnlessItReadsOrIsMarkedSafe(String method, String safe, NodeWork.Effect effect) {
        assertThat(http(method, "https://a.example", "\"setting\":{\"safeToRepeat\":" + safe + "}").work().effect()).isEqualTo(effect);
    }

    @ParameterizedTest
    @CsvSource({"text/html; charset=GBK, GBK", "'text/html; Charset=\"utf-16\"; x=y', UTF-16", "text/html; charset=none, UTF-8", "text/html, UTF-8"})
    void readsTheBodyInItsCharset(String type, String charset) {
        var stage = http("GET", "https://a.example", "")
                .web(ask -> new HttpAnswer(200, Map.of("content-type", type), "杭州".getBytes(Charset.forName(charset))));

        assertThat(stage.done().outputs()).containsEntry("body", "杭州");
    }

    @Test
    void refusesARequestThatCannotBeMade() {
        assertThatThrownBy(http("", "https://a.example", "")::work).hasMessage("\"节点 🎭\": inputs.apiInfo.method is not set");
        assertThatThrownBy(http("TRACE", "https://a.example", "")::work)
                .hasMessage("\"节点 🎭\": inputs.apiInfo.method is not one of GET, POST, PUT, DELETE, PATCH, HEAD");
        assertThatThrownBy(http("GET", " ", "")::work).hasMessage("\"节点 🎭\": inputs.apiInfo.url is not set");
        assertThatThrownBy(http("GET", "https://a/{{block_output_9.x}}", "")::work)
                .isInstanceOf(CompileException.class)
                .hasMessage("\"节点 🎭\": inputs.apiInfo.url refers to node 9, which does not exist");
        assertThatThrownBy(http("POST", "https://a.example", body("XML", ""))::work).hasMessageContaining("inputs.body.bodyType is not one of");
        assertThatThrownBy(http("POST", "https://a.example", auth("BEARER_AUTH", ""))::work)
                .hasMessage("\"节点 🎭\": inputs.auth.authData.bearerTokenData is not set");
    }

    @Test
    void refusesAnAnswerOver20Megabytes() {
        var most = 20 * 1024 * 1024;

        assertThat(http("GET", "https://a.example", "").web(ask -> new HttpAnswer(200, Map.of(), new byte[most])).done().port()).isEmpty();
        assertThatThrownBy(http("GET", "https://a.example", "").web(ask -> new HttpAnswer(200, Map.of(), new byte[most + 1]))::play)
                .hasMessage("the answer is larger than 20 MB");
    }

    @Test
    void sendsAMegabyteWithoutReadingItAgain() {
        var big = "{{block_output_1.city}}".repeat(50_000);
        var stage = http("POST", "https://a.example", body("RAW_TEXT", "\"rawText\":\"{{block_output_2.t}}\""))
                .output("2", "{\"t\":" + quoted(big) + "}");

        assertThat(bodyOf(stage)).isEqualTo(big);
        assertThat(stage.sent).hasSize(1);
    }
}
