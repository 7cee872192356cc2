package dev.pankou.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.json.Json;
import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Hostile values in every field of every declared operation: never a 5xx, always the envelope. */
@ParameterizedClass
@EnumSource(Database.class)
record FuzzTest(Database database) {
    private static final int CALLS = 2_000;
    private static final long SEED = 20_260_105L;
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

    /** Values as JSON text. */
    private static final List<String> HOSTILE = List.of(
            "null", "true", "false", "0", "-1", "1", "1.5", "1e400", "-1e-400", "1e999999999", "9223372036854775807",
            "9223372036854775808", "99999999999999999999999999999", "\"\"", "\" \"", "\"0\"", "\"-1\"", "\"007\"", "\"NaN\"",
            "\"Infinity\"", "\"天气 🌦\"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\uffff\"",
            "\"\\u202e\"", "\"' OR 1=1 --\"", "\"%00\"", "\"%s%n\"", "\"../../etc/passwd\"", "\"<script>\"", "\"{{a}}\"",
            "\"${7*7}\"", "\"http://[::1\"", "\"http://127.0.0.1:1/\"", "\"file:///etc/passwd\"", "[]", "[null]", "[[]]",
            "[{}]", "[1,\"a\",null,{}]", "{}", "{\"\":\"\"}", "{\"a\":null}", "{\"a\":{\"b\":[{\"c\":1}]}}", "\"[{}]\"",
            "\"[{\\\"type\\\":\\\"image\\\"}]\"", "\"user\"", "\"assistant\"", "\"text\"", "\"object_string\"", "\"1024\"", "1024");

    @Test
    void neverFailsInside() {
        try (var pankou = Pankou.fresh(database, Map.of("idle-timeout", "5s", "stop-timeout", "100ms"))) {
            var random = new Random(SEED);
            var owner = pankou.user();
            var known = known(owner);
            var operations = pankou.operations();
            for (var i = 0; i < CALLS; i++) {
                var operation = operations.get(random.nextInt(operations.size()));
                var person = random.nextInt(4) == 0 ? pankou.root() : owner;
                var path = path(operation.path(), random, known);
                if (random.nextInt(3) > 0) {
                    path += "?" + query(Binder.of(operation.request()), random, known);
                }
                var method = operation.methods().get(random.nextInt(operation.methods().size()));
                var body = method.equals("GET") ? "" : body(operation.request(), random, known, 0);
                var what = "call " + i + ": " + method + " " + path + " " + body;

                Pankou.Reply reply;
                try {
                    reply = person.raw(method, path, body, Map.of());
                } catch (RuntimeException broken) {
                    throw new AssertionError(what, broken);
                }

                assertThat(reply.status()).as(() -> what + "\n" + reply.text()).isLessThan(500);
                assertThat(reply.logid()).as(what).matches("\\d{14}[0-9A-F]{20}");
                var type = reply.http().headers().firstValue("content-type").orElse("");
                if (type.startsWith("application/json")) {
                    assertThat(reply.json().at("/detail/logid").stringValue("")).as(what).isEqualTo(reply.logid());
                    assertThat(reply.code()).as(what).isBetween(0, 4999);
                } else {
                    assertThat(type).as(what).matches("(text/event-stream|image/).*");
                }
            }
            assertThat(owner.get("/v1/users/me").code()).isZero();
        }
    }

    /** Real values, so that some calls get past the first checks. By field name. */
    private static Map<String, String> known(Person owner) {
        var bot = owner.publishedBot(Map.of());
        var message = owner.post(
                "/v1/conversation/create",
                Map.of("bot_id", bot, "messages", List.of(Map.of("role", "user", "content", "好", "content_type", "text"))));
        var conversation = message.data().get("id").stringValue();
        var id = owner.post("/v1/conversation/message/list?conversation_id=" + conversation, Map.of())
                .json().at("/data/0/id").stringValue();
        var workspace = owner.personalWorkspace();
        var workflow = owner.post("/pankou/v1/workflows", Map.of("workspace_id", workspace, "name", "天气"))
                .data().get("workflow_id").stringValue();
        owner.post("/pankou/v1/workflows/" + workflow + "/publish", Map.of("version", "v0.0.1")).data();
        return Map.ofEntries(
                Map.entry("bot_id", bot),
                Map.entry("space_id", workspace),
                Map.entry("workspace_id", workspace),
                Map.entry("conversation_id", conversation),
                Map.entry("message_id", id),
                Map.entry("file_id", owner.upload("a.txt", "天气".getBytes(StandardCharsets.UTF_8))),
                Map.entry("user_id", "u"),
                Map.entry("workflow_id", workflow),
                Map.entry("version", "v0.0.1"),
                Map.entry("draft_version", "1"),
                Map.entry("canvas", "{\"nodes\":[{\"id\":\"1\",\"type\":\"9\",\"data\":{\"inputs\":{\"workflowId\":1}}}]}"));
    }

    private static String path(String template, Random random, Map<String, String> known) {
        return PARAMETER.matcher(template).replaceAll(match -> {
            var value = random.nextBoolean() ? known.get(match.group(1)) : null;
            return Matcher.quoteReplacement(value != null ? value : escaped(HOSTILE.get(random.nextInt(HOSTILE.size())), "x"));
        });
    }

    /** A JSON text as a piece of an address; {@code instead} of what cannot stand in one. */
    private static String escaped(String json, String instead) {
        var text = json.startsWith("\"") ? Json.tree(json).stringValue() : json;
        if (text.isBlank() || text.contains("/") || text.contains("\0")) {
            return instead;
        }
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String query(Binder binder, Random random, Map<String, String> known) {
        var pairs = new ArrayList<String>();
        for (var field : binder.fields()) {
            if (random.nextInt(3) > 0) {
                var value = known.get(field.name());
                pairs.add(field.name() + "="
                        + (value != null && random.nextInt(3) > 0
                                ? URLEncoder.encode(value, StandardCharsets.UTF_8)
                                : escaped(HOSTILE.get(random.nextInt(HOSTILE.size())), "")));
            }
        }
        return String.join("&", pairs);
    }

    private static String body(Class<?> request, Random random, Map<String, String> known, int depth) {
        if (depth == 0 && random.nextInt(25) == 0) {
            return HOSTILE.get(random.nextInt(HOSTILE.size()));
        }
        var fields = new HashMap<String, String>();
        for (var field : Binder.of(request).fields()) {
            var value = known.get(field.name());
            if (value != null && random.nextInt(4) > 0) {
                fields.put(field.name(), Json.text(value));
            } else if (field.required() ? random.nextInt(10) > 0 : random.nextInt(3) == 0) {
                fields.put(field.name(), value(field.type(), random, known, depth));
            }
        }
        var text = new StringBuilder("{");
        fields.forEach((name, value) ->
                text.append(text.length() == 1 ? "" : ",").append('"').append(name).append("\":").append(value));
        return text.append('}').toString();
    }

    private static String value(java.lang.reflect.Type type, Random random, Map<String, String> known, int depth) {
        if (random.nextInt(3) > 0 && depth < 4) {
            switch (type) {
                case Class<?> record when record.isRecord() && Binder.of(record).fields().size() > 1 -> {
                    return body(record, random, known, depth + 1);
                }
                case Class<?> constants when constants.isEnum() -> {
                    var all = constants.getEnumConstants();
                    return Json.text(all[random.nextInt(all.length)].toString().toLowerCase(java.util.Locale.ROOT));
                }
                case Class<?> text when text == String.class -> {
                    return Json.text("x".repeat(1 + random.nextInt(12)));
                }
                case java.lang.reflect.ParameterizedType generic when generic.getRawType() == List.class -> {
                    var entry = value(generic.getActualTypeArguments()[0], random, known, depth + 1);
                    return "[" + entry + "]";
                }
                default -> {
                    // a hostile one
                }
            }
        }
        return HOSTILE.get(random.nextInt(HOSTILE.size()));
    }
}
