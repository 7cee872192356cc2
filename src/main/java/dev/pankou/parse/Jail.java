package dev.pankou.parse;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a child JVM is started: with the class path of this server, a capped heap and an empty environment; inside bubblewrap, without
 * network and seeing nothing but libraries and its own document, where that can be had. Immutable; threads share it.
 */
final class Jail {
    private static final Logger LOG = LoggerFactory.getLogger(Jail.class);
    private static final List<Path> BUBBLEWRAP =
            List.of(Path.of("/usr/bin/bwrap"), Path.of("/usr/local/bin/bwrap"), Path.of("/bin/bwrap"));
    private static final int PROBE_SECONDS = 20;

    /** By name: nothing of the child may be loaded here. */
    private static final String MAIN = "dev.pankou.parse.child.ParserMain";

    /** Memory a JVM takes beside its heap: code, classes, threads. */
    private static final long BESIDE_HEAP_BYTES = 384L << 20;

    /** Arguments: KB of data, CPU seconds, and the program that follows. */
    private static final String SHELL = """
            ulimit -c 0; ulimit -f 0; ulimit -d "$1"; ulimit -t "$2"
            shift 2
            exec nice -n 5 "$@"
            """;

    /** Where a document lies in there. */
    private static final String INSIDE = "/document";

    private final ParseLimits limits;
    private final List<String> bubblewrap;

    private Jail(ParseLimits limits, List<String> bubblewrap) {
        this.limits = limits;
        this.bubblewrap = bubblewrap;
    }

    /** Tries bubblewrap out; without it documents are still apart from the server, but a taken-over child is not apart from its files. */
    static Jail find(ParseLimits limits, Path folder) {
        var program = BUBBLEWRAP.stream().filter(Files::isExecutable).findFirst();
        if (program.isEmpty()) {
            LOG.warn("Documents are read without a sandbox around their process: bubblewrap is missing");
            return new Jail(limits, List.of());
        }
        var jail = new Jail(limits, wrapped(program.get()));
        var said = jail.probe(folder);
        if (said.isEmpty()) {
            return jail;
        }
        LOG.warn("Documents are read without a sandbox around their process: bubblewrap does not work, reason={}", said);
        return new Jail(limits, List.of());
    }

    private static List<String> wrapped(Path program) {
        var command = new ArrayList<>(List.of(
                program.toString(), "--unshare-all", "--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL",
                "--uid", "65534", "--gid", "65534", "--hostname", "parse", "--setenv", "LC_ALL", "C.UTF-8",
                "--setenv", "LD_LIBRARY_PATH", Path.of(System.getProperty("java.home"), "lib").toString())); // there is no /proc to find it by
        for (var name : List.of("/lib", "/lib64")) {
            if (Files.isSymbolicLink(Path.of(name))) {
                command.addAll(List.of("--symlink", "usr" + name, name));
            } else {
                show(command, Path.of(name));
            }
        }
        for (var place : List.of("/usr/lib", "/usr/lib64", "/nix/store", "/etc/ld.so.cache")) {
            show(command, Path.of(place));
        }
        show(command, Path.of(System.getProperty("java.home")));
        shownOfClassPath().forEach(place -> show(command, place));
        command.addAll(List.of("--tmpfs", "/dev"));
        for (var device : List.of("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")) {
            command.addAll(List.of("--dev-bind", device, device));
        }
        command.addAll(List.of("--remount-ro", "/dev"));
        return List.copyOf(command);
    }

    private static void show(List<String> command, Path place) {
        if (Files.exists(place)) {
            command.addAll(List.of("--ro-bind", place.toString(), place.toString()));
        }
    }

    /** A jar names the jars beside it in its manifest; they lie in {@code lib}. */
    private static Set<Path> shownOfClassPath() {
        var shown = new LinkedHashSet<Path>();
        for (var entry : classPath()) {
            shown.add(entry);
            var beside = entry.resolveSibling("lib");
            if (Files.isRegularFile(entry) && Files.isDirectory(beside)) {
                shown.add(beside);
            }
        }
        return shown;
    }

    /** Of this server, from wherever it was started. */
    private static List<Path> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath().normalize())
                .toList();
    }

    /** The command of a child that reads documents laid into this folder. */
    private List<String> command(Path folder, List<String> program) {
        var command = new ArrayList<>(List.of(
                "/bin/sh", "-c", SHELL, "parse",
                Long.toString((limits.memoryBytes() + BESIDE_HEAP_BYTES) >> 10), "unlimited"));
        if (!bubblewrap.isEmpty()) {
            command.addAll(bubblewrap);
            command.addAll(List.of(
                    "--ro-bind", folder.toString(), INSIDE, "--remount-ro", "/", "--chdir", "/"));
        }
        command.addAll(program);
        return command;
    }

    private List<String> java(String... arguments) {
        var entries = String.join(File.pathSeparator, classPath().stream().map(Path::toString).toList());
        var fixed = Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + (limits.memoryBytes() >> 20) + "m", "-Xss1m", "-XX:MaxMetaspaceSize=160m", "-XX:MaxDirectMemorySize=32m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=64m", "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData", "-XX:+DisableAttachMechanism", "-XX:+UseCompactObjectHeaders", "-Xshare:auto", "-Xlog:disable",
                "-XX:+DisplayVMOutputToStderr", "-Djava.awt.headless=true", "-Duser.timezone=UTC", "-Duser.language=en",
                "-Duser.country=US", "-Djava.io.tmpdir=/nonexistent", "-Duser.home=/nonexistent", "-cp", entries);
        return Stream.concat(fixed, Stream.of(arguments)).toList();
    }

    /** Starts a child; it belongs to the calling thread, which must live as long. */
    Process start(Path folder) throws IOException {
        return start(command(folder, java(MAIN, bubblewrap.isEmpty() ? folder.toString() : INSIDE)));
    }

    private static Process start(List<String> command) throws IOException {
        var builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder.directory(Path.of("/").toFile()).start();
    }

    /** Empty when a JVM starts in bubblewrap, else what was said. */
    private String probe(Path folder) {
        try {
            var process = start(command(folder, java("--version")));
            process.getOutputStream().close();
            if (!process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "nothing for " + PROBE_SECONDS + " s";
            }
            var said = new String(process.getErrorStream().readNBytes(4096), StandardCharsets.UTF_8).strip();
            process.destroyForcibly(); // closes the streams
            return process.exitValue() == 0
                    ? ""
                    : said.lines().findFirst().orElse("exit code " + process.exitValue());
        } catch (IOException failed) {
            return String.valueOf(failed.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ParseException(ParseException.Kind.CANCELLED, "Reading the document was cancelled");
        }
    }
}
