package dev.pankou.table;

import dev.pankou.id.Id;
import dev.pankou.testing.FuzzClock;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A statement of any bytes over one table. */
public final class FuzzedSql {
    private static final SqlReader READER = new SqlReader();
    private static final DataTable TABLE = new DataTable(
            new Id(1), new Id(2), "t", "", DataTable.Isolation.USER,
            List.of(
                    new Column(1, 1, "name", ColumnType.TEXT, true, ""), new Column(2, 1, "age", ColumnType.INTEGER, false, ""),
                    new Column(3, 1, "score", ColumnType.FLOAT, false, ""), new Column(4, 2, "done", ColumnType.BOOLEAN, false, ""),
                    new Column(5, 2, "due", ColumnType.TIME, false, "")),
            6, 0, new Id(3), 0, 0);

    private FuzzedSql() {}

    public static void fuzzerInitialize() {
        FuzzClock.start();
    }

    public static void fuzzerTestOneInput(byte[] input) {
        FuzzClock.next(input);
        try {
            new SqlCompiler(List.of(TABLE), Map.of("v", "x"), 1_000).compile(READER.read(new String(input, StandardCharsets.UTF_8)));
        } catch (TableException refused) {
            // and said why
        }
    }
}
