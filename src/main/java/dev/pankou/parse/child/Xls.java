package dev.pankou.parse.child;

import dev.pankou.parse.ParseException;
import dev.pankou.parse.ParseException.Kind;
import dev.pankou.parse.child.Output.Cell;
import dev.pankou.parse.wire.Frame;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.poi.hssf.usermodel.HSSFCell;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.ss.usermodel.CellType;

/** XLS of Excel 97 to 2003, whole in memory (65,536 rows at most). */
final class Xls implements Tables.Workbook {
    private final HSSFWorkbook workbook;

    Xls(Path path) throws IOException {
        var system = new POIFSFileSystem(path.toFile(), true);
        try {
            workbook = new HSSFWorkbook(system);
        } catch (IOException | RuntimeException | Error broken) {
            system.close();
            throw broken;
        }
    }

    @Override
    public List<String> sheets() {
        List<String> names = new ArrayList<>();
        for (var i = 0; i < workbook.getNumberOfSheets(); i++) {
            names.add(workbook.getSheetName(i));
        }
        return names;
    }

    @Override
    public void read(int sheet, Tables.Rows rows) {
        var since1904 = workbook.getInternalWorkbook().isUsing1904DateWindowing();
        for (var row : workbook.getSheetAt(sheet)) {
            List<Cell> cells = new ArrayList<>();
            for (var cell : row) {
                var value = value((HSSFCell) cell, since1904);
                if (value.text().isEmpty()) {
                    continue;
                }
                if (cell.getColumnIndex() >= Frame.MOST_COLUMNS) {
                    throw new ParseException(Kind.TOO_LARGE, "The table has more than " + Frame.MOST_COLUMNS + " columns");
                }
                while (cells.size() < cell.getColumnIndex()) {
                    cells.add(Cell.EMPTY);
                }
                cells.add(value);
            }
            if (!rows.row(row.getRowNum(), cells)) {
                return;
            }
        }
    }

    private static Cell value(HSSFCell cell, boolean since1904) {
        var type = cell.getCellType() == CellType.FORMULA ? cell.getCachedFormulaResultType() : cell.getCellType();
        return switch (type) {
            case STRING -> Cell.text(cell.getRichStringCellValue().getString());
            case BOOLEAN -> Values.bool(cell.getBooleanCellValue());
            case NUMERIC -> {
                var style = cell.getCellStyle();
                var date = Xlsx.isDate(style.getDataFormat(), style.getDataFormatString());
                yield Xlsx.numeric(cell.getNumericCellValue(), date, since1904);
            }
            case BLANK, ERROR, FORMULA, _NONE -> Cell.EMPTY;
        };
    }

    @Override
    public void close() throws IOException {
        workbook.close();
    }
}
