package dev.pankou.table;

import static dev.pankou.table.TableSteps.COLUMNS;
import static dev.pankou.table.TableSteps.create;
import static dev.pankou.table.TableSteps.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever SQL comes: never a 5xx, and never a row of another user or of another table. */
@ParameterizedClass
@EnumSource(Database.class)
record TableFuzzTest(Database database) {
    private static final int ROUNDS = 400;
    private static final String SECRET = "SECRET🔒";

    private static final List<String> WORDS = List.of(
            "SELECT", "*", "FROM", "t", "other", "table_row", "data_table", "WHERE", "name", "age", "score", "done", "due", "id",
            "user_id", "connector_id", "t1", "end_user", "table_id", "=", "<>", "<", ">=", "AND", "OR", "NOT", "IN", "(", ")", ",",
            "'x'", "'u'", "\"x\"", "1", "-1", "0.5", "NULL", "TRUE", "LIKE", "'%'", "BETWEEN", "IS", "GROUP BY", "HAVING",
            "ORDER BY", "LIMIT", "OFFSET", "DISTINCT", "count(*)", "max(age)", "lower(name)", "coalesce(age, 1)", "UNION", "JOIN",
            "t x", "x.name", "t.name", "UPDATE t SET", "DELETE FROM t", "INSERT INTO t (name) VALUES ('y')", "--", "/*", "*/", ";",
            "''", "'", "\\", ":table", ":v0", "?", "1=1", "OR 1=1", "EXISTS", "CASE", "WHEN", "END", "CAST", "::text", "||", "+",
            "/", "%", "pg_sleep(1)", "sqlite_version()", "current_timestamp", "now()", "ASC", "DESC", "AS", "n", "e''", "$$x$$", "<rows>");

    private static final List<String> HOSTILE = List.of(
            "SELECT * FROM t WHERE name = 'x' OR 'a' = 'a'",
            "SELECT * FROM t WHERE name = '\\' OR 1=1 --'",
            "SELECT * FROM t WHERE 1=1) OR (1=1",
            "SELECT * FROM t WHERE (1=1) OR (user_id = 'owner')",
            "SELECT * FROM t WHERE NOT (user_id = 'thief')",
            "SELECT * FROM t -- WHERE\nWHERE 1 = 1",
            "SELECT * FROM t /* x */ WHERE 1 = 1 OR name LIKE '%'",
            "SELECT max(name) FROM t", "SELECT count(*) FROM t HAVING count(*) > 0",
            "SELECT name FROM t WHERE name IN ('x', 'y') OR name IS NOT NULL",
            "SELECT t.* FROM t t WHERE t.user_id = 'owner'",
            "SELECT * FROM t WHERE :connector = 1024", "SELECT * FROM t WHERE :endUser = 'owner' OR 1 = 1",
            "SELECT :table, :endUser FROM t",
            "DELETE FROM t WHERE user_id = 'owner' OR 1 = 1", "UPDATE t SET name = 'gone' WHERE user_id = 'owner' OR 1 = 1",
            "UPDATE t SET name = 'gone', user_id = 'thief' WHERE 1 = 1",
            "INSERT INTO t (name, user_id) VALUES ('x', 'owner')",
            "SELECT * FROM t ORDER BY (SELECT name FROM table_row)", "SELECT * FROM t LIMIT (SELECT 1)",
            "SELECT * FROM t WHERE age = 1 AND (name = 'a' OR 1 = 1) OR 1 = 1",
            "SELECT \"name\" FROM \"t\" WHERE \"end_user\" = 'owner'",
            "SELECT ' || end_user || ' FROM t", "SELECT `name` FROM `t` WHERE `1` = 1 OR 1",
            "DELETE FROM t WHERE 1 = 1;\uFFFD", "\uE0F0p0\uE0F0", "SELECT '\uE0F0p0\uE0F0' FROM t WHERE name = '\uE0F0' OR 1=1 OR '\uE0F0' = ''");

    @Test
    void neverFailsAndNeverShowsOrChangesWhatBelongsToAnother() {
        var alice = Pankou.on(database).user();
        var table = create(alice, "t", COLUMNS);
        var other = create(alice, "other", COLUMNS, "isolation", "shared");
        query(alice, table, "owner", "INSERT INTO t (name, age, score, done) VALUES ('" + SECRET + "', 1, 1, true)").data();
        query(alice, other, "owner", "INSERT INTO other (name) VALUES ('" + SECRET + "')").data();
        var seed = 20261121L;
        var random = new Random(seed);

        for (var hostile : HOSTILE) {
            tried(alice, table, hostile);
        }
        for (var round = 0; round < ROUNDS; round++) {
            var sql = new StringBuilder(random.nextInt(3) == 0 ? "" : "SELECT * FROM t WHERE 1 = 1 ");
            for (var words = random.nextInt(12); words >= 0; words--) {
                sql.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
            }
            tried(alice, table, sql.toString());
        }

        assertThat(TableSteps.rows(alice, table, "owner", "SELECT name, age FROM t"))
                .containsExactly("{\"name\":\"" + SECRET + "\",\"age\":1}");
        assertThat(TableSteps.rows(alice, other, "thief", "SELECT count(*) n FROM other")).containsExactly("{\"n\":1}");
    }

    private static void tried(dev.pankou.testing.Person person, String table, String sql) {
        var reply = query(person, table, "thief", sql);
        assertThat(reply.status()).as(sql).isEqualTo(200);
        assertThat(reply.code()).as(sql).isIn(0, 4000);
        assertThat(reply.text()).as(sql).doesNotContain(SECRET);
    }
}
