package dev.pankou.table;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import net.sf.jsqlparser.JSQLParserException;
import net.sf.jsqlparser.parser.CCJSqlParserConstants;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
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
        if (depth(sql) > DEEPEST) {
            throw new TableException("parentheses are nested deeper than " + DEEPEST);
        }
        try {
            var parser = CCJSqlParserUtil.newParser(sql)
                    .withTimeOut(MILLIS)
                    .withSquareBracketQuotation(false)
                    .withAllowComplexParsing(true);
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
                            : "the statement cannot be read: " + firstLine(failed));
        }
    }

    private static String firstLine(Throwable failed) {
        var message = failed.getMessage() == null ? "" : failed.getMessage().strip();
        var end = message.indexOf("\n");
        var line = end < 0 ? message : message.substring(0, end).strip();
        return line.length() > 300 ? line.substring(0, 300) : line;
    }

    /** Parentheses that are open at a time, wherever they stand: the parser's time grows with them. */
    private static int depth(String sql) {
        var open = 0;
        var deepest = 0;
        for (var i = 0; i < sql.length(); i++) {
            switch (sql.charAt(i)) {
                case '(', '[', '{' -> deepest = Math.max(deepest, ++open);
                case ')', ']', '}' -> open--;
                default -> {
                    // no matter
                }
            }
        }
        return deepest;
    }

    @Override
    public void close() {
        parsers.shutdownNow();
    }
}
