package dev.pankou.table;

import dev.pankou.testing.Fuzzing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A statement of any bytes is compiled or refused. With {@code -Dpankou.fuzz=1000000}, as {@code ./pankou test --long} has it: guided by coverage. */
final class SqlFuzzTest {
    private static final int SHORT_RUN = 3_000;
    private static final List<String> PACKAGES = List.of("dev.pankou.table.**", "net.sf.jsqlparser.expression.**", "net.sf.jsqlparser.schema.**");
    private static final String WORDS = "SELECT FROM WHERE t name age score done due id AND OR NOT IN LIKE BETWEEN IS NULL TRUE GROUP BY HAVING ORDER LIMIT OFFSET DISTINCT count(*) max( coalesce( CASE WHEN THEN END CAST( AS"
            + " UPDATE SET DELETE INSERT INTO VALUES UNION JOIN EXISTS :v :: || ' \" ` -- /* */ ; ( ) , . = <> >= + - * / % 1e308 9223372036854775808 2026-01-31";

    private static List<byte[]> seeds() {
        return Stream.of(
                        "SELECT name AS n, count(*), max(age) FROM t x WHERE (x.age BETWEEN 1 AND :v OR name LIKE '%a') AND due >= '2026-01-31' GROUP BY name HAVING count(*) > 1 ORDER BY n DESC LIMIT 5 OFFSET 1",
                        "SELECT DISTINCT coalesce(score, -1.5e3), CASE WHEN done THEN lower(name) ELSE name || 'x' END FROM t WHERE name IN ('a', 'b') AND NOT done IS NULL",
                        "INSERT INTO t (name, age, due) VALUES ('y', 1 + 2, '2026-01-31 08:00:00'), (:v, NULL, NULL)",
                        "UPDATE t SET age = age * 2, done = true WHERE id = '7'",
                        "DELETE FROM t WHERE score / 3 < 0.5",
                        "DELETE FROM t WHERE 1 = 1;\uFFFD", // Jazzer found it: no token after the statement
                        "SELECT DISTINCT c[[[[[[[[[[[[1 08:00:00'), ( done IS NULL") // and this: twice the time for each bracket
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void answersWhateverTheBytesAre() throws IOException {
        Fuzzing.shortly(20_261_122, SHORT_RUN, seeds(), FuzzedSql::fuzzerTestOneInput);
    }

    @Test
    @EnabledIfSystemProperty(named = "pankou.fuzz", matches = "\\d+")
    void answersWhateverJazzerFinds() throws IOException, InterruptedException {
        new Fuzzing("sql", FuzzedSql.class, List.of(""), PACKAGES, WORDS, 4096).run(Integer.getInteger("pankou.fuzz"), seeds());
    }
}
