package dev.pankou.command;

import dev.pankou.config.SettingTable;
import dev.pankou.config.Settings;
import dev.pankou.config.SettingsException;
import dev.pankou.http.PortTakenException;
import dev.pankou.store.StoreException;
import dev.pankou.trace.Logging;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the command, runs it, and turns failures into one sentence and an exit code. */
public final class Commands {
    private static final Path FILE = Path.of("pankou.properties");

    private final Launch launch;
    private final Clock clock;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    /**
     * @param out for results
     * @param err for everything else
     */
    public Commands(Launch launch, Clock clock, Map<String, String> environment, PrintStream out, PrintStream err) {
        this.launch = launch;
        this.clock = clock;
        this.environment = Map.copyOf(environment);
        this.out = out;
        this.err = err;
    }

    /** What every command works with. */
    record Context(
            Arguments arguments,
            Map<String, String> environment,
            Settings settings,
            Texts texts,
            Launch launch,
            Clock clock,
            PrintStream out,
            PrintStream err) {
        Path data() {
            return settings.get(SettingTable.DATA);
        }

        /** The settings with some replaced. */
        Settings settings(Map<String, String> replaced) {
            var flags = new HashMap<>(arguments.flags());
            flags.putAll(replaced);
            return Settings.load(flags, environment, FILE);
        }

        /** How browsers reach the server that these settings describe. */
        String publicAddress() {
            return settings.find(SettingTable.PUBLIC_URL)
                    .map(URI::toString)
                    .orElseGet(
                            () -> "http://" + settings.get(SettingTable.HOST) + ":" + settings.get(SettingTable.PORT));
        }

        /** The word at this place. */
        String word(int index, String missing) {
            if (arguments.words().size() <= index) {
                throw CommandException.notUnderstood(texts.say(missing));
            }
            return arguments.words().get(index);
        }

        /** Refuses words beyond the first {@code count}. */
        void noMoreThan(int count) {
            if (arguments.words().size() > count) {
                throw CommandException.notUnderstood(
                        texts.say("arguments.word", arguments.words().get(count)));
            }
        }
    }

    @FunctionalInterface
    private interface Body {
        int run(Context context);
    }

    /** A command: its own options and what it does. */
    private record Command(Set<String> valued, Set<String> switches, Body body) {}

    private static final Map<String, Command> COMMANDS = Map.of(
            "serve", new Command(Set.of(), Set.of(), ServeCommand::run),
            "token", new Command(TokenCommand.VALUED, TokenCommand.SWITCHES, TokenCommand::run),
            "admin", new Command(Set.of("user"), Set.of(), AdminCommand::run),
            "backup", new Command(Set.of(), Set.of(), BackupCommand::backup),
            "restore", new Command(Set.of(), Set.of(), BackupCommand::restore),
            "demo", new Command(Set.of("url", "token"), Set.of(), DemoCommand::run),
            "replay", new Command(WorkflowCommand.REPLAY, Set.of(), WorkflowCommand::replay),
            "workflow", new Command(WorkflowCommand.TEST, Set.of(), WorkflowCommand::run),
            "doctor", new Command(Set.of(), Set.of(), DoctorCommand::run),
            "train", new Command(Set.of(), Set.of(), TrainCommand::run));

    /** Runs a command line; returns the exit code. {@code serve} returns when the server was stopped. */
    public int run(List<String> line) {
        var texts = Texts.of(language(line), environment);
        try {
            if (line.isEmpty()
                    || line.contains("--help")
                    || line.contains("-h")
                    || line.getFirst().equals("help")) {
                return help(line, texts);
            }
            var name = line.getFirst();
            var command = COMMANDS.get(name);
            if (command == null) {
                throw CommandException.notUnderstood(texts.say("command.unknown", name));
            }
            var rest = line.subList(1, line.size());
            var arguments = Arguments.parse(rest, command.valued(), command.switches(), texts);
            var settings = Settings.load(arguments.flags(), environment, FILE);
            texts = Texts.of(settings.get(SettingTable.LANGUAGE), environment);
            startLogging(settings, name.equals("serve"));
            return command.body().run(new Context(arguments, environment, settings, texts, launch, clock, out, err));
        } catch (CommandException ended) {
            err.println(ended.getMessage());
            return ended.exitCode();
        } catch (SettingsException bad) {
            bad.problems().forEach(err::println);
            return CommandException.NOT_UNDERSTOOD;
        } catch (StoreException | PortTakenException refused) {
            err.println(refused.getMessage());
        } catch (UncheckedIOException failed) {
            err.println(failed.getMessage() + " (" + failed.getCause() + ")");
        } catch (RuntimeException defect) {
            err.println(texts.say("command.defect", defect));
            defect.printStackTrace(err);
        }
        return CommandException.FAILED;
    }

    private int help(List<String> line, Texts texts) {
        var words = line.stream()
                .filter(word -> !word.startsWith("-") && !word.equals("help"))
                .toList();
        if (words.equals(List.of("settings"))) {
            out.print(SettingsPage.text());
            return 0;
        }
        var command = words.isEmpty() ? "index" : words.getFirst();
        var page = texts.help(command);
        if (page == null) {
            throw CommandException.notUnderstood(texts.say("command.unknown", command));
        }
        out.print(page);
        return 0;
    }

    /** The language before the settings are read: their own complaints must be told, too. */
    private String language(List<String> line) {
        for (var i = 0; i < line.size(); i++) {
            if (line.get(i).equals("--language") && i + 1 < line.size()) {
                return line.get(i + 1);
            }
            if (line.get(i).startsWith("--language=")) {
                return line.get(i).substring("--language=".length());
            }
        }
        return environment.getOrDefault(SettingTable.LANGUAGE.variable(), "auto");
    }

    /** The server logs as the settings say; other commands speak for themselves and log only what is broken. */
    private static void startLogging(Settings settings, boolean server) {
        if (!server) {
            Logging.start("text", "error");
            return;
        }
        var format = settings.get(SettingTable.LOG_FORMAT);
        var console = System.console();
        if (format.equals("auto")) {
            format = console != null && console.isTerminal() ? "text" : "json";
        }
        Logging.start(format, settings.get(SettingTable.LOG_LEVEL));
    }
}
