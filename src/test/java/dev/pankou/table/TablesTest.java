package dev.pankou.table;

import static dev.pankou.table.TableSteps.AT;
import static dev.pankou.table.TableSteps.COLUMNS;
import static dev.pankou.table.TableSteps.changed;
import static dev.pankou.table.TableSteps.create;
import static dev.pankou.table.TableSteps.get;
import static dev.pankou.table.TableSteps.refused;
import static dev.pankou.table.TableSteps.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.json.Json;
import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
record TablesTest(Database database) {
    private Person person() {
        return Pankou.on(database).user();
    }

    private static Pankou.Reply make(Person person, String name, Object columns) {
        return person.post(AT, Map.of("workspace_id", person.personalWorkspace(), "name", name, "columns", columns));
    }

    private static List<Map<String, Object>> named(String... names) {
        return IntStream.range(0, names.length).mapToObj(i -> Map.<String, Object>of("name", names[i])).toList();
    }

    @Test
    void aTableIsMadeShownListedRenamedAndDeleted() {
        var alice = person();
        var table = create(alice, "日程", COLUMNS, "description", "要做的事 📝");

        var shown = get(alice, table);
        assertThat(Json.text(shown.get("columns").get(0)))
                .isEqualTo("{\"id\":1,\"name\":\"name\",\"type\":\"text\",\"required\":true,\"description\":\"名字\"}");
        assertThat(shown.get("isolation").stringValue()).isEqualTo("user");
        assertThat(shown.get("row_count").longValue()).isZero();
        var listed = alice.get(AT + "?workspace_id=" + alice.personalWorkspace()).data();
        assertThat(listed.get("total").intValue()).isEqualTo(1);
        assertThat(listed.get("tables").get(0)).isEqualTo(shown);
        changed(alice, table, "u", "INSERT INTO 日程 (name) VALUES ('x')");
        alice.put(AT + "/" + table, Map.of("name", "plans", "isolation", "shared")).data();
        assertThat(rows(alice, table, "v", "SELECT name FROM Plans")).containsExactly("{\"name\":\"x\"}");
        assertThat(make(alice, "PLANS", COLUMNS).msg()).isEqualTo("field name is invalid: there is a table \"PLANS\" already");
        alice.delete(AT + "/" + table).data();
        assertThat(alice.get(AT + "/" + table).code()).isEqualTo(4200);
        assertThat(make(alice, "PLANS", COLUMNS).code()).isZero();
    }

    @Test
    void columnsKeepTheirNumbersAndValuesWhenTheyAreRenamedAndLoseThemWhenTheyGo() {
        var alice = person();
        var table = create(alice, "t", named("a", "b", "c"));
        changed(alice, table, "u", "INSERT INTO t (a, b, c) VALUES ('1', '2', '3')");

        alice.put(AT + "/" + table, Map.of("columns", List.of(
                        Map.of("name", "c"), Map.of("id", 1, "name", "first"), Map.of("name", "d", "type", "integer"))))
                .data();

        assertThat(rows(alice, table, "u", "SELECT first, c, d FROM t")).containsExactly("{\"first\":\"1\",\"c\":\"3\",\"d\":null}");
        assertThat(get(alice, table).get("columns")).extracting(column -> column.get("id").longValue()).containsExactly(3L, 1L, 4L);
        assertThat(refused(alice, table, "SELECT b FROM t")).startsWith("column b is not in table t");
        alice.put(AT + "/" + table, Map.of("columns", named("c", "first", "b"))).data();
        assertThat(rows(alice, table, "u", "SELECT b FROM t")).as("a new column of an old name").containsExactly("{\"b\":null}");
        assertThat(alice.put(AT + "/" + table, Map.of("columns", List.of(Map.of("name", "c", "type", "integer")))).msg())
                .contains("columns[0].type");
        assertThat(alice.put(AT + "/" + table, Map.of("columns", List.of(Map.of("name", "x", "id", 77)))).code()).isEqualTo(4000);
        assertThat(alice.put(AT + "/" + table, Map.of("columns", List.of(Map.of("name", "c"), Map.of("name", "z", "id", 3)))).code())
                .isEqualTo(4000);
        var twenty = IntStream.range(0, 20).mapToObj(i -> "n" + i).toArray(String[]::new);
        alice.put(AT + "/" + table, Map.of("columns", named(twenty))).data();
        assertThat(rows(alice, table, "u", "SELECT n0, n19 FROM t")).containsExactly("{\"n0\":null,\"n19\":null}");
    }

    @Test
    void rowsAreAddedListedChangedAndDeleted() {
        var alice = person();
        var table = create(alice, "t", COLUMNS);
        var at = AT + "/" + table + "/rows";
        var ids = alice.post(at, Map.of("user_id", "u", "rows", List.of(
                        Map.of("name", "a", "age", "7", "done", "true", "due", "2026-01-02T03:04:05Z"), Map.of("name", "b", "score", 2))))
                .data().get("row_ids");
        alice.post(at, Map.of("user_id", "v", "connector_id", "999", "rows", List.of(Map.of("name", "c")))).data();

        var of = alice.get(at + "?user_id=u").data();
        assertThat(of.get("total").intValue()).isEqualTo(2);
        assertThat(Json.text(of.get("rows").get(1).get("values")))
                .isEqualTo("{\"name\":\"a\",\"age\":7,\"score\":null,\"done\":true,\"due\":\"2026-01-02 03:04:05\"}");
        assertThat(alice.get(at).data().get("total").intValue()).isEqualTo(3);
        assertThat(alice.get(at + "?connector_id=999").data().get("rows").get(0).get("user_id").stringValue()).isEqualTo("v");
        var row = at + "/" + ids.get(0).stringValue();
        alice.put(row, Map.of("values", java.util.Collections.singletonMap("age", null))).data();
        assertThat(rows(alice, table, "u", "SELECT age FROM t WHERE name = 'a'")).containsExactly("{\"age\":null}");
        assertThat(alice.put(row, Map.of("values", Map.of("name", ""))).code()).as("an empty text is a text").isZero();
        assertThat(alice.put(row, Map.of("values", java.util.Collections.singletonMap("name", null))).msg()).contains("a value is required");
        assertThat(alice.put(row, Map.of("values", List.of(1))).code()).isEqualTo(4000);
        assertThat(alice.put(row, Map.of("values", Map.of("nope", 1))).msg()).contains("there is no column nope");
        alice.delete(row).data();
        assertThat(alice.delete(row).code()).isEqualTo(4200);
        assertThat(get(alice, table).get("row_count").longValue()).isEqualTo(2);
        assertThat(alice.post(at, Map.of("rows", List.of(Map.of("name", "ok"), Map.of("age", 1)))).msg()).contains("column name is required");
        assertThat(get(alice, table).get("row_count").longValue()).as("all or nothing").isEqualTo(2);
    }

    @Test
    void limitsHoldAtNAndFailAtNPlusOne() {
        var settings = Map.of("table-max", "2", "table-max-rows", "3");
        try (var pankou = Pankou.fresh(database, settings)) {
            var alice = pankou.user();
            var table = create(alice, "t", named("a"));
            create(alice, "u", named("a"));
            assertThat(make(alice, "v", named("a")).msg()).contains("at most 2 tables");
            assertThat(changed(alice, table, "u", "INSERT INTO t (a) VALUES ('1'), ('2')")).isEqualTo(2);
            assertThat(refused(alice, table, "INSERT INTO t (a) VALUES ('3'), ('4')")).isEqualTo("the table is full: it has at most 3 rows");
            assertThat(changed(alice, table, "u", "INSERT INTO t (a) VALUES ('3')")).isEqualTo(1);
            assertThat(changed(alice, table, "u", "DELETE FROM t WHERE a = '1'")).isEqualTo(1);
            assertThat(changed(alice, table, "v", "INSERT INTO t (a) VALUES ('4')")).isEqualTo(1);
            alice.put(AT + "/" + table, Map.of("name", "w")).data();
            assertThat(changed(alice, table, "u", "UPDATE w SET a = '" + "字".repeat(50_000) + "' WHERE a = '2'")).isEqualTo(1);
            assertThat(refused(alice, table, "UPDATE w SET a = '" + "字".repeat(50_001) + "' WHERE a = '3'"))
                    .isEqualTo("column a: at most 50000 characters");
        }
        var alice = person();
        assertThat(make(alice, "x", named()).code()).isEqualTo(4000);
        assertThat(make(alice, "x", named(IntStream.range(0, 21).mapToObj(i -> "n" + i).toArray(String[]::new))).code()).isEqualTo(4000);
        assertThat(make(alice, "n".repeat(64), named("c".repeat(64))).code()).isZero();
        for (var bad : List.of("", "1a", "a b", "a\"b", "n".repeat(65), "a;b")) {
            assertThat(make(alice, bad, named("a")).code()).as(bad).isEqualTo(4000);
            assertThat(make(alice, "x", named(bad)).code()).as(bad).isEqualTo(4000);
        }
        for (var system : List.of("id", "ID", "user_id", "created_at", "uuid", "sys_platform", "bstudio_create_time")) {
            assertThat(make(alice, "x", named(system)).msg()).as(system).contains("columns[0].name");
        }
        assertThat(make(alice, "x", named("a", "A")).code()).isEqualTo(4000);
        assertThat(make(alice, "x", List.of(Map.of("name", "a", "type", "blob"))).code()).isEqualTo(4000);
    }

    @Test
    void aQueryThatTakesTooLongIsEndedAndTheDatabaseWorksOn() {
        try (var pankou = Pankou.fresh(database, Map.of("table-timeout", "1ms"))) {
            var alice = pankou.user();
            var table = create(alice, "t", named("a"));
            var body = "ab".repeat(20_000);
            for (var i = 0; i < 5; i++) {
                alice.post(AT + "/" + table + "/rows", Map.of("user_id", "u", "rows",
                                IntStream.range(0, 50).mapToObj(n -> Map.of("a", body)).toList()))
                        .data();
            }

            for (var sql : List.of(
                    "SELECT count(*) FROM t WHERE a LIKE '%a%a%c%' OR upper(a) LIKE '%b%b%c%'",
                    "UPDATE t SET a = 'x' WHERE a LIKE '%a%a%c%' OR upper(a) LIKE '%b%b%c%' OR a <> 'y'",
                    "DELETE FROM t WHERE a LIKE '%a%a%c%' OR upper(a) LIKE '%b%b%c%' OR a <> 'y'")) {
                assertThat(refused(alice, table, sql)).as(sql).isEqualTo("the statement failed: it took too long");
            }
            assertThat(changed(alice, table, "v", "INSERT INTO t (a) VALUES ('z')")).isEqualTo(1);
        }
    }

    @Test
    void aQueryGivesAtMost1000Rows() {
        var alice = person();
        var table = create(alice, "t", List.of(Map.of("name", "n", "type", "integer")));
        for (var part = 0; part < 2; part++) {
            var from = part * 600;
            alice.post(AT + "/" + table + "/rows", Map.of("user_id", "u", "rows",
                            IntStream.range(from, from + 600).mapToObj(i -> Map.of("n", i)).toList()))
                    .data();
        }

        assertThat(rows(alice, table, "u", "SELECT n FROM t")).hasSize(1000);
        assertThat(rows(alice, table, "u", "SELECT n FROM t LIMIT 5000")).hasSize(1000);
        assertThat(rows(alice, table, "u", "SELECT n FROM t LIMIT 5000 OFFSET 1000")).hasSize(200);
        assertThat(rows(alice, table, "u", "SELECT sum(n) s FROM t")).containsExactly("{\"s\":719400}");
        assertThat(changed(alice, table, "u", "UPDATE t SET n = n + 1 WHERE n >= 0")).isEqualTo(1200);
        assertThat(rows(alice, table, "u", "SELECT sum(n) s FROM t")).containsExactly("{\"s\":720600}");
        assertThat(changed(alice, table, "u", "DELETE FROM t WHERE n > 100")).isEqualTo(1100);
    }

    @Test
    void aBotUsesTablesOfItsWorkspaceAndItsModelIsTold() {
        var alice = person();
        var table = create(alice, "t", COLUMNS, "description", "notes");
        var bot = alice.draftBot(Map.of());
        var at = "/pankou/v1/bots/" + bot + "/tables";

        assertThat(alice.get(at).data().get("tables")).isEmpty();
        alice.put(at, Map.of("table_ids", List.of(table))).data();
        assertThat(alice.get(at).data().get("tables").get(0)).isEqualTo(get(alice, table));
        var bob = person();
        var foreign = create(bob, "t", COLUMNS);
        assertThat(alice.put(at, Map.of("table_ids", List.of(foreign))).msg()).contains("table_ids[0]");
        assertThat(alice.put(at, Map.of("table_ids", List.of(table, table))).code()).isEqualTo(4000);
        assertThat(bob.put(at, Map.of("table_ids", List.of(foreign))).code()).isEqualTo(4200);
        assertThat(bob.get(AT + "/" + table).code()).isEqualTo(4200);
        assertThat(bob.post(AT + "/" + table + "/query", Map.of("sql", "SELECT * FROM t")).code()).isEqualTo(4200);
        alice.delete(AT + "/" + table).data();
        assertThat(alice.get(at).data().get("tables")).isEmpty();
    }

    @Test
    void takesTheNamesThatOthersHaveForTypesAndIsolation() {
        var alice = Pankou.on(database).user();
        var columns = List.of(
                Map.of("name", "a", "type", "string"), Map.of("name", "b", "type", "number"), Map.of("name", "c", "type", "datetime"));

        var table = alice.post("/pankou/v1/tables", Map.of(
                        "workspace_id", alice.personalWorkspace(), "name", "t", "columns", columns, "isolation", "public"))
                .data().get("table_id").stringValue();

        var seen = alice.get("/pankou/v1/tables/" + table).data();
        assertThat(seen.get("columns")).extracting(column -> column.get("type").stringValue()).containsExactly("text", "float", "time");
        assertThat(seen.get("isolation").stringValue()).isEqualTo("shared");
    }
}
