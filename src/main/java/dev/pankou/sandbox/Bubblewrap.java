package dev.pankou.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Starts interpreters in a sandbox. A small shell sets the limits, moves the channel to descriptor 3 (so that what is printed
 * to 1 and 2 stays apart from it) and becomes bubblewrap. Immutable after {@link #check}; threads share it.
 */
final class Bubblewrap {
    private static final List<Path> PLACES = List.of(Path.of("/usr/bin"), Path.of("/usr/local/bin"), Path.of("/bin"));
    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

    /** Arguments: filter, harness, library, then KB of data and of addresses, CPU seconds, and the program that follows. */
    private static final String SHELL = """
            exec 3>&1 1>&2 9<"$1" 8<"$2" 7<"$3"
            ulimit -c 0; ulimit -f 4096; ulimit -n 128; ulimit -s 4096; ulimit -d "$4"; ulimit -v "$5"; ulimit -t "$6"
            shift 6
            exec "$@"
            """;

    /** What the empty interpreter takes: threads and their stacks, V8's young generation, modules. */
    private static final long BASE_BYTES = 128L << 20;

    /** Addresses beyond what is counted: they cost page tables. V8 reserves many for WebAssembly. */
    private static final long PYTHON_ADDRESSES_BYTES = 1L << 30;

    private static final long NODE_ADDRESSES_BYTES = 32L << 30;

    private static final Duration PROBE_TIME = Duration.ofSeconds(20);

    private final Path folder;
    private final Path hidden;
    private final SandboxLimits limits;
    private final List<Path> path;

    /**
     * @param folder where the files that the sandbox needs are written
     * @param hidden the data folder, which no sandbox shows even if it lies inside the system's
     */
    Bubblewrap(Path folder, Path hidden, SandboxLimits limits) {
        this(folder, hidden, limits, places());
    }

    Bubblewrap(Path folder, Path hidden, SandboxLimits limits, List<Path> path) {
        this.folder = folder.toAbsolutePath();
        this.hidden = hidden.toAbsolutePath().normalize();
        this.limits = limits;
        this.path = List.copyOf(path);
    }

    /** The system's folders before those of PATH: what lies in a home is harder to show in a sandbox. */
    private static List<Path> places() {
        var searched = new ProcessBuilder().environment().getOrDefault("PATH", "");
        var own = Stream.of(searched.split(":")).filter(place -> place.startsWith("/")).map(Path::of);
        return Stream.concat(PLACES.stream(), own).distinct().toList();
    }

    /**
     * The command that starts an interpreter with its harness. Tried out before it is answered.
     *
     * @throws CodeException UNAVAILABLE, with what to install or allow
     */
    List<String> check(Language language) {
        var filter = Seccomp.program(System.getProperty("os.arch"));
        if (!System.getProperty("os.name").equals("Linux") || filter.isEmpty()) {
            throw unavailable("Code runs only on Linux on x86-64 or arm64: its sandbox is bubblewrap");
        }
        var bwrap = find("bwrap")
                .orElseThrow(() -> unavailable("Code needs bubblewrap, which is missing on the server: apt-get install bubblewrap"));
        var interpreter = find(language.program).orElseThrow(() -> unavailable(switch (language) {
            case JAVASCRIPT -> "JavaScript code needs Node 20 or newer, which is missing on the server: https://nodejs.org";
            case PYTHON -> "Python code needs Python 3.10 or newer, which is missing on the server: apt-get install python3";
        }));
        write("filter", filter.get());
        write("library.js", (text("sucrase.js") + "\n" + text("common.js")).getBytes(StandardCharsets.UTF_8));
        write(language.harness, text(language.harness).getBytes(StandardCharsets.UTF_8));
        String said = null;
        for (var runner : runners()) {
            var start = command(language, bwrap, interpreter, runner);
            said = probe(start);
            if (said == null) {
                return Stream.concat(start.stream(), harness(language).stream()).toList();
            }
        }
        throw unavailable("Code cannot run: bubblewrap may not make a sandbox on the server. Allow user namespaces to it"
                + " (sysctl kernel.unprivileged_userns_clone=1, kernel.apparmor_restrict_unprivileged_userns=0; for a"
                + " container: --security-opt seccomp=unconfined --security-opt apparmor=unconfined). It said: " + said);
    }

    /** As another user where we are root: root is not bound by every limit. Where that is impossible, as we are. */
    private List<List<String>> runners() {
        var nice = find("nice").map(found -> List.of(found.toString(), "-n", "5")).orElse(List.of());
        var root = System.getProperty("user.name").equals("root");
        var other = root ? find("setpriv") : Optional.<Path>empty();
        var dropped = other.map(found -> Stream.concat(
                        Stream.of(found.toString(), "--reuid=65534", "--regid=65534", "--clear-groups"), nice.stream())
                .toList());
        return dropped.map(first -> List.of(first, nice)).orElse(List.of(nice));
    }

    private List<String> command(Language language, Path bwrap, Path interpreter, List<String> runner) {
        var data = limits.memoryBytes() + BASE_BYTES;
        var command = new ArrayList<>(List.of("/bin/sh", "-c", SHELL, "sandbox"));
        for (var file : List.of("filter", language.harness, "library.js")) {
            command.add(folder.resolve(file).toString());
        }
        command.add(Long.toString(data >> 10));
        var addresses = language == Language.PYTHON ? PYTHON_ADDRESSES_BYTES : NODE_ADDRESSES_BYTES;
        command.add(Long.toString((data + addresses) >> 10));
        command.add(Long.toString(limits.timeout().toSeconds() * 2 + 10)); // the time limit itself is ours to keep
        command.addAll(runner);
        command.addAll(List.of(
                bwrap.toString(), "--unshare-all", "--die-with-parent", "--new-session", "--clearenv",
                "--cap-drop", "ALL", "--uid", "65534", "--gid", "65534", "--hostname", "sandbox",
                "--setenv", "HOME", "/", "--setenv", "OPENBLAS_NUM_THREADS", "1", "--setenv", "UV_THREADPOOL_SIZE", "2"));
        system(command, interpreter);
        command.addAll(List.of("--tmpfs", "/dev"));
        for (var device : List.of("/dev/null", "/dev/zero", "/dev/urandom")) {
            command.addAll(List.of("--dev-bind", device, device));
        }
        command.addAll(List.of("--remount-ro", "/dev"));
        command.addAll(List.of(
                "--ro-bind-data", "8", "/pankou/" + language.harness, "--ro-bind-data", "7", "/pankou/library.js",
                "--remount-ro", "/", "--chdir", "/", "--seccomp", "9", interpreter.toString()));
        return List.copyOf(command);
    }

    /** The parts of the system that interpreters need: libraries, no other program, nothing of /etc but the linker's list. */
    private void system(List<String> command, Path interpreter) {
        for (var name : List.of("/lib", "/lib64")) {
            if (Files.isSymbolicLink(Path.of(name))) {
                command.addAll(List.of("--symlink", "usr" + name, name));
            } else {
                show(command, Path.of(name));
            }
        }
        for (var name : List.of(
                "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share/zoneinfo", "/nix/store", "/etc/ld.so.cache")) {
            show(command, Path.of(name));
        }
        var home = interpreter.resolve("../../lib").normalize();
        if (!home.startsWith("/usr")) {
            show(command, home); // of an interpreter with a folder of its own, such as /opt/python/bin
        }
        show(command, interpreter);
    }

    private void show(List<String> command, Path place) {
        if (!Files.exists(place)) {
            return;
        }
        command.addAll(List.of("--ro-bind", place.toString(), place.toString()));
        if (hidden.startsWith(place)) {
            command.addAll(List.of("--tmpfs", hidden.toString(), "--remount-ro", hidden.toString()));
        }
    }

    private List<String> harness(Language language) {
        var file = "/pankou/" + language.harness;
        return switch (language) {
            case JAVASCRIPT -> List.of("--max-old-space-size=" + (limits.memoryBytes() >> 20), file);
            case PYTHON -> List.of("-I", "-B", "-X", "utf8", file);
        };
    }

    /** Starts one process; its parent is the calling thread, which must live as long. */
    Process start(List<String> command) throws IOException {
        var builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        return builder.directory(Path.of("/").toFile()).start();
    }

    /** Null when the interpreter can tell its version from inside the sandbox, else what was said. */
    private @Nullable String probe(List<String> start) {
        try {
            var process = start(Stream.concat(start.stream(), Stream.of("--version")).toList());
            process.getOutputStream().close();
            if (!process.waitFor(PROBE_TIME.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return "nothing for " + PROBE_TIME.toSeconds() + " s";
            }
            var said = new String(process.getErrorStream().readNBytes(4096), StandardCharsets.UTF_8).strip();
            return process.exitValue() == 0 ? null : said.lines().findFirst().orElse("exit code " + process.exitValue());
        } catch (IOException failed) {
            return failed.getMessage();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CodeException(CodeException.Kind.CANCELLED, "the run was cancelled");
        }
    }

    /** A program, no script: the shims of version managers need a system around them. */
    private Optional<Path> find(String program) {
        for (var place : path) {
            var file = place.resolve(program);
            if (!Files.isExecutable(file)) {
                continue;
            }
            try (var in = Files.newInputStream(file)) {
                if (Arrays.equals(in.readNBytes(ELF.length), ELF)) {
                    return Optional.of(file.toRealPath());
                }
            } catch (IOException unreadable) {
                // the next one may be
            }
        }
        return Optional.empty();
    }

    private void write(String name, byte[] content) {
        try {
            Files.createDirectories(folder);
            var target = folder.resolve(name);
            if (Files.exists(target) && Arrays.equals(Files.readAllBytes(target), content)) {
                return;
            }
            Files.write(target, content);
        } catch (IOException failed) {
            throw unavailable("Code cannot run: the files of its sandbox cannot be written to " + folder + " (" + failed + ")");
        }
    }

    /** A file of the jar. */
    static String text(String name) {
        try (var in = Bubblewrap.class.getResourceAsStream("/sandbox/" + name)) {
            if (in == null) {
                throw new IllegalStateException("sandbox/" + name + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static CodeException unavailable(String sentence) {
        return new CodeException(CodeException.Kind.UNAVAILABLE, sentence);
    }
}
