package dev.pankou.trace;

import dev.pankou.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Log lines on standard error: one JSON object a line, or plain text on a terminal, each with the log id. */
public final class Logging {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.systemDefault());

    private Logging() {}

    /** To be called before anything logs: the process keeps its log until it ends, see {@link Keeping}. */
    public static void claim() {
        System.setProperty("java.util.logging.manager", Keeping.class.getName());
    }

    /** Leaves the handlers in place while the process stops: the JDK's own hook would take them, and our last lines with them. */
    public static final class Keeping extends LogManager {
        private volatile boolean started;

        @Override
        public void reset() {
            if (!started) {
                super.reset();
            }
        }
    }

    private static void keep(boolean started) {
        if (LogManager.getLogManager() instanceof Keeping manager) {
            manager.started = started;
        }
    }

    /** Sets up logging for the process. @param format json or text; level error, warn, info or debug */
    public static void start(String format, String level) {
        keep(false);
        LogManager.getLogManager().reset();
        var handler = new ConsoleHandler();
        handler.setLevel(Level.ALL);
        handler.setFormatter(format.equals("json") ? new JsonLines() : new TextLines());
        var root = Logger.getLogger("");
        root.addHandler(handler);
        keep(true);
        root.setLevel(level.equals("debug") ? Level.INFO : level(level));
        Logger.getLogger("dev.pankou").setLevel(level(level));
        for (var noisy : new String[] {"org.eclipse.jetty", "com.zaxxer.hikari", "com.github.kagkarlsson", "org.flywaydb"}) {
            var logger = Logger.getLogger(noisy);
            logger.setLevel(Level.WARNING);
            KEPT.add(logger);
        }
        var vectors = Logger.getLogger("org.apache.lucene.internal.vectorization"); // wants an incubator module, which warns at start itself
        vectors.setLevel(Level.SEVERE);
        KEPT.add(vectors);
        KEPT.add(Logger.getLogger("dev.pankou"));
    }

    /** JUL forgets levels of loggers that nobody holds. */
    private static final java.util.Set<Logger> KEPT = java.util.concurrent.ConcurrentHashMap.newKeySet();

    private static Level level(String name) {
        return switch (name) {
            case "error" -> Level.SEVERE;
            case "warn" -> Level.WARNING;
            case "debug" -> Level.FINE;
            default -> Level.INFO;
        };
    }

    private static String levelName(Level level) {
        return level.intValue() >= Level.SEVERE.intValue()
                ? "error"
                : level.intValue() >= Level.WARNING.intValue() ? "warn" : level.intValue() >= Level.INFO.intValue() ? "info" : "debug";
    }

    private static String stack(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static final class JsonLines extends Formatter {
        @Override
        public String format(LogRecord record) {
            var line = Json.object();
            line.put("time", record.getInstant().toString());
            line.put("level", levelName(record.getLevel()));
            line.put("logger", record.getLoggerName());
            line.put("message", formatMessage(record));
            var logid = LogId.current();
            if (!logid.isEmpty()) {
                line.put("logid", logid);
            }
            if (record.getThrown() != null) {
                line.put("error", stack(record.getThrown()));
            }
            return Json.text(line) + "\n";
        }
    }

    private static final class TextLines extends Formatter {
        @Override
        public String format(LogRecord record) {
            var logid = LogId.current();
            return CLOCK.format(record.getInstant()) + " " + levelName(record.getLevel()) + " " + formatMessage(record)
                    + (logid.isEmpty() ? "" : " logid=" + logid)
                    + (record.getThrown() == null ? "" : "\n" + stack(record.getThrown()))
                    + "\n";
        }
    }
}
