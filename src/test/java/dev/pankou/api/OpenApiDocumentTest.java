package dev.pankou.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.access.Permission;
import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class OpenApiDocumentTest {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete");
    private static final JsonNode SERVED = Json.tree(
            new Person(Pankou.on(Database.SQLITE), null).get("/openapi.json").text());

    enum Kind {
        TEAM_WORK,
        PERSONAL
    }

    record Item(Id id, Kind kind, @Nullable String note, List<Item> children) {}

    record Ask(
            @Required Id botId,
            @Required @Length(min = 1, max = 20) @Doc("天气") String name,
            @Default("20") @Range(min = 1, max = 50) int pageSize,
            @Default("team_work") Kind kind,
            List<String> tags,
            @Nullable Item item) {}

    private static JsonNode own() {
        Operation.Simple<Ask, Item> nothing = (caller, ask) -> {
            throw new AssertionError("not called");
        };
        return OpenApiDocument.of(
                List.of(
                        Operation.post("Coze", "/v1/bots/{bot_id}").also("GET").permission(Permission.GET_BOT).data(Ask.class, Item.class, nothing),
                        Operation.put("Other", "/v1/bots/{id}").anyToken().flat(Ask.class, Item.class, nothing),
                        Operation.delete("Ours", "/pankou/v1/x_ys/{bot_id}").open().data(Ask.class, Item.class, nothing)),
                "1");
    }

    @Test
    void describesBothMethodsOfAnOperation() {
        var path = own().get("paths").get("/v1/bots/{bot_id}");

        assertThat(path.get("post").get("operationId").stringValue()).isEqualTo("Coze");
        assertThat(path.get("get").get("operationId").stringValue()).isEqualTo("Coze_GET");
        assertThat(path.get("put").get("operationId").stringValue()).isEqualTo("Other");
        assertThat(path.get("get").has("requestBody")).isFalse();
        assertThat(path.get("get").get("parameters")).hasSize(6);
        assertThat(path.get("post").get("parameters")).hasSize(1);
        assertThat(path.get("post").get("x-permission").get(0).stringValue()).isEqualTo("getMetadata");
        assertThat(path.get("post").has("x-pankou-extension")).isFalse();
    }

    @Test
    void tellsTheLimitsOfFields() {
        var schema = own().at("/paths/~1v1~1bots~1{bot_id}/post/requestBody/content/application~1json/schema");
        var fields = schema.get("properties");

        assertThat(schema.get("required")).hasSize(1);
        assertThat(fields.get("name").get("minLength").intValue()).isEqualTo(1);
        assertThat(fields.get("name").get("maxLength").intValue()).isEqualTo(20);
        assertThat(fields.get("name").get("description").stringValue()).isEqualTo("天气");
        assertThat(fields.get("page_size").get("maximum").intValue()).isEqualTo(50);
        assertThat(fields.get("page_size").get("default").intValue()).isEqualTo(20);
        assertThat(fields.get("kind").get("enum").get(0).stringValue()).isEqualTo("team_work");
        assertThat(fields.has("bot_id")).isFalse();
    }

    @Test
    void requiresInAnswersWhatIsNeverNull() {
        var item = own().at("/components/schemas/Item");

        assertThat(item.get("required").toString()).isEqualTo("[\"id\",\"kind\",\"children\"]");
        assertThat(item.get("properties").get("id").get("format").stringValue()).isEqualTo("int64");
        assertThat(item.at("/properties/children/items/$ref").stringValue()).isEqualTo("#/components/schemas/Item");
    }

    @Test
    void putsTheFieldsOfAFlatAnswerBesideItsCode() {
        var answer = own().at("/paths/~1v1~1bots~1{bot_id}/put/responses/200/content/application~1json/schema");

        assertThat(answer.get("required").toString()).isEqualTo("[\"id\",\"kind\",\"children\",\"code\",\"msg\",\"detail\"]");
        assertThat(answer.get("properties").has("data")).isFalse();
    }

    @Test
    void marksExtensionsAndWhatIsOpen() {
        var ours = own().at("/paths/~1pankou~1v1~1x_ys~1{bot_id}/delete");

        assertThat(ours.get("x-pankou-extension").booleanValue()).isTrue();
        assertThat(ours.get("security")).isEmpty();
        assertThat(ours.get("tags").get(0).stringValue()).isEqualTo("Pankou x ys");
    }

    @Test
    void resolvesEveryReferenceOfTheServedDocument() {
        var references = new ArrayList<String>();
        collect(SERVED, references);

        assertThat(references).isNotEmpty().allSatisfy(reference -> {
            assertThat(reference).startsWith("#/");
            assertThat(SERVED.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
        });
        collect(own(), new ArrayList<>());
    }

    @Test
    void servesUniqueOperationIdsAndParametersThatFitTheirPath() {
        var ids = new HashSet<String>();
        for (var path : SERVED.get("paths").properties()) {
            var inPath = Pattern.compile("\\{([^}]+)}").matcher(path.getKey()).results().map(found -> found.group(1)).toList();
            for (var method : path.getValue().properties()) {
                assertThat(METHODS).contains(method.getKey());
                var operation = method.getValue();
                assertThat(ids.add(operation.get("operationId").stringValue())).as(operation.get("operationId").stringValue()).isTrue();
                assertThat(operation.get("responses").has("200")).isTrue();
                var named = new ArrayList<String>();
                for (var parameter : operation.path("parameters")) {
                    if (parameter.get("in").stringValue().equals("path")) {
                        named.add(parameter.get("name").stringValue());
                    }
                    assertThat(parameter.get("schema").isObject()).isTrue();
                }
                assertThat(named).containsExactlyInAnyOrderElementsOf(inPath);
            }
        }
        assertThat(ids).contains("ListWorkspaces", "PankouSignIn", "GetMe");
    }

    /** The permission list names operations from the same table. */
    @Test
    void servesEveryDeclaredOperation() {
        var served = new HashSet<String>();
        SERVED.get("paths").forEach(path -> path.forEach(operation -> served.add(operation.get("operationId").stringValue())));
        var declared = new ArrayList<String>();
        for (var group : Pankou.on(Database.SQLITE).root().get("/pankou/v1/permissions").data().get("groups")) {
            for (var permission : group.get("permissions")) {
                permission.get("operations").forEach(operation -> declared.add(operation.stringValue()));
            }
        }

        assertThat(declared).isNotEmpty();
        assertThat(served).containsAll(declared);
    }

    private static void collect(JsonNode node, List<String> references) {
        if (node.isObject() && node.has("$ref")) {
            references.add(node.get("$ref").stringValue());
        }
        node.forEach(child -> collect(child, references));
    }
}
