package dev.pankou.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pankou.parse.Column.Type;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TableFilesTest {
    private static final Documents DOCUMENTS = new Documents();

    @AfterAll
    static void close() {
        DOCUMENTS.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"openpyxl.xlsx", "gnumeric.xlsx", "gnumeric.xls"})
    void showsSheetsWithTheirFirstRows(String file) {
        var sheets = DOCUMENTS.parser.sheets(Documents.resource(file), file.substring(file.lastIndexOf('.')));

        assertThat(sheets).extracting(Sheet::name).containsExactly("订单", "Empty", "Second");
        assertThat(sheets).extracting(Sheet::rows).containsExactly(5, 0, 2);
        assertThat(sheets.getFirst().columns()).isEqualTo(6);
        assertThat(sheets.getFirst().first().get(1)).containsExactly("编号", "商品", "数量", "单价", "下单时间", "已付");
        assertThat(sheets.getFirst().first().get(4)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"openpyxl.xlsx", "gnumeric.xlsx", "gnumeric.xls"})
    void readsTypedColumnsBelowTheChosenHeader(String file) {
        try (var table = DOCUMENTS.parser.table(
                        Documents.resource(file), "xlsx", new TableOptions(0, 1, 2, 3), progress -> {});
                var rows = table.rows()) {
            assertThat(table.sheet()).isEqualTo("订单");
            assertThat(table.columns()).extracting(Column::name).containsExactly("编号", "商品", "数量", "单价", "下单时间", "已付");
            assertThat(table.columns()).extracting(Column::type)
                    .containsExactly(Type.INTEGER, Type.TEXT, Type.INTEGER, Type.FLOAT, Type.TIME, Type.BOOLEAN);
            var all = rows.toList();
            assertThat(all.getFirst()).containsExactly("1001", "茶壶 😀", "2", "19.9", "2026-01-31 08:00:00", "true");
            assertThat(all.get(1)).containsExactly("1002", "茶杯", "10", "0.3", "2026-02-01 00:00:00", "false");
            assertThat(all.get(2)).startsWith("1003", "a|b\nc", "").hasSize(6);
            assertThat(table.rowCount()).isEqualTo(3);
        }
    }

    @Test
    void refusesMoreRowsThanAllowed() {
        assertThatThrownBy(() -> DOCUMENTS.parser.table(
                        Documents.resource("openpyxl.xlsx"), "xlsx", new TableOptions(0, 1, 2, 2), progress -> {}))
                .isInstanceOfSatisfying(
                        ParseException.class, failure -> assertThat(failure.kind()).isEqualTo(ParseException.Kind.TOO_LARGE))
                .hasMessage("The sheet has more than 2 rows");
    }

    @Test
    void namesColumnsThatHaveNoNameOrTheSame() {
        try (var table = DOCUMENTS.parser.table(
                Documents.resource("openpyxl.xlsx"), "xlsx", new TableOptions(2, 0, 1, 10), progress -> {})) {
            assertThat(table.columns()).extracting(Column::name).containsExactly("k", "k_2", "column_3");
        }
    }

    @Test
    void readsCsvOfExcelInChina() {
        var csv = "姓名;电话;分数\r\n\"王\"\"小\"\"明\";013800000000;90\r\n\"多\r\n行\";;89.5\r\n";

        try (var table = DOCUMENTS.parser.table(
                        DOCUMENTS.file("分数.csv", csv.getBytes(Charset.forName("GBK"))), "csv", TableOptions.DEFAULT, progress -> {});
                var rows = table.rows()) {
            assertThat(table.columns()).containsExactly(
                    new Column("姓名", Type.TEXT, 2), new Column("电话", Type.TEXT, 1), new Column("分数", Type.FLOAT, 2));
            assertThat(rows).containsExactly(List.of("王\"小\"明", "013800000000", "90"), List.of("多\r\n行", "", "89.5"));
        }
    }

    @Test
    void knowsNoSheetThatIsNotThere() {
        var file = DOCUMENTS.file("one.csv", "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> DOCUMENTS.parser.table(file, "csv", new TableOptions(1, 0, 1, 10), progress -> {}))
                .isInstanceOf(ParseException.class)
                .hasMessage("The file has no sheet 2");
    }
}
