package dev.pankou.workflow.run;

import static dev.pankou.workflow.engine.Canvases.END;
import static dev.pankou.workflow.engine.Canvases.START;
import static dev.pankou.workflow.engine.Canvases.literal;
import static dev.pankou.workflow.engine.Canvases.params;
import static dev.pankou.workflow.engine.Canvases.ref;
import static dev.pankou.workflow.run.RunSteps.body;
import static dev.pankou.workflow.run.RunSteps.published;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import dev.pankou.json.Json;
import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import dev.pankou.workflow.engine.Canvases;

@ParameterizedClass
@EnumSource(Database.class)
record DatabaseNodesTest(Database database) {
    private static final String START_FIELDS = "[{\"name\":\"name\",\"type\":\"string\"},{\"name\":\"age\",\"type\":\"integer\"},"
            + "{\"name\":\"all\",\"type\":\"list\",\"schema\":{\"type\":\"integer\"}}]";
    private static final String DECLARED = outputs("[{\"name\":\"name\",\"type\":\"string\"},{\"name\":\"age\",\"type\":\"integer\"}]");
    private static final Map<String, Object> INPUTS = Map.of("name", "小明' OR '1'='1 🙂", "age", 30, "all", List.of(20, 30));

    private static String outputs(String columns) {
        return "[{\"name\":\"outputList\",\"type\":\"list\",\"schema\":{\"type\":\"object\",\"schema\":" + columns
                + "}},{\"name\":\"rowNum\",\"type\":\"integer\"}]";
    }

    private static String table(Person person, Object... more) {
        var body = new HashMap<String, Object>(Map.of(
                "workspace_id", person.personalWorkspace(),
                "name", "people",
                "columns", List.of(Map.of("name", "name"), Map.of("name", "age", "type", "integer"), Map.of("name", "done", "type", "boolean"))));
        for (var i = 0; i < more.length; i += 2) {
            body.put((String) more[i], more[i + 1]);
        }
        return person.post("/pankou/v1/tables", body).data().get("table_id").stringValue();
    }

    private static void add(Person person, String table, String user, String name, Integer age) {
        person.post("/pankou/v1/tables/" + table + "/rows",
                        Map.of("user_id", user, "rows", List.of(age == null ? Map.of("name", name) : Map.of("name", name, "age", age))))
                .data();
    }

    private static String inputs(String table, String rest) {
        return "{\"databaseInfoList\":[{\"databaseInfoID\":\"" + table + "\"}],\"inputParameters\":"
                + params("name", ref("string", START, "name"), "age", ref("integer", START, "age")) + "," + rest + "}";
    }

    /** What one node gives, for a user. */
    private static String run(Person person, String type, String inputs, String outputs, String user) {
        var reply = person.post("/v1/workflow/run", body(flow(person, type, inputs, outputs), INPUTS, "ext", Map.of("user_id", user)));
        return reply.code() == 0 ? reply.json().get("data").stringValue() : reply.msg();
    }

    private static JsonNode given(Person person, String type, String inputs, String outputs, String user) {
        return Json.tree(run(person, type, inputs, outputs, user));
    }

    private static String flow(Person person, String type, String inputs, String outputs) {
        return published(
                person,
                new Canvases()
                        .start(START_FIELDS)
                        .node("110", type, "DB", inputs, outputs)
                        .end(params(
                                "rows", "{\"type\":\"list\",\"schema\":{\"type\":\"object\"},\"value\":{\"type\":\"ref\",\"content\":"
                                        + "{\"source\":\"block-output\",\"blockID\":\"110\",\"name\":\"outputList\"}}}",
                                "n", ref("integer", "110", "rowNum")))
                        .chain(START, "110", END));
    }

    private static String condition(String logic, String... lines) {
        return "\"condition\":{\"logic\":\"" + logic + "\",\"conditionList\":[" + String.join(",", lines) + "]}";
    }

    private static String line(String column, String operation, String right) {
        return "[{\"name\":\"left\",\"input\":" + literal("string", column) + "},{\"name\":\"operation\",\"input\":"
                + literal("string", operation) + "},{\"name\":\"right\",\"input\":" + right + "}]";
    }

    private static String fields(String... idsAndValues) {
        var rows = new ArrayList<String>();
        for (var i = 0; i < idsAndValues.length; i += 2) {
            rows.add("[{\"name\":\"fieldID\",\"input\":" + literal("string", idsAndValues[i]) + "},{\"name\":\"fieldValue\",\"input\":"
                    + idsAndValues[i + 1] + "}]");
        }
        return "\"fieldInfo\":[" + String.join(",", rows) + "]";
    }

    @Test
    void addsQueriesChangesAndDeletesRowsOfTheRunsUser() {
        var alice = Pankou.on(database).user();
        var table = table(alice);
        add(alice, table, "v", "other", 30);

        assertThat(given(alice, "46", inputs(table, "\"insertParam\":{" + fields("1", ref("string", START, "name"), "2", ref("integer", START, "age"))
                        + "}"), DECLARED, "u"))
                .isEqualTo(Json.tree("{\"n\":1,\"rows\":[]}"));
        add(alice, table, "u", "b", 20);
        add(alice, table, "u", "c", null);
        var select = "\"selectParam\":{\"fieldList\":[{\"fieldID\":1},{\"fieldID\":2,\"isDistinct\":false}],"
                + "\"orderByList\":[{\"fieldID\":2,\"isAsc\":false}],\"limit\":2,";
        assertThat(given(alice, "43", inputs(table, select + condition("AND", line("age", "GREATER_EQUAL", literal("integer", 20)),
                        line("name", "NOT_EQUAL", literal("string", "x"))) + "}"), DECLARED, "u"))
                .isEqualTo(Json.tree("{\"n\":2,\"rows\":[{\"age\":30,\"name\":\"小明' OR '1'='1 🙂\"},{\"age\":20,\"name\":\"b\"}]}"));
        assertThat(given(alice, "42", inputs(table, "\"updateParam\":{" + fields("3", literal("boolean", "true")) + ","
                        + condition("OR", line("age", "IS_NULL", "null"), line("name", "LIKE", literal("string", "明'"))) + "}"), DECLARED, "u"))
                .isEqualTo(Json.tree("{\"n\":2,\"rows\":[]}"));
        assertThat(given(alice, "43", inputs(table, select + condition("AND", line("done", "BE_TRUE", "null")) + "}"), outputs("[]"), "u"))
                .as("without declared columns, texts")
                .isEqualTo(Json.tree("{\"n\":2,\"rows\":[{\"age\":\"30\",\"name\":\"小明' OR '1'='1 🙂\"},{\"age\":null,\"name\":\"c\"}]}"));
        var in = "{\"type\":\"list\",\"schema\":{\"type\":\"integer\"},\"value\":{\"type\":\"ref\",\"content\":{\"source\":\"block-output\","
                + "\"blockID\":\"" + START + "\",\"name\":\"all\"}}}";
        assertThat(given(alice, "44", inputs(table, "\"deleteParam\":{" + condition("AND", line("age", "IN", in)) + "}"), DECLARED, "u"))
                .isEqualTo(Json.tree("{\"n\":2,\"rows\":[]}"));
        assertThat(alice.get("/pankou/v1/tables/" + table + "/rows").data().get("total").intValue()).as("c, and the other user's").isEqualTo(2);
    }

    @Test
    void runsSqlWithValuesThatAreNeverReadAsSql() {
        var alice = Pankou.on(database).user();
        var table = table(alice);
        add(alice, table, "u", "a", 30);
        add(alice, table, "u", "b", 40);

        assertThat(given(alice, "12", inputs(table, "\"sql\":\"INSERT INTO people (name, age) VALUES ('{{name}}', {{age}})\""), DECLARED, "u"))
                .isEqualTo(Json.tree("{\"n\":1,\"rows\":[]}"));
        assertThat(given(alice, "12", inputs(table, "\"sql\":\"SELECT name, age FROM people WHERE name = '{{name}}' OR name LIKE '%x{{name}}%'\""),
                        DECLARED, "u"))
                .isEqualTo(Json.tree("{\"n\":1,\"rows\":[{\"age\":30,\"name\":\"小明' OR '1'='1 🙂\"}]}"));
        assertThat(given(alice, "12", inputs(table, "\"sql\":\"select name from people where age = {{age}} order by id limit 1\""), DECLARED, "u"))
                .as("a declared column that is not there is null")
                .isEqualTo(Json.tree("{\"n\":1,\"rows\":[{\"age\":null,\"name\":\"a\"}]}"));
        assertThat(run(alice, "12", inputs(table, "\"sql\":\"SELECT name FROM people WHERE 1=1 {{name}}\""), DECLARED, "u"))
                .contains("database people: ");
        assertThat(run(alice, "12", inputs(table, "\"sql\":\"DROP TABLE people\""), DECLARED, "u"))
                .contains("only SELECT, INSERT, UPDATE and DELETE are allowed");
        assertThat(run(alice, "12", inputs("77", "\"sql\":\"SELECT 1 FROM people\""), DECLARED, "u"))
                .contains("database 77 does not exist");
        assertThat(given(alice, "12", inputs(table, "\"sql\":\"SELECT count(*) AS n FROM people\""), outputs("[{\"name\":\"n\",\"type\":\"integer\"}]"), "v"))
                .isEqualTo(Json.tree("{\"n\":1,\"rows\":[{\"n\":0}]}"));
        var bob = Pankou.on(database).user();
        assertThat(run(bob, "12", inputs(table, "\"sql\":\"SELECT name FROM people\""), DECLARED, "u"))
                .contains("database " + table + " does not exist");
    }

    @Test
    void aReplayAnswersFromTheTapeAndChangesNothing() {
        var alice = Pankou.on(database).user();
        var table = table(alice, "isolation", "shared");
        var flow = flow(alice, "46", inputs(table, "\"insertParam\":{" + fields("name", literal("string", "once")) + "}"), DECLARED);
        var run = alice.post("/v1/workflow/run", body(flow, INPUTS)).json().get("execute_id").stringValue();

        var replay = alice.post("/pankou/v1/workflows/" + flow + "/runs/" + run + "/replay", Map.of()).data();

        assertThat(replay.get("same").booleanValue()).isTrue();
        assertThat(replay.get("output")).isEqualTo(Json.tree("{\"rows\":[],\"n\":1}"));
        assertThat(alice.get("/pankou/v1/tables/" + table + "/rows").data().get("total").intValue()).isEqualTo(1);
    }

    @Test
    void anImportMapsDatabasesAndTakesColumnsByTheirNames() {
        var alice = Pankou.on(database).user();
        var table = table(alice, "isolation", "shared");
        add(alice, table, "u", "a", 30);
        var canvas = new Canvases()
                .start(START_FIELDS)
                .node("110", "43", "DB", inputs("7399000000000000001", "\"selectParam\":{\"fieldList\":[{\"fieldID\":1785960530945},"
                        + "{\"fieldID\":1785960530946}],\"limit\":10," + condition("AND", line("age", "EQUAL", literal("integer", "30"))) + "}"), DECLARED)
                .end(params("n", ref("integer", "110", "rowNum"), "name", ref("string", "110", "outputList.name")))
                .chain(START, "110", END);

        var made = alice.post("/pankou/v1/workflows/import", Map.of(
                        "workspace_id", alice.personalWorkspace(), "name", "run", "canvas", canvas.json(),
                        "ids", Map.of("7399000000000000001", table)))
                .data();
        var flow = made.get("workflow_id").stringValue();

        assertThat(made.get("report").get(0).get("kind").stringValue()).isEqualTo("mapped");
        assertThat(alice.post("/v1/workflow/run", body(flow, INPUTS, "execute_mode", "DEBUG")).json().get("data").stringValue())
                .isEqualTo("{\"n\":1,\"name\":\"a\"}");
    }

    @Test
    void anImportMapsNumbersOfColumnsAndKnowsDatabasesOfTheWorkspace() {
        var alice = Pankou.on(database).user();
        var table = table(alice, "isolation", "shared");
        var canvas = new Canvases()
                .start(START_FIELDS)
                .node("110", "46", "DB", inputs(table, "\"insertParam\":{" + fields("1785960530945", literal("string", "x")) + "}"), DECLARED)
                .end(params("n", ref("integer", "110", "rowNum")))
                .chain(START, "110", END);
        var body = new HashMap<String, Object>(
                Map.of("workspace_id", alice.personalWorkspace(), "name", "run", "canvas", canvas.json()));

        var unmapped = alice.post("/pankou/v1/workflows/import", body).data();
        body.put("ids", Map.of("1785960530945", "1"));
        var mapped = alice.post("/pankou/v1/workflows/import", body).data();

        assertThat(unmapped.get("report")).isEmpty();
        assertThat(alice.post("/v1/workflow/run", body(unmapped.get("workflow_id").stringValue(), INPUTS, "execute_mode", "DEBUG")).msg())
                .contains("database people has no field 1785960530945; it has 1 name, 2 age, 3 done");
        assertThat(mapped.get("report").get(0).get("what").stringValue()).isEqualTo("column");
        assertThat(alice.post("/v1/workflow/run", body(mapped.get("workflow_id").stringValue(), INPUTS, "execute_mode", "DEBUG"))
                        .json().get("data").stringValue())
                .isEqualTo("{\"n\":1}");
    }

    @Test
    void theOldVariableNodeSetsAndGetsVariablesOfTheUser() {
        var alice = Pankou.on(database).user();
        var bot = alice.publishedBot(Map.of());
        var canvas = new Canvases()
                .start(START_FIELDS)
                .node("110", "11", "Set", "{\"mode\":\"set\",\"inputParameters\":" + params("city", literal("string", "杭州")) + "}",
                        "[{\"name\":\"isSuccess\",\"type\":\"boolean\"}]")
                .node("120", "11", "Get", "{\"mode\":\"get\",\"inputParameters\":" + params("Key", literal("string", "city")) + "}",
                        "[{\"name\":\"value\",\"type\":\"string\"}]")
                .end(params("ok", ref("boolean", "110", "isSuccess"), "v", ref("string", "120", "value")))
                .chain(START, "110", "120", END);
        var flow = published(alice, canvas);

        assertThat(alice.post("/v1/workflow/run", body(flow, Map.of(), "bot_id", bot)).json().get("data").stringValue())
                .isEqualTo(Json.text(Map.of("ok", true)).replace("}", ",\"v\":\"杭州\"}"));
    }
}
