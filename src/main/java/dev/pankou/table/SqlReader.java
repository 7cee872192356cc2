package dev.pankou.table;

import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import net.sf.jsqlparser.JSQLParserException;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.CCJSqlParserConstants;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.parser.TokenMgrException;

/** Reads SQL with the parser library, within limits of length, depth and time. Threads share it. */
final class SqlReader implements AutoCloseable {
    static final int LONGEST = 100_000;

    private static final int DEEPEST = 30;
    private static final long MILLIS = 2_000;

    private final ExecutorService parsers = Executors.newVirtualThreadPerTaskExecutor();

    /** @throws TableException when it is no single statement, or too much of one */
    net.sf.jsqlparser.statement.Statement read(String sql) {
        if (sql.isBlank()) {
            throw new TableException("there is no statement");
        }
        if (sql.length() > LONGEST) {
            throw new TableException("a statement has at most " + LONGEST + " characters");
        }
        try {
            requireShape(parser(sql));
            var parser = parser(sql);
            var statement = CCJSqlParserUtil.parseStatement(parser, parsers);
            if (statement == null) {
                throw new TableException("there is no statement");
            }
            if (parser.getToken(1).kind != CCJSqlParserConstants.EOF) { // the parser stops after the first one
                throw new TableException("only one statement is allowed");
            }
            return statement;
        } catch (JSQLParserException | TokenMgrException failed) { // the second for what follows the statement and is no token
            throw new TableException(
                    failed.getCause() instanceof TimeoutException
                            ? "the statement takes too long to read"
                            : "the statement cannot be read: " + reason(failed));
        }
    }

    /** What the parser met and where, without its list of what it would have taken. */
    private static String reason(Throwable failed) {
        var told = failed;
        while (!(told instanceof ParseException) && told.getCause() != null) {
            told = told.getCause();
        }
        var lines = told.getMessage() == null ? "" : told.getMessage().lines().limit(2).map(String::strip).collect(Collectors.joining(" "));
        return lines.length() > 300 ? lines.substring(0, 300) : lines;
    }

    /** Without complex parsing, which no statement over one table needs: its time doubles with every parenthesis of a statement that is wrong. */
    private static CCJSqlParser parser(String sql) {
        return CCJSqlParserUtil.newParser(sql)
                .withTimeOut(MILLIS)
                .withSquareBracketQuotation(false)
                .withAllowComplexParsing(false);
    }

    /**
     * Looks at the words alone, in one pass, and refuses what the parser would try in more ways than there is time for before it refused it:
     * what is open at the end, and nested forms that no statement over one table has. One of those alone is left to the compiler's words.
     */
    private static void requireShape(CCJSqlParser words) {
        var open = 0;
        var forms = 0;
        var before = "";
        for (var token = words.getNextToken(); token.kind != CCJSqlParserConstants.EOF; token = words.getNextToken()) {
            var word = token.image.toUpperCase(Locale.ROOT);
            switch (word) {
                case "(" -> open++;
                case ")" -> open--;
                case "[", "{" -> throw new TableException(word + " is not allowed outside of text: a column holds one plain value");
                default -> {
                    // the parser's
                }
            }
            switch (before + " " + word) {
                case "( SELECT", "CASE WHEN", "CAST (", "INTERVAL INTERVAL" -> forms++;
                default -> {
                    // the parser's
                }
            }
            if (open < 0) {
                throw new TableException("a ) closes nothing");
            }
            if (open > DEEPEST) {
                throw new TableException("parentheses are nested deeper than " + DEEPEST);
            }
            if (forms > 1) {
                throw new TableException("subqueries, CASE, casts and intervals are not allowed");
            }
            before = word;
        }
        if (open > 0) {
            throw new TableException("a ( is not closed");
        }
    }

    @Override
    public void close() {
        parsers.shutdownNow();
    }
}
