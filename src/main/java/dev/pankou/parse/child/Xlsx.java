package dev.pankou.parse.child;

import dev.pankou.parse.ParseException;
import dev.pankou.parse.ParseException.Kind;
import dev.pankou.parse.child.Output.Cell;
import dev.pankou.parse.wire.Frame;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.poi.ss.usermodel.BuiltinFormats;
import org.apache.poi.ss.usermodel.DateUtil;
import org.jspecify.annotations.Nullable;

/** XLSX, row by row as a stream. Formulas give the values that were stored with them. */
final class Xlsx implements Tables.Workbook {
    private final Ooxml file;
    private Map<String, Ooxml.Part> parts = Map.of();
    private final List<String> names = new ArrayList<>();
    private final List<Ooxml.Part> sheets = new ArrayList<>();
    private final List<String> shared = new ArrayList<>();
    private final List<Boolean> dates = new ArrayList<>();
    private boolean since1904;

    Xlsx(Path path, Output out) throws IOException {
        file = Ooxml.open(path, out);
        try {
            open();
        } catch (IOException | RuntimeException | Error broken) {
            file.close();
            throw broken;
        }
    }

    private void open() throws IOException {
        var main = file.main();
        parts = file.allRelated(main, "/worksheet");
        file.read(main, this::workbook);
        var strings = file.related(main, "/sharedStrings");
        if (strings.isPresent()) {
            file.read(strings.get(), this::strings);
        }
        var styles = file.related(main, "/styles");
        if (styles.isPresent()) {
            file.read(styles.get(), this::styles);
        }
    }

    private void workbook(XMLStreamReader xml) throws XMLStreamException, IOException {
        while (xml.hasNext()) {
            if (Ooxml.next(xml) != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            if (xml.getLocalName().equals("workbookPr")) {
                var value = Ooxml.attribute(xml, "date1904");
                since1904 = "1".equals(value) || "true".equals(value);
            } else if (xml.getLocalName().equals("sheet")) {
                var part = parts.get(String.valueOf(relationship(xml)));
                if (part != null) { // chart sheets have no cells
                    names.add(String.valueOf(Ooxml.attribute(xml, "name")));
                    sheets.add(part);
                }
            }
        }
    }

    /** {@code r:id}, besides which there is {@code sheetId}. */
    private static @Nullable String relationship(XMLStreamReader xml) {
        for (var i = 0; i < xml.getAttributeCount(); i++) {
            if (xml.getAttributeLocalName(i).equals("id") && xml.getAttributeNamespace(i) != null) {
                return xml.getAttributeValue(i);
            }
        }
        return null;
    }

    private void strings(XMLStreamReader xml) throws XMLStreamException, IOException {
        while (xml.hasNext()) {
            if (Ooxml.next(xml) == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("si")) {
                shared.add(text(xml, "si"));
            }
        }
    }

    /** All {@code t} up to the end of this element, but for phonetic readings. */
    private static String text(XMLStreamReader xml, String end) throws XMLStreamException, IOException {
        var text = new StringBuilder();
        var inside = false;
        while (true) {
            switch (Ooxml.next(xml)) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (xml.getLocalName().equals("rPh")) {
                        Ooxml.skip(xml);
                    } else {
                        inside = xml.getLocalName().equals("t");
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (inside && text.length() < Frame.MOST_CELL) {
                        text.append(xml.getText());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    inside = false;
                    if (xml.getLocalName().equals(end)) {
                        return unescape(text);
                    }
                }
                default -> {}
            }
        }
    }

    /** {@code _x000D_} is how a sheet writes what XML cannot. */
    private static String unescape(StringBuilder text) {
        if (text.indexOf("_x") < 0) {
            return text.toString();
        }
        return Pattern.compile("_x([0-9A-Fa-f]{4})_")
                .matcher(text)
                .replaceAll(found -> {
                    var c = (char) Integer.parseInt(found.group(1), 16);
                    return c == '_' ? "_" : Character.isISOControl(c) ? "\n" : Matcher.quoteReplacement("" + c);
                });
    }

    private void styles(XMLStreamReader xml) throws XMLStreamException, IOException {
        var formats = new HashMap<Integer, String>();
        var inCells = false;
        while (xml.hasNext()) {
            var event = Ooxml.next(xml);
            if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("cellXfs")) {
                inCells = false;
            }
            if (event != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            switch (xml.getLocalName()) {
                case "numFmt" -> formats.put(
                        Ooxml.number(Ooxml.attribute(xml, "numFmtId"), 0), String.valueOf(Ooxml.attribute(xml, "formatCode")));
                case "cellXfs" -> inCells = true;
                case "xf" -> {
                    if (inCells) {
                        var id = Ooxml.number(Ooxml.attribute(xml, "numFmtId"), 0);
                        var known = formats.get(id);
                        var format = known == null ? BuiltinFormats.getBuiltinFormat(id) : known;
                        dates.add(isDate(id, format));
                    }
                }
                default -> {}
            }
        }
    }

    /** Formats 27 to 36 and 50 to 58 are the dates of Chinese, Japanese and Korean Excel. */
    static boolean isDate(int id, @Nullable String format) {
        return id >= 27 && id <= 36 || id >= 50 && id <= 58 || format != null && DateUtil.isADateFormat(id, format);
    }

    @Override
    public List<String> sheets() {
        return names;
    }

    @Override
    public void read(int sheet, Tables.Rows rows) throws IOException {
        file.read(sheets.get(sheet), xml -> rows(xml, rows));
    }

    private void rows(XMLStreamReader xml, Tables.Rows rows) throws XMLStreamException, IOException {
        var index = -1;
        List<Cell> row = new ArrayList<>();
        while (xml.hasNext()) {
            var event = Ooxml.next(xml);
            if (event == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("row")) {
                index = Math.max(index + 1, Ooxml.number(Ooxml.attribute(xml, "r"), 0) - 1);
                row = new ArrayList<>();
            } else if (event == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("c")) {
                var column = column(Ooxml.attribute(xml, "r"), row.size());
                var cell = cell(xml);
                if (cell.text().isEmpty()) {
                    continue;
                }
                if (column >= Frame.MOST_COLUMNS) {
                    throw new ParseException(Kind.TOO_LARGE, "The table has more than " + Frame.MOST_COLUMNS + " columns");
                }
                while (row.size() < column) {
                    row.add(Cell.EMPTY);
                }
                if (column == row.size()) {
                    row.add(cell);
                }
            } else if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("row") && !rows.row(index, row)) {
                return;
            }
        }
    }

    /** Of {@code AB12}, from 0. */
    private static int column(@Nullable String reference, int fallback) {
        if (reference == null) {
            return fallback;
        }
        var column = 0;
        for (var i = 0; i < Math.min(4, reference.length()) && reference.charAt(i) >= 'A' && reference.charAt(i) <= 'Z'; i++) {
            column = column * 26 + reference.charAt(i) - 'A' + 1;
        }
        return column == 0 ? fallback : column - 1;
    }

    private Cell cell(XMLStreamReader xml) throws XMLStreamException, IOException {
        var type = String.valueOf(Ooxml.attribute(xml, "t"));
        var style = Ooxml.number(Ooxml.attribute(xml, "s"), -1);
        var value = new StringBuilder();
        var inValue = false;
        while (true) {
            switch (Ooxml.next(xml)) {
                case XMLStreamConstants.START_ELEMENT -> {
                    inValue = xml.getLocalName().equals("v");
                    if (xml.getLocalName().equals("is")) {
                        value.append(text(xml, "is"));
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (inValue && value.length() < Frame.MOST_CELL) {
                        value.append(xml.getText());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    inValue = false;
                    if (xml.getLocalName().equals("c")) {
                        return value(type, style, value.toString());
                    }
                }
                default -> {}
            }
        }
    }

    private Cell value(String type, int style, String value) {
        return switch (type) {
            case "s" -> {
                var index = Ooxml.number(value, -1);
                yield index >= 0 && index < shared.size() ? Cell.text(shared.get(index)) : Cell.EMPTY;
            }
            case "b" -> value.isEmpty() ? Cell.EMPTY : Values.bool(value.equals("1") || value.equals("true"));
            case "str", "inlineStr" -> Cell.text(value);
            case "d" -> Values.guess(value);
            case "e" -> Cell.EMPTY; // an error such as #N/A is no value
            default -> numeric(value, style >= 0 && style < dates.size() && dates.get(style), since1904);
        };
    }

    private static Cell numeric(String text, boolean date, boolean since1904) {
        try {
            return text.isEmpty() ? Cell.EMPTY : numeric(Double.parseDouble(text), date, since1904);
        } catch (NumberFormatException none) {
            return Cell.text(text);
        }
    }

    static Cell numeric(double number, boolean date, boolean since1904) {
        if (date && number >= 0 && number < 1) {
            return Values.clock(LocalTime.ofSecondOfDay(Math.min(86_399, Math.round(number * 86_400))));
        }
        if (date && DateUtil.isValidExcelDate(number)) {
            var time = DateUtil.getLocalDateTime(number, since1904);
            if (time != null) {
                return Values.time(time);
            }
        }
        return Values.number(number);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
