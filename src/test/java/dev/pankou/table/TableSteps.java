package dev.pankou.table;

import dev.pankou.json.Json;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Steps that tests of tables share. */
final class TableSteps {
    static final String AT = "/pankou/v1/tables";

    /** A column of each type. */
    static final List<Map<String, Object>> COLUMNS = List.of(
            Map.of("name", "name", "type", "text", "required", true, "description", "名字"),
            Map.of("name", "age", "type", "integer"),
            Map.of("name", "score", "type", "float"),
            Map.of("name", "done", "type", "boolean"),
            Map.of("name", "due", "type", "time"));

    private TableSteps() {}

    static String create(Person person, String name, Object columns, Object... more) {
        var body = new HashMap<String, Object>(
                Map.of("workspace_id", person.personalWorkspace(), "name", name, "columns", columns));
        for (var i = 0; i < more.length; i += 2) {
            body.put((String) more[i], more[i + 1]);
        }
        return person.post(AT, body).data().get("table_id").stringValue();
    }

    static Pankou.Reply query(Person person, String table, String user, String sql) {
        return person.post(AT + "/" + table + "/query", Map.of("sql", sql, "user_id", user));
    }

    /** The rows of a query as JSON texts. */
    static List<String> rows(Person person, String table, String user, String sql) {
        var rows = new ArrayList<String>();
        for (var row : query(person, table, user, sql).data().get("rows")) {
            rows.add(Json.text(row));
        }
        return rows;
    }

    static long changed(Person person, String table, String user, String sql) {
        return query(person, table, user, sql).data().get("row_num").longValue();
    }

    static String refused(Person person, String table, String sql) {
        var reply = query(person, table, "u", sql);
        if (reply.code() != 4000) {
            throw new AssertionError(sql + ": " + reply.text());
        }
        return reply.msg().replace("field sql is invalid: ", "");
    }

    static JsonNode get(Person person, String table) {
        return person.get(AT + "/" + table).data();
    }
}
